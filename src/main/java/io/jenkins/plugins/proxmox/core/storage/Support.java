package io.jenkins.plugins.proxmox.core.storage;

/** Whether something can be done, as far as that is known beforehand. */
public enum Support {
    /** It can be done. */
    YES,
    /** It can't. */
    NO,
    /** It depends on what is not known here, so Proxmox VE has to be asked or tried. */
    UNKNOWN;

    /** What is true of two cases if it is open which of them it is. */
    Support or(Support other) {
        return this == other ? this : UNKNOWN;
    }
}
