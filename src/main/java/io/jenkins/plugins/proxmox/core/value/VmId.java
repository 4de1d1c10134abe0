package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Optional;

/**
 * The number of a guest, unique in its cluster for VMs and containers together.
 *
 * @param number 100 to 999999999
 */
public record VmId(int number) implements Comparable<VmId> {
    private static final int LOWEST = 100;
    private static final int HIGHEST = 999_999_999;

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if the number is out of range
     */
    public VmId {
        if (number < LOWEST || number > HIGHEST) {
            throw refuse(String.valueOf(number));
        }
    }

    /**
     * Reads a VMID.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the text is no number or out of range
     */
    public static VmId parse(String text) {
        try {
            return new VmId(Integer.parseInt(text.trim()));
        } catch (NumberFormatException e) {
            throw refuse(text);
        }
    }

    /** Reads a VMID that a server tells; absent if it is none. */
    public static Optional<VmId> find(String text) {
        try {
            return Optional.of(parse(text));
        } catch (ProxmoxException e) {
            return Optional.empty();
        }
    }

    private static ProxmoxException refuse(String text) {
        return ProxmoxException.invalid(
                "vmid", "'" + text + "' is no VMID; expected is a number from " + LOWEST + " to " + HIGHEST);
    }

    @Override
    public int compareTo(VmId other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return String.valueOf(number);
    }
}
