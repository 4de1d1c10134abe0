package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.DriveSettings;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.task.TaskLog;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;

/** Brings disks of virtual machines to other storages or into other formats. */
final class MoveDiskCalls {
    private static final GuestKind KIND = GuestKind.VIRTUAL_MACHINE;

    private final Services services;

    MoveDiskCalls(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        routes.on("POST", GuestCalls.pathOf(KIND) + "/move_disk", this::move);
    }

    private DataCenter dataCenter() {
        return services.dataCenter();
    }

    private Guest guest(Call call) {
        return dataCenter().guest(KIND, call.node(), call.vmid());
    }

    private Answer move(Call call) {
        VolumeMoves.requireOneTarget(call);
        services.permissions().require(call.caller(), "/storage/" + call.text("storage"), "Datastore.AllocateSpace");
        Drive disk = requirePossible(call);
        long size = dataCenter()
                .volumes()
                .find(call.node(), disk.volid())
                .map(Volume::size)
                .orElse(0L);
        VolumeMoves copy = new VolumeMoves(dataCenter(), guest(call));
        return services.run(
                call,
                TaskPlan.of("qmmove", call.vmid())
                        .lock(KIND.lockFile(call.vmid()), services.seconds(10))
                        .step(log -> copy(call, requirePossible(call), copy, log))
                        .work(DiskCopies.progress(size))
                        .step(log -> finish(call, disk.key(), copy, log))
                        .undo(copy::undo));
    }

    private Drive requirePossible(Call call) {
        Guest guest = guest(call);
        guest.requireUnlocked();
        VolumeMoves.requireUnchanged(call, guest);
        String key = call.text("disk");
        Drive disk = guest.setting(key)
                .map(value -> Drive.of(key, value))
                .orElseThrow(() -> ApiException.failure("disk '" + key + "' does not exist"));
        if (disk.isCdrom()) {
            throw ApiException.failure("you can't move a cdrom");
        }
        String format = dataCenter()
                .volumes()
                .find(guest.node(), disk.volid())
                .map(Volume::format)
                .orElse("raw");
        boolean sameFormat =
                call.find("format").filter(wanted -> !wanted.equals(format)).isEmpty();
        if (disk.storage().equals(call.text("storage")) && sameFormat) {
            throw ApiException.failure("you can't move to the same storage with same format");
        }
        if (!dataCenter().volumes().storage(call.text("storage")).accepts("images")) {
            throw ApiException.parameter(
                    "storage", "storage '" + call.text("storage") + "' does not support vm images");
        }
        if (call.flag("delete") && DriveSettings.isInSnapshots(guest, disk.volid())) {
            throw ApiException.failure("you can't move a disk with snapshots and delete the source");
        }
        return disk;
    }

    private void copy(Call call, Drive disk, VolumeMoves copy, TaskLog log) {
        // Version 7 and 8 do not say what they are about to do.
        if (services.version().major() >= 9) {
            log.add("copying volume '" + disk.volid() + "' from current storage '" + disk.storage()
                    + "' to target storage '" + call.text("storage") + "'");
        }
        if (DriveSettings.isInSnapshots(guest(call), disk.volid())) {
            log.add("moving disk with snapshots, snapshots will not be moved!");
        }
        log.add("create full clone of drive " + disk.key() + " (" + disk.volid() + ")");
        Storage storage = dataCenter().volumes().storage(call.text("storage"));
        String format = dataCenter()
                .volumes()
                .find(call.node(), disk.volid())
                .map(Volume::format)
                .orElse("raw");
        copy.copy(disk, storage, storage.formatFor(KIND, call.find("format").orElse(format)));
    }

    private void finish(Call call, String key, VolumeMoves copy, TaskLog log) {
        boolean talks = services.version().major() >= 9;
        String unused = copy.finish(key, call.flag("delete"));
        if (talks && !unused.isEmpty()) {
            log.add("adding source volume '" + copy.source() + "' as '" + unused + "' to config");
        } else if (talks) {
            log.add("removing source volume '" + copy.source() + "' after successful copy");
        }
    }
}
