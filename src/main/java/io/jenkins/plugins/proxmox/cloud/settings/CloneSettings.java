package io.jenkins.plugins.proxmox.cloud.settings;

import hudson.Util;
import io.jenkins.plugins.proxmox.connection.AdminFields;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.core.value.Names;
import org.kohsuke.stapler.DataBoundSetter;

/** How the guests of a template are cloned, and what they have otherwise than what they are cloned from. */
public abstract class CloneSettings {
    private Boolean full;
    private String snapshot;
    private String storage;
    private String pool;
    private String nodes;
    private String tags;
    private AgentHardware hardware;
    private AgentNetwork network;

    /** Whether clones get disks of their own; null if nobody has said so, for linked ones. */
    public Boolean getFull() {
        return full;
    }

    @DataBoundSetter
    public void setFull(Boolean full) {
        this.full = full;
    }

    public String getSnapshot() {
        return snapshot;
    }

    @DataBoundSetter
    public void setSnapshot(String snapshot) {
        this.snapshot = Util.fixEmptyAndTrim(snapshot);
    }

    public String getStorage() {
        return storage;
    }

    @DataBoundSetter
    public void setStorage(String storage) {
        this.storage = Util.fixEmptyAndTrim(storage);
    }

    public String getPool() {
        return pool;
    }

    @DataBoundSetter
    public void setPool(String pool) {
        this.pool = Util.fixEmptyAndTrim(pool);
    }

    /** The nodes that may be used, separated by commas or blanks; null for all. */
    public String getNodes() {
        return nodes;
    }

    @DataBoundSetter
    public void setNodes(String nodes) {
        this.nodes = Util.fixEmptyAndTrim(nodes);
    }

    public String getTags() {
        return tags;
    }

    @DataBoundSetter
    public void setTags(String tags) {
        this.tags = Util.fixEmptyAndTrim(tags);
    }

    public AgentHardware getHardware() {
        return hardware;
    }

    @DataBoundSetter
    public void setHardware(AgentHardware hardware) {
        this.hardware = hardware;
    }

    public AgentNetwork getNetwork() {
        return network;
    }

    @DataBoundSetter
    public void setNetwork(AgentNetwork network) {
        this.network = network;
    }

    /**
     * @throws ProxmoxException if something in it can't be right
     */
    final void checkClones() {
        AdminFields.words(nodes).forEach(Names::node);
        checkCopied("storage", storage, full);
        checkCopied("snapshot", snapshot, full);
        if (storage != null) {
            Names.storage(storage);
        }
        if (pool != null) {
            Names.pool(pool);
        }
        new CloneRequest("100").snapshot(snapshot).tags(AdminFields.words(tags).toList());
        if (hardware != null) {
            hardware.check();
        }
        if (network != null) {
            network.check();
        }
    }

    /**
     * @throws ProxmoxException if there is a value for a field that only full clones have
     */
    static void checkCopied(String field, String value, Boolean full) {
        if (value != null && !Boolean.TRUE.equals(full)) {
            throw ProxmoxException.invalid(
                    field, field + ": '" + value + "' needs full clones; choose these, or leave it out");
        }
    }
}
