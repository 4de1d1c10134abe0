package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.DriveSettings;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Snapshot;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes guests back to snapshots. */
final class RollbackCalls {
    private final Services services;
    private final GuestKind kind;

    RollbackCalls(Services services, GuestKind kind) {
        this.services = services;
        this.kind = kind;
    }

    void register(Routes routes) {
        routes.on("POST", GuestCalls.pathOf(kind) + "/snapshot/{snapname}/rollback", this::rollBack);
    }

    private DataCenter dataCenter() {
        return services.dataCenter();
    }

    private Guest guest(Call call) {
        return dataCenter().guest(kind, call.node(), call.vmid());
    }

    private Answer rollBack(Call call) {
        if (call.flag("start") && services.version().atLeast(PveVersion.V9)) {
            services.permissions().require(call.caller(), "/vms/" + call.vmid(), "VM.PowerMgmt");
        }
        String name = call.text("snapname");
        ConfigLock lock = new ConfigLock("rollback");
        return services.run(
                call,
                TaskPlan.of(kind.taskType("rollback"), call.vmid())
                        .lock(kind.lockFile(call.vmid()), services.seconds(10))
                        .step(log -> {
                            guest(call).requireUnlocked();
                            requirePossible(guest(call), guest(call).snapshot(name));
                            lock.take(guest(call));
                            guest(call).stop();
                        })
                        .unlock(kind.lockFile(call.vmid()))
                        .work()
                        .step(log -> {
                            lock.release();
                            restore(guest(call), guest(call).snapshot(name));
                            if (call.flag("start") && !guest(call).isRunning()) {
                                startLater(call);
                            }
                        })
                        .undo(lock::release));
    }

    /** Some storages lose all that is newer, and therefore want it to be removed first. */
    private void requirePossible(Guest guest, Snapshot snapshot) {
        snapshot.config().forEach((key, value) -> {
            Drive drive = Drive.isKey(key) ? Drive.of(key, value) : null;
            if (drive != null
                    && drive.isDisk()
                    && dataCenter().volumes().storage(drive.storage()).rollsBackToNewestOnly()
                    && hasNewer(guest, snapshot, drive.volid())) {
                throw ApiException.failure("can't rollback, '" + snapshot.name() + "' is not most recent snapshot on '"
                        + drive.volid() + "'");
            }
        });
    }

    private static boolean hasNewer(Guest guest, Snapshot snapshot, String volid) {
        List<String> names = List.copyOf(guest.snapshots().keySet());
        return names.subList(names.indexOf(snapshot.name()) + 1, names.size()).stream()
                .map(guest::snapshot)
                .flatMap(newer -> newer.config().entrySet().stream())
                .anyMatch(entry -> Drive.isKey(entry.getKey())
                        && Drive.of(entry.getKey(), entry.getValue()).volid().equals(volid));
    }

    /** Name and tags go back too; the description stays, and so do volumes that were attached since, as unused. */
    private void restore(Guest guest, Snapshot snapshot) {
        Map<String, String> kept = new TreeMap<>();
        guest.config().forEach((key, value) -> {
            if (key.equals("description") || key.startsWith("unused")) {
                kept.put(key, value);
            }
        });
        List<Drive> before = guest.disks();
        guest.config().clear();
        guest.config().putAll(snapshot.config());
        guest.config().putAll(kept);
        guest.config().put("parent", snapshot.name());
        before.stream()
                .filter(drive ->
                        guest.disks().stream().noneMatch(now -> now.volid().equals(drive.volid())))
                .forEach(drive -> DriveSettings.addUnused(guest, drive.volid()));
        dataCenter().observer().rolledBack(guest, snapshot.name());
        if (snapshot.memory()) {
            guest.start(dataCenter().newPid());
        }
    }

    /** A task of its own, about which the caller of the rollback is not told. */
    private void startLater(Call call) {
        services.runner()
                .start(
                        call.node(),
                        call.caller(),
                        TaskPlan.of(kind.taskType("start"), call.vmid())
                                .lock(kind.lockFile(call.vmid()), services.seconds(10))
                                .work()
                                .step(log -> guest(call).start(dataCenter().newPid())));
    }
}
