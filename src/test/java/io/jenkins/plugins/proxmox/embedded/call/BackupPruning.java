package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.task.TaskLog;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Removes older backups after a new one is made, as far as the call says so and they are not protected. */
final class BackupPruning {
    private static final Pattern KEEP_LAST = Pattern.compile("(?:.*,)?keep-last=(\\d+).*");

    private BackupPruning() {}

    static void prune(DataCenter dataCenter, Call call, Storage storage, int vmid, TaskLog log) {
        Matcher keep = KEEP_LAST.matcher(call.find("prune-backups").orElse(""));
        if (!call.flag("remove", true) || !keep.matches()) {
            return;
        }
        dataCenter
                .volumes()
                .list(volume -> volume.content().equals("backup")
                        && volume.storage().equals(storage.id())
                        && volume.isOn(call.node())
                        && volume.vmid().equals(Optional.of(vmid))
                        && !volume.isProtected())
                .stream()
                .sorted(Comparator.comparing(Volume::name).reversed())
                .skip(Long.parseLong(keep.group(1)))
                .forEach(volume -> {
                    log.add("INFO: removing backup '" + volume.volid() + "'");
                    dataCenter.volumes().remove(call.node(), volume.volid());
                });
    }
}
