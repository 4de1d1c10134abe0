package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Node;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.task.TaskLog;
import java.util.List;

/** One migration, as its task does it. */
final class Migration {
    private final Services services;
    private final GuestKind kind;
    private final Call call;
    private final StorageMap storages;
    private boolean restarts;

    Migration(Services services, GuestKind kind, Call call, StorageMap storages) {
        this.services = services;
        this.kind = kind;
        this.call = call;
        this.storages = storages;
    }

    private DataCenter dataCenter() {
        return services.dataCenter();
    }

    /** Whatever speaks against it, the task ends with the same words; why is in the log. */
    void prepare(Guest guest, TaskLog log) {
        try {
            guest.requireUnlocked();
            if (dataCenter().node(call.text("target")).filter(Node::online).isEmpty()) {
                throw ApiException.failure("Can't connect to destination address using public key");
            }
            requireMode(guest);
            scan(guest, log);
        } catch (ApiException e) {
            log.add("ERROR: migration aborted (duration 00:00:00): " + e.getMessage());
            throw ApiException.failure("migration aborted");
        }
        if (guest.isRunning() && !kind.isVirtualMachine()) {
            log.add("shutdown CT " + guest.vmid());
            guest.stop();
            restarts = true;
        }
    }

    private void requireMode(Guest guest) {
        if (!kind.isVirtualMachine() && guest.isRunning() && call.flag("online")) {
            throw ApiException.failure("lxc live migration is currently not implemented");
        }
        if (kind.isVirtualMachine() && guest.isRunning() && !call.flag("online")) {
            throw ApiException.failure("can't migrate running VM without --online");
        }
    }

    private void scan(Guest guest, TaskLog log) {
        MigrationScan scan = new MigrationScan(dataCenter(), guest);
        List<String> problems = scan.problems(call.flag("with-local-disks"), log);
        if (!problems.isEmpty()) {
            problems.forEach(log::add);
            throw ApiException.failure(
                    kind.isVirtualMachine()
                            ? "Problem found while scanning volumes - can't migrate VM - check log"
                            : "can't migrate CT - check log");
        }
        if (kind.isVirtualMachine()) {
            scan.linkedClone().ifPresent(text -> {
                throw ApiException.failure("Problem found while scanning volumes - " + text);
            });
        }
    }

    void finish(Guest guest, TaskLog log) {
        String target = call.text("target");
        for (Drive drive : guest.drives()) {
            if (MigrateCalls.isLocal(dataCenter(), drive)
                    && !drive.storage().equals(storages.target(drive.storage()))) {
                relocate(guest, drive, dataCenter().volumes().storage(storages.target(drive.storage())));
            }
        }
        dataCenter().volumes().move(guest.node(), target, guest.vmid());
        guest.moveTo(target);
        if (restarts) {
            log.add("start container on target node");
            guest.start(dataCenter().newPid());
        }
        log.add("migration finished successfully (duration 00:00:01)");
    }

    private void relocate(Guest guest, Drive drive, Storage storage) {
        dataCenter().volumes().find(guest.node(), drive.volid()).ifPresent(old -> {
            Volume copy = dataCenter()
                    .volumes()
                    .allocate(
                            storage,
                            guest.node(),
                            guest.vmid(),
                            drive.isCloudInit() ? "cloudinit" : "disk",
                            storage.formatFor(kind, old.format()),
                            old.size(),
                            old.created());
            dataCenter().volumes().remove(guest.node(), old.volid());
            guest.config().put(drive.key(), drive.textWith(copy.volid()));
        });
    }
}
