package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Power;
import io.jenkins.plugins.proxmox.embedded.state.SavedGuest;
import io.jenkins.plugins.proxmox.embedded.state.Sizes;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.task.TaskLog;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** The backup of one guest within a job, which goes on with the next guest if this one fails. */
final class GuestBackup {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final int[] PROGRESS = {0, 31, 64, 100};

    private final Services services;
    private final Call call;
    private final Storage storage;
    private final int vmid;
    private boolean failed;
    private long startTime;
    /** There only while the backup holds the guest's lock. */
    private Optional<ArchiveName> archive = Optional.empty();

    GuestBackup(Services services, Call call, Storage storage, int vmid) {
        this.services = services;
        this.call = call;
        this.storage = storage;
        this.vmid = vmid;
    }

    private DataCenter dataCenter() {
        return services.dataCenter();
    }

    private Guest guest() {
        return dataCenter()
                .guest(vmid)
                .filter(guest -> guest.node().equals(call.node()))
                .orElseThrow(() -> ApiException.failure("unable to find VM '" + vmid + "'"));
    }

    boolean failed() {
        return failed;
    }

    void begin(TaskLog log) {
        startTime = dataCenter().now();
        GuestKind kind = dataCenter().guest(vmid).map(Guest::kind).orElse(GuestKind.VIRTUAL_MACHINE);
        log.add("INFO: Starting Backup of VM " + vmid + " (" + kind.path() + ")");
        log.add("INFO: Backup started at " + TIME.format(Instant.ofEpochSecond(startTime)));
        try {
            begin(guest(), log);
        } catch (ApiException e) {
            fail(e.getMessage(), log);
        }
    }

    private void begin(Guest guest, TaskLog log) {
        boolean machine = guest.kind().isVirtualMachine();
        log.add("INFO: status = " + guest.power().status());
        guest.requireUnlocked();
        guest.setLock("backup");
        ArchiveName name = freeName(guest);
        archive = Optional.of(name);
        log.add("INFO: " + guest.kind().word() + " Name: " + guest.name());
        for (Drive disk : guest.disks()) {
            log.add("INFO: include disk '" + disk.key() + "' '" + disk.volid() + "' "
                    + disk.text().get("size").orElse(""));
        }
        String mode = guest.isRunning() ? call.find("mode").orElse("snapshot") : "stop";
        log.add("INFO: backup mode: " + mode);
        log.add("INFO: ionice priority: 7");
        log.add("INFO: " + name.announcement());
        if (machine && !guest.isRunning()) {
            // QEMU itself makes the backup, so a stopped machine is started without running.
            log.add("INFO: starting kvm to execute backup task");
            guest.setPower(Power.PRELAUNCH);
        }
        if (machine) {
            log.add("INFO: started backup task '" + UUID.randomUUID() + "'");
        }
    }

    /** Real backups never take less than a second, those here do. */
    private ArchiveName freeName(Guest guest) {
        String compression = call.find("compress").orElse("0");
        long time = startTime;
        ArchiveName name = ArchiveName.of(guest, storage, compression, time);
        while (dataCenter().volumes().find(call.node(), name.volid()).isPresent()) {
            name = ArchiveName.of(guest, storage, compression, ++time);
        }
        return name;
    }

    List<String> progress() {
        long size = size();
        return IntStream.of(size == 0 ? new int[0] : PROGRESS)
                .mapToObj(percent -> "INFO: %3d%% (%s of %s) in %ds"
                        .formatted(percent, Sizes.readable(size * percent / 100.0), Sizes.readable(size), percent / 10))
                .toList();
    }

    private long size() {
        return dataCenter()
                .guest(vmid)
                .map(guest -> CloneChecks.totalSize(dataCenter(), guest.node(), guest.disks()))
                .orElse(0L);
    }

    void finish(TaskLog log) {
        if (failed) {
            return;
        }
        try {
            finish(guest(), log);
        } catch (ApiException e) {
            fail(e.getMessage(), log);
        }
    }

    private void finish(Guest guest, TaskLog log) {
        ArchiveName name = archive.orElseThrow();
        undo();
        long bytes = Math.max(1, size() / 10);
        dataCenter().save(name.volid(), SavedGuest.of(guest));
        dataCenter()
                .volumes()
                .add(new Volume(
                        name.volid(),
                        storage.shared() ? Optional.empty() : Optional.of(call.node()),
                        "backup",
                        name.format(),
                        bytes,
                        Optional.of(vmid),
                        startTime,
                        notes(guest),
                        call.flag("protected"),
                        Optional.empty()));
        if (!storage.isBackupServer()) {
            log.add("INFO: archive file size: " + Math.max(1, bytes >> 20) + "MB");
        }
        BackupPruning.prune(dataCenter(), call, storage, vmid, log);
        long end = dataCenter().now();
        log.add("INFO: Finished Backup of VM %d (00:00:%02d)".formatted(vmid, end - startTime));
        log.add("INFO: Backup finished at " + TIME.format(Instant.ofEpochSecond(end)));
    }

    private String notes(Guest guest) {
        return call.find("notes-template")
                .map(template -> template.replace("{{cluster}}", "embedded")
                        .replace("{{guestname}}", guest.name())
                        .replace("{{node}}", guest.node())
                        .replace("{{vmid}}", "" + vmid)
                        .replace("\\n", "\n")
                        .replace("\\\\", "\\"))
                .orElse("");
    }

    private void fail(String text, TaskLog log) {
        failed = true;
        log.jobError("ERROR: Backup of VM " + vmid + " failed - " + text);
        log.add("INFO: Failed at "
                + TIME.format(Instant.ofEpochSecond(dataCenter().now())));
    }

    /** Takes back what the backup did to the guest. */
    void undo() {
        if (archive.isPresent()) {
            archive = Optional.empty();
            dataCenter().guest(vmid).ifPresent(guest -> {
                guest.removeLock();
                if (guest.power() == Power.PRELAUNCH) {
                    guest.setPower(Power.STOPPED);
                }
            });
        }
    }
}
