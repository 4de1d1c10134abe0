package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.CreateGuest;
import io.jenkins.plugins.proxmox.core.operation.CreateRequest;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.Values;
import java.util.Objects;
import java.util.Set;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxCreate}: makes a VM from nothing or a container from a template and gives its guest map. */
public final class CreateStep extends MakingStep {
    private static final long serialVersionUID = 1L;

    private String type;
    private String description;
    private String tags;
    private Integer cores;
    private Integer memory;
    private String disk;
    private String bridge;
    private String ipConfig;
    private String ostype;
    private String iso;
    private String ostemplate;
    private boolean unprivileged = true;

    /** As Jenkins encrypts it: the step is written down with the build. */
    private String password;

    private String sshKeys;
    private String nameserver;
    private String config;

    @DataBoundConstructor
    public CreateStep() {
        // What is required depends on whether it is to be a VM or a container.
    }

    @Override
    Operation<GuestFacts> operation() {
        return new CreateGuest(new CreateRequest()
                .type(type)
                .node(getNode())
                .name(getName())
                .vmid(getVmid())
                .pool(getPool())
                .description(description)
                .tags(Values.split(tags))
                .cores(cores)
                .memory(memory)
                .storage(getStorage())
                .disk(disk)
                .bridge(bridge)
                .ipConfig(ipConfig)
                .osType(ostype)
                .iso(iso)
                .osTemplate(ostemplate)
                .unprivileged(unprivileged ? null : Boolean.FALSE)
                .password(password == null ? null : Secret.toString(Secret.fromString(password)))
                .sshKeys(sshKeys)
                .nameServer(nameserver)
                .config(Values.options(config))
                .start(isStart())
                .waitFor(getWaitFor()));
    }

    public String getType() {
        return type;
    }

    @DataBoundSetter
    public void setType(String type) {
        this.type = Util.fixEmptyAndTrim(type);
    }

    public String getDescription() {
        return description;
    }

    @DataBoundSetter
    public void setDescription(String description) {
        this.description = Util.fixEmptyAndTrim(description);
    }

    public Object getTags() {
        return tags;
    }

    @DataBoundSetter
    public void setTags(Object tags) {
        this.tags = Util.fixEmpty(Values.words(tags));
    }

    public Integer getCores() {
        return cores;
    }

    @DataBoundSetter
    public void setCores(Integer cores) {
        this.cores = cores;
    }

    public Integer getMemory() {
        return memory;
    }

    @DataBoundSetter
    public void setMemory(Integer memory) {
        this.memory = memory;
    }

    public Object getDisk() {
        return disk;
    }

    /** A number are GiB. */
    @DataBoundSetter
    public void setDisk(Object disk) {
        this.disk = disk == null ? null : Util.fixEmptyAndTrim(disk.toString());
    }

    public String getBridge() {
        return bridge;
    }

    @DataBoundSetter
    public void setBridge(String bridge) {
        this.bridge = Util.fixEmptyAndTrim(bridge);
    }

    public String getIpConfig() {
        return ipConfig;
    }

    @DataBoundSetter
    public void setIpConfig(String ipConfig) {
        this.ipConfig = Util.fixEmptyAndTrim(ipConfig);
    }

    public String getOstype() {
        return ostype;
    }

    @DataBoundSetter
    public void setOstype(String ostype) {
        this.ostype = Util.fixEmptyAndTrim(ostype);
    }

    public String getIso() {
        return iso;
    }

    @DataBoundSetter
    public void setIso(String iso) {
        this.iso = Util.fixEmptyAndTrim(iso);
    }

    public String getOstemplate() {
        return ostemplate;
    }

    @DataBoundSetter
    public void setOstemplate(String ostemplate) {
        this.ostemplate = Util.fixEmptyAndTrim(ostemplate);
    }

    public boolean isUnprivileged() {
        return unprivileged;
    }

    @DataBoundSetter
    public void setUnprivileged(boolean unprivileged) {
        this.unprivileged = unprivileged;
    }

    /** A {@link Secret}, so that forms have it encrypted. */
    public Object getPassword() {
        return password == null ? null : Secret.fromString(password);
    }

    /** A form gives it encrypted, a pipeline as the text that its credentials gave. */
    @DataBoundSetter
    public void setPassword(Object password) {
        Secret secret = password instanceof Secret it ? it : Secret.fromString(Objects.toString(password, ""));
        this.password = Secret.toString(secret).isEmpty() ? null : secret.getEncryptedValue();
    }

    public String getSshKeys() {
        return sshKeys;
    }

    @DataBoundSetter
    public void setSshKeys(String sshKeys) {
        this.sshKeys = Util.fixEmptyAndTrim(sshKeys);
    }

    public String getNameserver() {
        return nameserver;
    }

    @DataBoundSetter
    public void setNameserver(String nameserver) {
        this.nameserver = Util.fixEmptyAndTrim(nameserver);
    }

    public Object getConfig() {
        return config;
    }

    @DataBoundSetter
    public void setConfig(Object config) {
        this.config = Util.fixEmpty(Values.lines(config));
    }

    @Extension
    @Symbol("proxmoxCreate")
    public static final class DescriptorImpl extends MakingStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxCreate";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: create a guest";
        }

        @Override
        Set<String> storageContent() {
            return Set.of("images", "rootdir");
        }

        @POST
        public ListBoxModel doFillTypeItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option("(container if made from a template, else VM)", ""),
                    new ListBoxModel.Option("VM", "vm"),
                    new ListBoxModel.Option("Container", "container"));
        }

        @POST
        public FormValidation doCheckDisk(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, v -> new CreateRequest().disk(v));
        }

        @POST
        public FormValidation doCheckBridge(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, v -> new CreateRequest().bridge(v));
        }

        @POST
        public ComboBoxModel doFillOstemplateItems(@AncestorInPath Item item, @QueryParameter String connection) {
            return choices(item, connection, all -> all.volumes("vztmpl"));
        }

        @POST
        public ComboBoxModel doFillIsoItems(@AncestorInPath Item item, @QueryParameter String connection) {
            return choices(item, connection, all -> all.volumes("iso"));
        }

        @POST
        public FormValidation doCheckIso(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, v -> new CreateRequest().iso(v));
        }

        @POST
        public FormValidation doCheckOstemplate(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, v -> new CreateRequest().osTemplate(v));
        }
    }
}
