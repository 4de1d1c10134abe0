package io.jenkins.plugins.proxmox.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.jenkins.plugins.proxmox.core.operation.Memo;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A guest that an operation was about.
 *
 * @param type {@code qemu} or {@code lxc}
 * @param vmid its number
 * @param name as people know it; {@code VM 101} if it has none
 * @param node where it was at that time
 * @param link where it is found in the web interface of Proxmox VE; null if that is nowhere to send a browser to
 */
@ExportedBean(defaultVisibility = 999)
@JsonIgnoreProperties(ignoreUnknown = true)
public record GuestRecord(
        @Exported String type,
        @Exported int vmid,
        @Exported String name,
        @Exported String node,
        @Exported String link) {
    /** Keeps no link that a browser could take for anything else. */
    public GuestRecord {
        link = WebInterface.isLink(link) ? link : null;
    }

    /** A guest of the connection with this URL. */
    public static GuestRecord of(Memo.Subject guest, String url) {
        String type = guest.type().path();
        int vmid = guest.vmid().number();
        return new GuestRecord(
                type,
                vmid,
                RecordText.of(guest.name()),
                RecordText.of(guest.node()),
                WebInterface.guest(url, type, vmid));
    }

    /** {@code web (101)}. */
    @Override
    public String toString() {
        return name + " (" + vmid + ")";
    }
}
