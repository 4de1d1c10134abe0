package io.jenkins.plugins.proxmox.core.value;

import java.util.Arrays;
import java.util.Optional;

/** The two kinds of guest. */
public enum GuestType {
    /** A QEMU virtual machine. */
    VIRTUAL_MACHINE("qemu", "vm", "VM"),
    /** An LXC container. */
    CONTAINER("lxc", "container", "container");

    private final String path;
    private final String label;
    private final String noun;

    GuestType(String path, String label, String noun) {
        this.path = path;
        this.label = label;
        this.noun = noun;
    }

    /** The type that the API calls so, {@code qemu} or {@code lxc}. */
    public static Optional<GuestType> ofPath(String path) {
        return Arrays.stream(values()).filter(t -> t.path.equals(path)).findFirst();
    }

    /** How the API calls it: {@code qemu} or {@code lxc}. */
    public String path() {
        return path;
    }

    /** How results call it: {@code vm} or {@code container}. */
    public String label() {
        return label;
    }

    /** How sentences call it: VM or container. */
    public String noun() {
        return noun;
    }
}
