package io.jenkins.plugins.proxmox.core.library;

import io.jenkins.plugins.proxmox.embedded.state.Storage;
import java.util.List;
import java.util.TreeSet;

/** Storages that only some examples need. */
final class LibraryStorages {
    private LibraryStorages() {}

    static Storage secondThin() {
        return new Storage("fast", "lvmthin", new TreeSet<>(List.of("images", "rootdir")), false, 1L << 40);
    }
}
