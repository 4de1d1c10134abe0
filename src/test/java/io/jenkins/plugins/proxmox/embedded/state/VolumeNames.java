package io.jenkins.plugins.proxmox.embedded.state;

import java.util.Optional;

/** How the volumes of guests are called on each type of storage. */
final class VolumeNames {
    private VolumeNames() {}

    /**
     * @param name without what the storage adds to it, such as {@code vm-100-disk-0}
     * @param parent the base volume that a linked clone hangs on
     */
    static String of(Storage storage, int vmid, String name, String format, Optional<String> parent) {
        String base = parent.filter(volid -> storage.namesBases())
                .map(volid -> volid.substring(volid.indexOf(':') + 1) + "/")
                .orElse("");
        String own = format.equals("subvol") ? name.replaceFirst("^vm-", "subvol-") : name;
        if (storage.isFiles()) {
            return base + vmid + "/" + own + "." + format;
        }
        // Where formats can be chosen at all on block storages, those besides raw show in the name.
        return base + own + (storage.volumeChains() && format.equals("qcow2") ? ".qcow2" : "");
    }

    /** The name of a volume as a base for others. */
    static String ofBase(String volid) {
        return volid.replaceFirst("vm-(\\d+-disk-)", "base-$1").replaceFirst("subvol-(\\d+-disk-)", "basevol-$1");
    }
}
