package io.jenkins.plugins.proxmox.connection;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What pipelines may do with which guests of a connection, as an administrator configures it. */
public final class SafetyPolicy implements Describable<SafetyPolicy> {
    private String anyGuest = Right.labels(Policy.USUAL.anyGuest());
    private String ownGuests = Right.labels(Policy.USUAL.ownGuests());
    private List<PolicyRule> rules = new ArrayList<>();

    @DataBoundConstructor
    public SafetyPolicy() {
        // All that can be said has a setter.
    }

    /** What is allowed with every guest. */
    public String getAnyGuest() {
        return orNone(anyGuest);
    }

    @DataBoundSetter
    public void setAnyGuest(String anyGuest) {
        this.anyGuest = orNone(anyGuest);
    }

    /** What is allowed with guests that this controller has made. */
    public String getOwnGuests() {
        return orNone(ownGuests);
    }

    @DataBoundSetter
    public void setOwnGuests(String ownGuests) {
        this.ownGuests = orNone(ownGuests);
    }

    private static String orNone(String text) {
        return Util.fixNull(Util.fixEmptyAndTrim(text), PolicyText.NONE);
    }

    public List<PolicyRule> getRules() {
        // A file that somebody has edited by hand may leave them out.
        return rules == null ? List.of() : List.copyOf(rules);
    }

    @DataBoundSetter
    public void setRules(List<PolicyRule> rules) {
        this.rules = rules == null ? new ArrayList<>() : new ArrayList<>(rules);
    }

    /**
     * @throws ProxmoxException if something in it can't be right
     */
    Policy policy() {
        List<Rule> all = getRules().stream().map(SafetyPolicy::named).toList();
        return new Policy(PolicyText.rights(anyGuest), PolicyText.rights(ownGuests), all);
    }

    private static Rule named(PolicyRule rule) {
        try {
            return rule.rule();
        } catch (ProxmoxException e) {
            throw rule.getName().isEmpty() ? e : e.during("rule '" + rule.getName() + "'");
        }
    }

    @Extension
    @Symbol("safetyPolicy")
    public static final class DescriptorImpl extends Descriptor<SafetyPolicy> {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Safety policy";
        }

        @POST
        public FormValidation doCheckAnyGuest(@QueryParameter String value) {
            return PolicyText.check(() -> {
                Set<Right> rights = PolicyText.rights(value);
                return rights.contains(Right.READ)
                        ? FormValidation.ok()
                        : FormValidation.warning("Without 'read' only guests that a rule names or that this Jenkins has"
                                + " made can be looked at, and only those can be cloned");
            });
        }

        @POST
        public FormValidation doCheckOwnGuests(@QueryParameter String value) {
            return PolicyText.check(() -> {
                Set<Right> rights = new Policy(Set.of(), PolicyText.rights(value), List.of()).ownGuests();
                return rights.contains(Right.DESTROY)
                        ? FormValidation.ok()
                        : FormValidation.warning("Without 'destroy' pipelines can't remove what they have made");
            });
        }

        /** Only words that every reader of the documentation knows. */
        public AutoCompletionCandidates doAutoCompleteAnyGuest(@QueryParameter String value) {
            return PolicyText.candidates(value, Set.of(Right.values()));
        }

        /** Only words that every reader of the documentation knows. */
        public AutoCompletionCandidates doAutoCompleteOwnGuests(@QueryParameter String value) {
            return PolicyText.candidates(value, Right.overGuests());
        }
    }
}
