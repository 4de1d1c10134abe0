package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * VMIDs that follow one another.
 *
 * @param lowest the first of them
 * @param highest the last of them; may be the first as well
 */
public record VmIdRange(VmId lowest, VmId highest) {
    private static final Pattern SYNTAX = Pattern.compile("(\\d+)\\s*-\\s*(\\d+)");

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if the last is lower than the first
     */
    public VmIdRange {
        if (highest.compareTo(lowest) < 0) {
            throw ProxmoxException.invalid(
                    "vmidRange",
                    "'" + lowest + "-" + highest + "' is no range of VMIDs; expected is the lower one first, as in "
                            + highest + "-" + lowest);
        }
    }

    /**
     * Reads {@code 9000-9999}.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the text is no range, or one of what are no VMIDs
     */
    public static VmIdRange parse(String text) {
        String trimmed = text.trim();
        Matcher range = SYNTAX.matcher(trimmed);
        if (!range.matches()) {
            throw ProxmoxException.invalid(
                    "vmidRange", "'" + trimmed + "' is no range of VMIDs; expected are two of them, as in 9000-9999");
        }
        return new VmIdRange(vmid(trimmed, range.group(1)), vmid(trimmed, range.group(2)));
    }

    private static VmId vmid(String range, String text) {
        try {
            return VmId.parse(text);
        } catch (ProxmoxException e) {
            throw ProxmoxException.invalid("vmidRange", "'" + range + "' is no range of VMIDs: " + e.getMessage());
        }
    }

    /** Whether the VMID is one of these. */
    public boolean contains(VmId vmid) {
        return vmid.compareTo(lowest) >= 0 && vmid.compareTo(highest) <= 0;
    }

    /** How many VMIDs these are, 1 at least. */
    public int size() {
        return highest.number() - lowest.number() + 1;
    }

    @Override
    public String toString() {
        return lowest + "-" + highest;
    }
}
