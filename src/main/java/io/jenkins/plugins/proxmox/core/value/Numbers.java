package io.jenkins.plugins.proxmox.core.value;

import java.util.OptionalInt;

/** Reads the numbers in the names of options. */
final class Numbers {
    private Numbers() {}

    /** The number from 0 to the last that follows the prefix, written as Proxmox does: {@code scsi01} is nothing. */
    static OptionalInt after(String prefix, int last, String key) {
        if (!key.startsWith(prefix) || !key.substring(prefix.length()).matches("0|[1-9][0-9]{0,2}")) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(key.substring(prefix.length()));
        return number <= last ? OptionalInt.of(number) : OptionalInt.empty();
    }
}
