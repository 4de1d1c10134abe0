package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.DriveSettings;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.Sizes;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import java.util.Map;
import java.util.Optional;

/** The move of one volume, which until its end is only a copy. */
final class VolumeMoves {
    private final DataCenter dataCenter;
    private final Guest guest;
    private Optional<Volume> made = Optional.empty();
    private String source = "";

    VolumeMoves(DataCenter dataCenter, Guest guest) {
        this.dataCenter = dataCenter;
        this.guest = guest;
    }

    /** Either to another storage or to another guest; the latter is more than the embedded Proxmox VE can do. */
    static void requireOneTarget(Call call) {
        String text = "";
        if (call.has("target-vmid") && call.has("storage")) {
            text = "either set 'storage' or 'target-vmid', but not both";
        } else if (!call.has("target-vmid") && !call.has("storage")) {
            text = "both 'storage' and 'target-vmid' missing, either needs to be set";
        } else if (call.has("target-vmid")) {
            throw ApiException.failure("embedded Proxmox VE: moves to other guests are not supported");
        }
        if (!text.isEmpty()) {
            throw ApiException.parameters(Map.of("storage", text, "target-vmid", text));
        }
    }

    static void requireUnchanged(Call call, Guest guest) {
        if (call.find("digest")
                .filter(digest -> !digest.equals(ConfigText.digest(guest)))
                .isPresent()) {
            throw ApiException.failure("detected modified configuration - file changed by other user? Try again.");
        }
    }

    String source() {
        return source;
    }

    void copy(Drive disk, Storage storage, String format) {
        Volume original = dataCenter
                .volumes()
                .find(guest.node(), disk.volid())
                .orElseThrow(() -> ApiException.failure("volume '" + disk.volid() + "' does not exist"));
        source = disk.volid();
        made = Optional.of(dataCenter
                .volumes()
                .allocate(storage, guest.node(), guest.vmid(), "disk", format, original.size(), dataCenter.now()));
    }

    /** @return under which key the source is kept, or nothing */
    String finish(String key, boolean delete) {
        Volume copy = made.orElseThrow();
        made = Optional.empty();
        String volid = guest.isTemplate() ? dataCenter.volumes().makeBase(guest.node(), copy.volid()) : copy.volid();
        Drive moved = Drive.of(key, Drive.of(key, guest.config().get(key)).textWith(volid));
        guest.config()
                .put(key, moved.text().with("size", Sizes.format(copy.size())).toString());
        if (delete) {
            dataCenter.volumes().remove(guest.node(), source);
            return "";
        }
        return DriveSettings.addUnused(guest, source);
    }

    /** Leaves the guest as it was. */
    void undo() {
        made.ifPresent(copy -> dataCenter.volumes().remove(guest.node(), copy.volid()));
        made = Optional.empty();
    }
}
