package io.jenkins.plugins.proxmox.connection;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.policy.Rule;
import io.jenkins.plugins.proxmox.core.value.NamePattern;
import io.jenkins.plugins.proxmox.core.value.Tag;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** One rule of a {@link SafetyPolicy}, as an administrator writes it. */
public final class PolicyRule implements Describable<PolicyRule> {
    private final String name;
    private final String operations;
    private String folders;
    private String pools;
    private String vmids;
    private String tags;
    private String names;

    /**
     * @param operations what it allows
     */
    @DataBoundConstructor
    public PolicyRule(String name, String operations) {
        this.name = Util.fixNull(name).trim();
        this.operations = Util.fixNull(operations).trim();
    }

    public String getName() {
        // A file that somebody has edited by hand may leave it out.
        return Util.fixNull(name);
    }

    public String getOperations() {
        return operations;
    }

    public String getFolders() {
        return folders;
    }

    @DataBoundSetter
    public void setFolders(String folders) {
        this.folders = Util.fixEmptyAndTrim(folders);
    }

    public String getPools() {
        return pools;
    }

    @DataBoundSetter
    public void setPools(String pools) {
        this.pools = Util.fixEmptyAndTrim(pools);
    }

    public String getVmids() {
        return vmids;
    }

    @DataBoundSetter
    public void setVmids(String vmids) {
        this.vmids = Util.fixEmptyAndTrim(vmids);
    }

    public String getTags() {
        return tags;
    }

    @DataBoundSetter
    public void setTags(String tags) {
        this.tags = Util.fixEmptyAndTrim(tags);
    }

    public String getNames() {
        return names;
    }

    @DataBoundSetter
    public void setNames(String names) {
        this.names = Util.fixEmptyAndTrim(names);
    }

    /**
     * @throws ProxmoxException if something in it can't be right
     */
    Rule rule() {
        return new Rule(
                getName(),
                PolicyText.rights(operations),
                PolicyText.parts(folders),
                PolicyText.parts(pools),
                PolicyText.ranges(vmids),
                PolicyText.parts(tags).stream().map(Tag::new).toList(),
                PolicyText.parts(names).stream().map(NamePattern::new).toList());
    }

    @Extension
    @Symbol("policyRule")
    public static final class DescriptorImpl extends Descriptor<PolicyRule> {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Rule of a safety policy";
        }

        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            return check(rule(value, "read"));
        }

        /** Whether requests are allowed under conditions is seen only with the conditions. */
        @POST
        public FormValidation doCheckOperations(
                @QueryParameter String value,
                @QueryParameter String pools,
                @QueryParameter String vmids,
                @QueryParameter String tags,
                @QueryParameter String names) {
            PolicyRule rule = rule("this", value);
            boolean limited = Stream.of(pools, vmids, tags, names).anyMatch(text -> Util.fixEmptyAndTrim(text) != null);
            // What the conditions are is checked where they are written.
            rule.setNames(limited ? "*" : null);
            return check(rule);
        }

        @POST
        public FormValidation doCheckFolders(@QueryParameter String value) {
            PolicyRule rule = rule("this", "read");
            rule.setFolders(value);
            return PolicyText.check(() -> {
                List<String> unknown = rule.rule().folders().stream()
                        .filter(folder -> !folder.contains("*") && Jenkins.get().getItemByFullName(folder) == null)
                        .toList();
                return unknown.isEmpty()
                        ? FormValidation.ok()
                        : FormValidation.warning("There is no folder or job " + String.join(", ", unknown));
            });
        }

        @POST
        public FormValidation doCheckPools(@QueryParameter String value) {
            PolicyRule rule = rule("this", "read");
            rule.setPools(value);
            return check(rule);
        }

        @POST
        public FormValidation doCheckVmids(@QueryParameter String value) {
            PolicyRule rule = rule("this", "read");
            rule.setVmids(value);
            return check(rule);
        }

        @POST
        public FormValidation doCheckTags(@QueryParameter String value) {
            PolicyRule rule = rule("this", "read");
            rule.setTags(value);
            return check(rule);
        }

        @POST
        public FormValidation doCheckNames(@QueryParameter String value) {
            PolicyRule rule = rule("this", "read");
            rule.setNames(value);
            return check(rule);
        }

        /** Only words that every reader of the documentation knows. */
        public AutoCompletionCandidates doAutoCompleteOperations(@QueryParameter String value) {
            return PolicyText.candidates(value, Set.of(Right.values()));
        }

        private static PolicyRule rule(String name, String operations) {
            return new PolicyRule(name, operations);
        }

        private static FormValidation check(PolicyRule rule) {
            return PolicyText.check(() -> {
                rule.rule();
                return FormValidation.ok();
            });
        }
    }
}
