package io.jenkins.plugins.proxmox.core.guestagent;

import java.util.Arrays;

/**
 * A part of a file inside a guest.
 *
 * @param more whether there may be more behind it
 */
public record FilePart(byte[] bytes, boolean more) {
    public FilePart {
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FilePart it && more == it.more && Arrays.equals(bytes, it.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** How much it is; the content itself can be secret. */
    @Override
    public String toString() {
        return bytes.length + " bytes" + (more ? " and perhaps more" : "");
    }
}
