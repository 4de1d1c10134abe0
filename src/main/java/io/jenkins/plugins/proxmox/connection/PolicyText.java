package io.jenkins.plugins.proxmox.connection;

import hudson.Util;
import hudson.model.AutoCompletionCandidates;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.value.VmIdRange;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import jenkins.model.Jenkins;

/** Reads what administrators write into a {@link SafetyPolicy}. */
final class PolicyText {
    /**
     * Says that there are no rights. Configuration as code leaves empty text out when it writes a configuration, and what is
     * left out is the usual when that is read again.
     */
    static final String NONE = "none";

    private PolicyText() {}

    /** The rights of a text, separated by commas or blanks. */
    static Set<Right> rights(String text) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        if (NONE.equalsIgnoreCase(Util.fixNull(text).trim())) {
            return rights;
        }
        Arrays.stream(Util.fixNull(text).split("[,\\s]+"))
                .filter(word -> !word.isEmpty())
                .map(Right::parse)
                .forEach(rights::add);
        return rights;
    }

    /** The parts of a text that commas separate. */
    static List<String> parts(String text) {
        return Arrays.stream(Util.fixNull(text).split(","))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** The ranges of a text, separated by commas; a single VMID is a range, too. */
    static List<VmIdRange> ranges(String text) {
        return parts(text).stream()
                .map(part -> VmIdRange.parse(part.matches("\\d+") ? part + "-" + part : part))
                .toList();
    }

    /** What a form shows of a value; only administrators see the form. */
    static FormValidation check(Supplier<FormValidation> validation) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try {
            return validation.get();
        } catch (ProxmoxException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    static AutoCompletionCandidates candidates(String begun, Set<Right> rights) {
        String start = Util.fixNull(begun).trim().toLowerCase(Locale.ROOT);
        AutoCompletionCandidates candidates = new AutoCompletionCandidates();
        rights.stream()
                .sorted()
                .map(Right::label)
                .filter(label -> label.startsWith(start))
                .forEach(candidates::add);
        return candidates;
    }
}
