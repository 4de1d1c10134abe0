package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;

/** How a disk grows; disks never shrink. */
public sealed interface SizeChange {
    /**
     * So much is added.
     *
     * @param size more than 0
     */
    record By(DataSize size) implements SizeChange {
        /**
         * @throws ProxmoxException with {@link Problem.Parameter} if the size is 0
         */
        public By {
            refuseNothing("+" + size, size);
        }

        @Override
        public String text() {
            return "+" + size;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /**
     * It gets this size.
     *
     * @param size more than 0
     */
    record To(DataSize size) implements SizeChange {
        /**
         * @throws ProxmoxException with {@link Problem.Parameter} if the size is 0
         */
        public To {
            refuseNothing(size.toString(), size);
        }

        @Override
        public String text() {
            return size.toString();
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** How the call to resize a disk takes it: {@code +1G}, {@code 10G}. */
    String text();

    /**
     * Reads {@code +1G} or {@code 10G}.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the text is neither, or nothing would grow
     */
    static SizeChange parse(String text) {
        String trimmed = text.trim();
        // A bare number would be bytes, which nobody means: where a new disk is asked for, it is GiB.
        if (!trimmed.matches("\\+?[0-9.]+[KMGT](?:iB)?")) {
            throw refuse(trimmed);
        }
        boolean added = trimmed.startsWith("+");
        DataSize size = DataSize.find(added ? trimmed.substring(1) : trimmed).orElseThrow(() -> refuse(trimmed));
        return added ? new By(size) : new To(size);
    }

    private static void refuseNothing(String text, DataSize size) {
        if (size.bytes() == 0) {
            throw refuse(text);
        }
    }

    private static ProxmoxException refuse(String text) {
        return ProxmoxException.invalid(
                "size",
                "'" + text
                        + "' is no size for a disk; expected is a number with K, M, G or T, as in 10G for the new size"
                        + " or +1G for what is added; disks only grow");
    }
}
