package io.jenkins.plugins.proxmox.step;

import hudson.Util;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.CloneGuest;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.Readiness;
import io.jenkins.plugins.proxmox.core.operation.Values;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of all steps that clone a guest. */
public abstract class CloneParameters extends ProxmoxStep<GuestFacts> {
    private static final long serialVersionUID = 1L;

    private final String template;
    private String name;
    private Integer vmid;
    private Boolean full;
    private String node;
    private String storage;
    private String pool;
    private String snapshot;
    private String description;
    private String tags;
    private Integer cores;
    private Integer memory;
    private String ciUser;
    private String sshKeys;
    private String ipConfig;
    private String config;
    private boolean start;
    private String waitFor = Readiness.NONE.label();

    CloneParameters(Object template) {
        this.template = Values.guest(template);
    }

    @Override
    Operation<GuestFacts> operation() {
        return new CloneGuest(new CloneRequest(template)
                .name(name)
                .vmid(vmid)
                .full(full)
                .node(node)
                .storage(storage)
                .pool(pool)
                .snapshot(snapshot)
                .description(description)
                .tags(Values.split(tags))
                .cores(cores)
                .memory(memory)
                .ciUser(ciUser)
                .sshKeys(sshKeys)
                .ipConfig(ipConfig)
                .config(Values.options(config))
                .start(start)
                .waitFor(waitFor));
    }

    @Override
    Object toValue(GuestFacts result) {
        return result.toMap();
    }

    public Object getTemplate() {
        return template;
    }

    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    public Integer getVmid() {
        return vmid;
    }

    @DataBoundSetter
    public void setVmid(Integer vmid) {
        this.vmid = vmid;
    }

    public Boolean getFull() {
        return full;
    }

    @DataBoundSetter
    public void setFull(Boolean full) {
        this.full = full;
    }

    public String getNode() {
        return node;
    }

    @DataBoundSetter
    public void setNode(String node) {
        this.node = Util.fixEmptyAndTrim(node);
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

    public String getSnapshot() {
        return snapshot;
    }

    @DataBoundSetter
    public void setSnapshot(String snapshot) {
        this.snapshot = Util.fixEmptyAndTrim(snapshot);
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

    public String getCiUser() {
        return ciUser;
    }

    @DataBoundSetter
    public void setCiUser(String ciUser) {
        this.ciUser = Util.fixEmptyAndTrim(ciUser);
    }

    public String getSshKeys() {
        return sshKeys;
    }

    @DataBoundSetter
    public void setSshKeys(String sshKeys) {
        this.sshKeys = Util.fixEmptyAndTrim(sshKeys);
    }

    public String getIpConfig() {
        return ipConfig;
    }

    @DataBoundSetter
    public void setIpConfig(String ipConfig) {
        this.ipConfig = Util.fixEmptyAndTrim(ipConfig);
    }

    public Object getConfig() {
        return config;
    }

    @DataBoundSetter
    public void setConfig(Object config) {
        this.config = Util.fixEmpty(Values.lines(config));
    }

    public boolean isStart() {
        return start;
    }

    @DataBoundSetter
    public void setStart(boolean start) {
        this.start = start;
    }

    public String getWaitFor() {
        return waitFor;
    }

    @DataBoundSetter
    public void setWaitFor(String waitFor) {
        this.waitFor = Util.fixNull(Util.fixEmptyAndTrim(waitFor), Readiness.NONE.label());
    }
}
