package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Networks;
import io.jenkins.plugins.proxmox.embedded.task.TaskLog;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Clones containers: the source is locked meanwhile, so that only one clone of it is made at a time. */
final class ContainerCloneCalls {
    private static final GuestKind KIND = GuestKind.CONTAINER;

    private final Services services;
    private final CloneChecks checks;

    ContainerCloneCalls(Services services) {
        this.services = services;
        this.checks = new CloneChecks(services);
    }

    void register(Routes routes) {
        routes.on("POST", GuestCalls.pathOf(KIND) + "/clone", this::cloneContainer);
    }

    private DataCenter dataCenter() {
        return services.dataCenter();
    }

    private Answer cloneContainer(Call call) {
        checks.requirePool(call);
        checks.requireTarget(call);
        Guest source = dataCenter().guest(KIND, call.node(), call.vmid());
        source.requireUnlocked();
        Map<String, String> original = new TreeMap<>(checks.original(call, source));
        boolean full = call.flag("full", !source.isTemplate());
        if (!full && call.has("storage")) {
            throw ApiException.failure("parameter 'storage' not allowed for linked clones");
        }
        if (full && source.isRunning() && !call.has("snapname")) {
            throw ApiException.failure(
                    services.version().atLeast(PveVersion.V9)
                            ? "Full clone of a running container is only possible from a snapshot"
                            : "Cannot do full clones on a running container without snapshots");
        }
        List<Drive> disks = checks.disks(original);
        checks.requireStorage(call, source, disks);
        checks.requireBridges(call, original);
        checks.requireShared(call, disks);
        if (!full) {
            checks.requireLinkable(call, disks, false);
        }
        Guest clone = reserve(call, source);
        source.setLock("disk");
        return services.run(call, plan(call, source, clone, original, full));
    }

    /** The number is taken before the call returns. */
    private Guest reserve(Call call, Guest source) {
        int vmid = call.number("newid");
        dataCenter().guest(vmid).ifPresent(other -> {
            throw ApiException.failure(
                    other.kind().word() + " " + vmid + " already exists on node '" + other.node() + "'");
        });
        Guest clone =
                dataCenter().addGuest(KIND, vmid, call.node(), source.system().copy());
        clone.setLock("create");
        return clone;
    }

    private TaskPlan plan(Call call, Guest source, Guest clone, Map<String, String> original, boolean full) {
        DiskCopies copies = new DiskCopies(
                dataCenter(), call.node(), clone.vmid(), KIND, full, call.find("storage"), Optional.of("raw"));
        Map<String, String> config = new TreeMap<>();
        TaskPlan plan = TaskPlan.of("vzclone", call.vmid())
                .lock(KIND.lockFile(clone.vmid()), services.seconds(10))
                .step(log -> config.putAll(copies.copy(original, log)))
                .undo(() -> {
                    source.removeLock();
                    copies.remove();
                    dataCenter().removeGuest(clone.vmid());
                });
        return (full ? plan.work(MachineCloneCalls.FULL_CLONE_FACTOR, List.of()) : plan.work())
                .step(log -> finish(call, source, clone, config, full, log));
    }

    private void finish(Call call, Guest source, Guest clone, Map<String, String> config, boolean full, TaskLog log) {
        if (full) {
            long size = CloneChecks.totalSize(dataCenter(), call.node(), checks.disks(config));
            log.add("total size is %,d  speedup is 1.01".formatted(size));
        }
        Map<String, String> settings = new TreeMap<>(Networks.withMacs(config, true, false));
        settings.keySet().removeAll(List.of("lock", "template", "parent"));
        call.find("hostname").ifPresent(name -> settings.put("hostname", name));
        call.find("description").ifPresent(text -> settings.put("description", text));
        clone.config().clear();
        clone.config().putAll(settings);
        source.removeLock();
        call.find("pool")
                .flatMap(dataCenter()::pool)
                .ifPresent(pool -> pool.guests().add(clone.vmid()));
        call.find("target").ifPresent(clone::moveTo);
    }
}
