package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Locale;

/** How people name a guest. */
public sealed interface GuestReference {
    /** By its number. */
    record ByVmId(VmId vmid) implements GuestReference {
        @Override
        public String toString() {
            return vmid.toString();
        }
    }

    /** By its name, compared exactly; must be unique in the cluster. */
    record ByName(String name) implements GuestReference {
        @Override
        public String toString() {
            return name;
        }
    }

    /** The newest one that bears a tag. */
    record NewestWithTag(String tag) implements GuestReference {
        /**
         * @throws ProxmoxException with {@link Problem.Parameter} if the text is no tag
         */
        public NewestWithTag {
            tag = new Tag(tag).text().toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return PREFIX + tag;
        }
    }

    /** What stands before a tag. */
    String PREFIX = "tag:";

    /**
     * Reads a VMID ({@code 101}), a name ({@code web}) or a tag ({@code tag:debian}). Digits are a VMID always.
     *
     * @param parameter what the value is called where it was given, for the message
     * @throws ProxmoxException with {@link Problem.Parameter} if the text is none of them
     */
    static GuestReference parse(String parameter, String text) {
        String trimmed = text == null ? "" : text.trim();
        if (trimmed.isEmpty()) {
            throw ProxmoxException.invalid(
                    parameter, "No " + parameter + " is given; expected is a VMID, a name or tag:NAME");
        }
        boolean tag = trimmed.startsWith(PREFIX);
        boolean number = trimmed.chars().allMatch(Character::isDigit);
        try {
            if (tag) {
                return new NewestWithTag(trimmed.substring(PREFIX.length()));
            }
            if (number) {
                return new ByVmId(VmId.parse(trimmed));
            }
            return new ByName(new GuestName(trimmed).text());
        } catch (ProxmoxException e) {
            if (tag || number) {
                throw ProxmoxException.invalid(parameter, e.getMessage());
            }
            throw ProxmoxException.invalid(
                    parameter,
                    "'" + trimmed + "' is neither a VMID nor a guest's name; expected is a number from 100 on, a DNS"
                            + " name, or tag:NAME for the newest one with a tag");
        }
    }
}
