package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters of {@code POST /nodes/{node}/storage/{storage}/content}; refuses what no storage would take. */
record NewImage(VmId vmid, String name, DataSize size, Optional<String> format) {
    private static final List<String> FORMATS = List.of("raw", "qcow2", "vmdk", "subvol");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");
    private static final Pattern OWNER = Pattern.compile("(?:vm|base|subvol)-(\\d+)-.*");
    private static final Pattern SUFFIX = Pattern.compile(".*\\.(raw|qcow2|vmdk|subvol)");
    private static final long KIB = 1024;

    NewImage {
        if (!NAME.matcher(name).matches()) {
            throw ProxmoxException.invalid(
                    "name",
                    "'" + name + "' is no name of a disk; expected are letters, digits and . _ + -, as in vm-" + vmid
                            + "-disk-1");
        }
        Matcher owner = OWNER.matcher(name);
        if (owner.matches() && !owner.group(1).equals(vmid.toString())) {
            throw ProxmoxException.invalid(
                    "name", "'" + name + "' would be a disk of another guest; expected is one of " + vmid);
        }
        if (size.bytes() % KIB != 0 || (size.bytes() == 0 && !format.equals(Optional.of("subvol")))) {
            throw ProxmoxException.invalid(
                    "size",
                    "'" + size + "' is no size of a disk; expected are whole KiB, more than 0 unless it is a subvol");
        }
        format.ifPresent(it -> checkFormat(name, it));
    }

    private static void checkFormat(String name, String format) {
        if (!FORMATS.contains(format)) {
            throw ProxmoxException.invalid(
                    "format",
                    "'" + format + "' is no format of a disk; expected is one of " + String.join(", ", FORMATS));
        }
        Matcher suffix = SUFFIX.matcher(name);
        if (suffix.matches() && !suffix.group(1).equals(format)) {
            throw ProxmoxException.invalid(
                    "format",
                    "The format '" + format + "' does not go with the name '" + name + "'; expected is "
                            + suffix.group(1));
        }
    }

    Parameters parameters() {
        // A number without a unit counts KiB here, though nearly everywhere else it counts bytes.
        return Parameters.NONE
                .with("vmid", vmid)
                .with("filename", name)
                .with("size", size.bytes() / KIB)
                .with("format", format);
    }

    /** What the storage calls it. */
    VolumeId named(Reply reply) {
        return reply.text()
                .flatMap(VolumeId::find)
                .orElseThrow(() -> new ProxmoxException(
                        new Problem.OutcomeUnknown(), "Proxmox VE did not tell what it calls the new disk " + name));
    }
}
