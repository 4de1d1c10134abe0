package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.value.NamePattern;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.regex.Pattern;

/** Which template is meant, as people say it. */
public sealed interface TemplateSource {
    /** The one with this number. */
    record ByVmId(VmId vmid) implements TemplateSource {
        @Override
        public boolean matches(GuestEntry guest) {
            return guest.vmid().equals(vmid);
        }

        @Override
        public boolean takesNewest() {
            return false;
        }

        @Override
        public String toString() {
            return vmid.toString();
        }
    }

    /** The one with this name; each node can have one of its own. */
    record ByName(String name) implements TemplateSource {
        @Override
        public boolean matches(GuestEntry guest) {
            return guest.name().filter(name::equals).isPresent();
        }

        @Override
        public boolean takesNewest() {
            return false;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The newest one with a name as in {@code debian-*}. */
    record ByPattern(NamePattern pattern) implements TemplateSource {
        @Override
        public boolean matches(GuestEntry guest) {
            return guest.name().filter(pattern::matches).isPresent();
        }

        @Override
        public boolean takesNewest() {
            return true;
        }

        @Override
        public String toString() {
            return pattern.text();
        }
    }

    /** The newest one with a tag; case does not matter. */
    record ByTag(String tag) implements TemplateSource {
        @Override
        public boolean matches(GuestEntry guest) {
            return guest.tags().stream().anyMatch(tag::equalsIgnoreCase);
        }

        @Override
        public boolean takesNewest() {
            return true;
        }

        @Override
        public String toString() {
            return GuestReference.PREFIX + tag;
        }
    }

    /** Letters, digits, hyphens and dots, as in names, and stars. */
    Pattern PATTERN = Pattern.compile("[A-Za-z0-9*.-]+");

    /** Whether a guest could be meant by what a list tells of it, template or not. */
    boolean matches(GuestEntry guest);

    /** Whether the newest one is meant where there are several. */
    boolean takesNewest();

    /**
     * Reads a VMID ({@code 9000}), a name ({@code debian-12}), a pattern of names ({@code debian-*}) or a tag
     * ({@code tag:debian}).
     *
     * @param parameter what the value is called where it was given, for the message
     * @throws ProxmoxException with {@link Problem.Parameter} if the text is none of them
     */
    static TemplateSource parse(String parameter, String text) {
        String trimmed = text == null ? "" : text.trim();
        if (trimmed.contains("*") && !trimmed.startsWith(GuestReference.PREFIX)) {
            if (!PATTERN.matcher(trimmed).matches()) {
                throw ProxmoxException.invalid(
                        parameter,
                        "'" + trimmed
                                + "' is no pattern of names; expected are letters, digits, hyphens and dots, and *"
                                + " for any of them, as in debian-*");
            }
            return new ByPattern(new NamePattern(trimmed));
        }
        GuestReference reference = GuestReference.parse(parameter, trimmed);
        if (reference instanceof GuestReference.ByVmId byVmId) {
            return new ByVmId(byVmId.vmid());
        }
        return reference instanceof GuestReference.NewestWithTag newest
                ? new ByTag(newest.tag())
                : new ByName(((GuestReference.ByName) reference).name());
    }
}
