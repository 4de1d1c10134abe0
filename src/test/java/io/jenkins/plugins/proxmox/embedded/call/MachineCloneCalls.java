package io.jenkins.plugins.proxmox.embedded.call;

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
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Clones virtual machines. */
final class MachineCloneCalls {
    private static final GuestKind KIND = GuestKind.VIRTUAL_MACHINE;
    /** What the new machine does not take over. */
    private static final Set<String> NOT_COPIED = Set.of("lock", "template", "parent", "vmstate", "snaptime");

    private final Services services;
    private final CloneChecks checks;

    MachineCloneCalls(Services services) {
        this.services = services;
        this.checks = new CloneChecks(services);
    }

    void register(Routes routes) {
        routes.on("POST", GuestCalls.pathOf(KIND) + "/clone", this::cloneMachine);
    }

    private DataCenter dataCenter() {
        return services.dataCenter();
    }

    private Answer cloneMachine(Call call) {
        checks.requirePool(call);
        checks.requireTarget(call);
        Guest source = dataCenter()
                .findGuest(KIND, call.node(), call.vmid())
                .orElseThrow(() -> ApiException.failure(
                        "unable to find configuration file for VM " + call.vmid() + " on node '" + call.node() + "'"));
        source.requireUnlocked();
        Map<String, String> original = new TreeMap<>(checks.original(call, source));
        boolean full = call.flag("full", !source.isTemplate());
        for (String parameter : List.of("storage", "format")) {
            if (!full && call.has(parameter)) {
                throw ApiException.failure("parameter '" + parameter + "' not allowed for linked clones");
            }
        }
        List<Drive> disks = checks.disks(original);
        checks.requireStorage(call, source, disks);
        checks.requireBridges(call, original);
        checks.requireShared(call, disks);
        requireNoFile(call);
        if (full) {
            checks.requireCopyable(call, disks);
        } else {
            checks.requireLinkable(call, disks, true);
        }
        return services.run(call, plan(call, source, original, full));
    }

    /** Looks only at this kind of guests and this node; what is elsewhere is noticed in the task. */
    private void requireNoFile(Call call) {
        int vmid = call.number("newid");
        if (dataCenter().findGuest(KIND, call.node(), vmid).isPresent()) {
            throw ApiException.failure("unable to create VM " + vmid + ": config file already exists");
        }
    }

    private TaskPlan plan(Call call, Guest source, Map<String, String> original, boolean full) {
        int vmid = call.number("newid");
        DiskCopies copies =
                new DiskCopies(dataCenter(), call.node(), vmid, KIND, full, call.find("storage"), call.find("format"));
        long size = CloneChecks.totalSize(dataCenter(), call.node(), checks.disks(original));
        Clone clone = new Clone(call, original, copies);
        TaskPlan plan = TaskPlan.of("qmclone", call.vmid())
                .lock(KIND.lockFile(vmid), services.seconds(1))
                // Many clones of a template at once are fine, of a running machine they are not.
                .lock(KIND.lockFile(call.vmid()), !source.isRunning(), services.seconds(1))
                .step(clone::begin)
                .undo(clone::undo);
        return (full ? plan.work(FULL_CLONE_FACTOR, DiskCopies.progress(size)) : plan.work()).step(clone::finish);
    }

    /** A full copy takes that much longer than a linked one. */
    static final double FULL_CLONE_FACTOR = 4;

    private final class Clone {
        private final Call call;
        private final Map<String, String> original;
        private final DiskCopies copies;
        private final int vmid;
        private Optional<Guest> guest = Optional.empty();
        private Map<String, String> config = Map.of();

        private Clone(Call call, Map<String, String> original, DiskCopies copies) {
            this.call = call;
            this.original = original;
            this.copies = copies;
            this.vmid = call.number("newid");
        }

        private void begin(TaskLog log) {
            requireNoFile(call);
            dataCenter().guest(vmid).ifPresent(other -> {
                throw ApiException.failure("close (rename) atomic file '/etc/pve/" + KIND.configFile(call.node(), vmid)
                        + "' failed: File exists");
            });
            Guest source = dataCenter().guest(KIND, call.node(), call.vmid());
            Guest made = dataCenter()
                    .addGuest(KIND, vmid, call.node(), source.system().copy());
            guest = Optional.of(made);
            made.setLock("clone");
            // Until the disks are there the file has nothing but this comment.
            made.config().put("description", " qmclone temporary file");
            config = copies.copy(original, log);
        }

        private void finish(TaskLog log) {
            Guest made = guest.orElseThrow();
            Map<String, String> settings = new TreeMap<>(Networks.withMacs(config, true, true));
            settings.keySet().removeAll(NOT_COPIED);
            settings.put(
                    "name", call.find("name").orElse("Copy-of-VM-" + original.getOrDefault("name", "" + call.vmid())));
            call.find("description").ifPresent(text -> settings.put("description", text));
            settings.put("smbios1", "uuid=" + UUID.randomUUID());
            settings.put("vmgenid", UUID.randomUUID().toString());
            made.config().clear();
            made.config().putAll(settings);
            call.find("pool")
                    .flatMap(dataCenter()::pool)
                    .ifPresent(pool -> pool.guests().add(vmid));
            call.find("target").ifPresent(made::moveTo);
        }

        private void undo() {
            if (guest.isPresent()) {
                copies.remove();
                dataCenter().removeGuest(vmid);
            }
        }
    }
}
