package io.jenkins.plugins.proxmox.core.config;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.PropertyString;
import io.jenkins.plugins.proxmox.core.value.VolumeId;

/** How a volume is named where one is attached. */
final class NewVolume {
    private static final String CLOUD_INIT = "cloudinit";

    private NewVolume() {}

    /** {@code local-lvm:32}, whose number is in GiB. */
    static PropertyString allocated(String storage, DataSize size) {
        if (size.bytes() == 0) {
            throw ProxmoxException.invalid("size", "'" + size + "' is no size of a volume; expected is more than 0");
        }
        return bare(Names.storage(storage) + ":" + size.gibText());
    }

    static PropertyString cloudInit(String storage) {
        return bare(Names.storage(storage) + ":" + CLOUD_INIT);
    }

    /** A volume that exists already. */
    static PropertyString existing(VolumeId volume) {
        // Each time they are sent, names like these make another volume.
        if (volume.name().matches("\\d+(?:\\.\\d+)?|" + CLOUD_INIT)) {
            throw ProxmoxException.invalid(
                    "volume", "'" + volume + "' is no volume that exists but asks for a new one; expected is its name");
        }
        return bare(volume.toString());
    }

    static PropertyString bare(String text) {
        return PropertyString.parse("").withBare(text);
    }
}
