package io.jenkins.plugins.proxmox.connection;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.core.policy.Right;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What pipelines may do with which guests of a connection, as an administrator configures it. */
public final class SafetyPolicy implements Describable<SafetyPolicy> {
    private String anyGuest = text(Policy.USUAL.anyGuest());
    private String ownGuests = text(Policy.USUAL.ownGuests());
    private List<PolicyRule> rules = new ArrayList<>();

    @DataBoundConstructor
    public SafetyPolicy() {
        // All that can be said has a setter.
    }

    /** What is allowed with every guest. */
    public String getAnyGuest() {
        return anyGuest;
    }

    @DataBoundSetter
    public void setAnyGuest(String anyGuest) {
        this.anyGuest = anyGuest == null ? "" : anyGuest.trim();
    }

    /** What is allowed with guests that this controller has made. */
    public String getOwnGuests() {
        return ownGuests;
    }

    @DataBoundSetter
    public void setOwnGuests(String ownGuests) {
        this.ownGuests = ownGuests == null ? "" : ownGuests.trim();
    }

    public List<PolicyRule> getRules() {
        return List.copyOf(rules);
    }

    @DataBoundSetter
    public void setRules(List<PolicyRule> rules) {
        this.rules = rules == null ? new ArrayList<>() : new ArrayList<>(rules);
    }

    Policy policy() {
        return new Policy(
                rights(anyGuest),
                rights(ownGuests),
                rules.stream().map(PolicyRule::rule).toList());
    }

    /** The rights of a text, separated by commas or blanks. */
    static Set<Right> rights(String text) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        Arrays.stream(text.split("[,\\s]+"))
                .filter(word -> !word.isEmpty())
                .map(Right::parse)
                .forEach(rights::add);
        return rights;
    }

    static String text(Set<Right> rights) {
        return rights.stream().sorted().map(Right::label).collect(Collectors.joining(", "));
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<SafetyPolicy> {}
}
