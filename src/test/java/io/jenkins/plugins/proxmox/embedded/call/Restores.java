package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.access.Permissions;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.SavedGuest;
import io.jenkins.plugins.proxmox.embedded.state.Sizes;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import java.util.List;
import java.util.stream.IntStream;

/** What the restores of both kinds of guests have in common. */
final class Restores {
    private static final int PROGRESS_STEP = 10;

    private final Services services;
    private final GuestKind kind;

    Restores(Services services, GuestKind kind) {
        this.services = services;
        this.kind = kind;
    }

    private DataCenter dataCenter() {
        return services.dataCenter();
    }

    /** What is in an archive, if it is there, may be read and is of this kind of guests. */
    SavedGuest saved(Call call, String archive) {
        int colon = archive.indexOf(':');
        if (colon < 0) {
            throw ApiException.failure("Only root can pass arbitrary filesystem paths.");
        }
        Storage storage = dataCenter().volumes().storage(archive.substring(0, colon));
        Volume volume = dataCenter()
                .volumes()
                .find(call.node(), archive)
                .orElseThrow(() -> ApiException.failure("volume '" + archive + "' does not exist"));
        requireReadable(call.caller(), storage, volume.vmid().orElse(0), call.vmid());
        call.find("storage").ifPresent(target -> {
            dataCenter().volumes().storage(target);
            services.permissions().require(call.caller(), "/storage/" + target, "Datastore.AllocateSpace");
        });
        return dataCenter()
                .saved(archive)
                .filter(saved -> saved.kind() == kind)
                .orElseThrow(() -> ApiException.failure("unable to parse volume filename '" + archive + "'"));
    }

    private void requireReadable(Caller caller, Storage storage, int owner, int target) {
        Permissions permissions = services.permissions();
        String path = "/storage/" + storage.id();
        boolean mayRead = permissions.has(caller, path, "Datastore.Allocate")
                || owner == target
                || (permissions.has(caller, path, "Datastore.AllocateSpace")
                        && permissions.has(caller, "/vms/" + owner, "VM.Backup"));
        if (!mayRead) {
            throw ApiException.denied("");
        }
    }

    String commandLine(Call call, String archive) {
        Storage storage = dataCenter().volumes().storage(archive.substring(0, archive.indexOf(':')));
        if (storage.isBackupServer()) {
            return "restore proxmox backup image: /usr/bin/pbs-restore --repository " + VolumeFacts.REPOSITORY + " "
                    + archive.replaceFirst(".*:backup/", "") + " drive-scsi0.img.fidx --verbose --format raw";
        }
        String path = storage.path() + "/dump/" + archive.replaceFirst(".*/", "");
        String buffer = "/var/tmp/vzdumptmp" + call.vmid();
        String extract = "vma extract -v -r " + buffer + ".fifo ";
        return archive.endsWith(".zst")
                ? "restore vma archive: zstd -q -d -c " + path + " | " + extract + "- " + buffer
                : "restore vma archive: " + extract + path + " " + buffer;
    }

    List<String> progress(SavedGuest saved) {
        long size = saved.config().entrySet().stream()
                .filter(entry -> Drive.isKey(entry.getKey()))
                .map(entry -> Drive.of(entry.getKey(), entry.getValue()))
                .filter(Drive::isDisk)
                .flatMap(disk -> disk.text().get("size").stream())
                .mapToLong(Sizes::parse)
                .sum();
        return IntStream.rangeClosed(1, 100 / PROGRESS_STEP)
                .map(step -> step * PROGRESS_STEP)
                .mapToObj(percent ->
                        "progress " + percent + "% (read " + size * percent / 100 + " bytes, duration 0 sec)")
                .toList();
    }

    /** What was a template becomes one again. */
    void finish(Creation creation, SavedGuest saved) {
        if ("1".equals(saved.config().get("template"))) {
            dataCenter().makeTemplate(creation.guest());
        }
        creation.finish();
    }
}
