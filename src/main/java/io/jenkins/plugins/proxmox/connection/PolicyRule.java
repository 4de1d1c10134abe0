package io.jenkins.plugins.proxmox.connection;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import io.jenkins.plugins.proxmox.core.policy.Rule;
import io.jenkins.plugins.proxmox.core.value.NamePattern;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmIdRange;
import java.util.Arrays;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

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
        return name;
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
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException if something in it can't be right
     */
    Rule rule() {
        return new Rule(
                name,
                SafetyPolicy.rights(operations),
                words(folders),
                words(pools),
                words(vmids).stream().map(PolicyRule::range).toList(),
                words(tags).stream().map(Tag::new).toList(),
                words(names).stream().map(NamePattern::new).toList());
    }

    /** A single VMID is a range, too. */
    private static VmIdRange range(String text) {
        return VmIdRange.parse(text.matches("\\d+") ? text + "-" + text : text);
    }

    private static List<String> words(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(","))
                        .map(String::trim)
                        .filter(word -> !word.isEmpty())
                        .toList();
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<PolicyRule> {}
}
