package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.GuestSystem;
import io.jenkins.plugins.proxmox.embedded.state.Sizes;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.task.TaskLog;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A guest in the making, from nothing or from a backup. */
final class Creation {
    private final Services services;
    private final GuestKind kind;
    private final Call call;
    private final ConfigWriter writer;
    private Optional<Guest> guest = Optional.empty();

    Creation(Services services, GuestKind kind, Call call) {
        this.services = services;
        this.kind = kind;
        this.call = call;
        this.writer = new ConfigWriter(services);
    }

    private DataCenter dataCenter() {
        return services.dataCenter();
    }

    /** Takes the number; the guest that has it, if any, is overwritten. */
    void begin(GuestSystem system) {
        dataCenter().guest(call.vmid()).ifPresent(old -> {
            dataCenter()
                    .volumes()
                    .list(volume -> volume.vmid().equals(Optional.of(old.vmid()))
                            && !volume.content().equals("backup"))
                    .forEach(volume -> dataCenter().volumes().remove(old.node(), volume.volid()));
            dataCenter().removeGuest(old.vmid());
        });
        Guest made = dataCenter().addGuest(kind, call.vmid(), call.node(), system);
        made.setLock("create");
        guest = Optional.of(made);
    }

    void write(Map<String, String> settings) {
        Guest made = guest.orElseThrow();
        settings.forEach((key, value) -> requireVolume(made, key, value));
        writer.write(made, new ConfigChange(settings, List.of(), List.of(), false));
        if (kind.isVirtualMachine()) {
            made.config()
                    .put("meta", "creation-qemu=9.2.0,ctime=" + dataCenter().now());
            made.config().put("smbios1", "uuid=" + UUID.randomUUID());
            made.config().put("vmgenid", UUID.randomUUID().toString());
        }
    }

    private void requireVolume(Guest made, String key, String value) {
        Drive drive = Drive.isKey(key) ? Drive.of(key, value) : null;
        if (drive != null
                && drive.isVolume()
                && !drive.asksForDisk()
                && !drive.asksForCloudInit()
                && dataCenter().volumes().find(made.node(), drive.volid()).isEmpty()) {
            throw problem("volume '" + drive.volid() + "' does not exist");
        }
    }

    ApiException problem(String text) {
        return ApiException.failure("unable to create " + kind.word() + " " + call.vmid() + " - " + text);
    }

    /** Makes volumes like those that a backup was made of. */
    Map<String, String> restoredVolumes(Map<String, String> saved, TaskLog log) {
        Map<String, String> restored = new TreeMap<>();
        saved.forEach((key, value) -> {
            Drive drive = Drive.isKey(key) ? Drive.of(key, value) : null;
            if (drive == null || !drive.isVolume() || (drive.isCdrom() && !drive.isCloudInit())) {
                restored.put(key, value);
            } else if (!drive.isUnused()) {
                restored.put(key, drive.textWith(newVolume(drive, log).volid()));
            }
        });
        restored.keySet().removeAll(List.of("lock", "parent"));
        return restored;
    }

    private Volume newVolume(Drive drive, TaskLog log) {
        Storage storage = dataCenter().volumes().storage(call.find("storage").orElse(drive.storage()));
        Volume volume = dataCenter()
                .volumes()
                .allocate(
                        storage,
                        call.node(),
                        call.vmid(),
                        drive.isCloudInit() ? "cloudinit" : "disk",
                        storage.formatFor(kind),
                        Sizes.parse(drive.text().get("size").orElse("4M")),
                        dataCenter().now());
        log.add("new volume ID is '" + volume.volid() + "'");
        return volume;
    }

    void finish() {
        Guest made = guest.orElseThrow();
        made.removeLock();
        call.find("pool")
                .flatMap(dataCenter()::pool)
                .ifPresent(pool -> pool.guests().add(made.vmid()));
        if (call.flag("start")) {
            // Started by a task of its own, about which the caller is not told.
            services.runner()
                    .start(
                            call.node(),
                            call.caller(),
                            TaskPlan.of(kind.taskType("start"), made.vmid())
                                    .lock(kind.lockFile(made.vmid()), services.seconds(10))
                                    .work()
                                    .step(log -> made.start(dataCenter().newPid())));
        }
    }

    Guest guest() {
        return guest.orElseThrow();
    }

    /** Takes everything back when it fails. */
    void undo() {
        guest.ifPresent(made -> {
            removeVolumes(made);
            dataCenter().removeGuest(made.vmid());
        });
    }

    /** What a failed restore of a virtual machine leaves. */
    void leaveWithoutConfiguration() {
        guest.ifPresent(made -> {
            removeVolumes(made);
            made.config().clear();
            made.removeLock();
        });
    }

    private void removeVolumes(Guest made) {
        dataCenter()
                .volumes()
                .list(volume -> volume.vmid().equals(Optional.of(made.vmid()))
                        && !volume.content().equals("backup"))
                .forEach(volume -> dataCenter().volumes().remove(made.node(), volume.volid()));
    }
}
