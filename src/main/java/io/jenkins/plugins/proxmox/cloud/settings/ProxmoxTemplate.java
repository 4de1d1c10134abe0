package io.jenkins.plugins.proxmox.cloud.settings;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.slaves.NodeProperty;
import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import io.jenkins.plugins.proxmox.cloud.connector.InboundConnector;
import io.jenkins.plugins.proxmox.connection.AdminFields;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.placement.TemplateSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** From what a cloud makes agents, what they are like and how long they live. Every agent has a copy of its own. */
public final class ProxmoxTemplate extends CloneSettings implements Describable<ProxmoxTemplate> {
    private static final int USUAL_STARTUP_MINUTES = 10;

    private final String name;
    private final String source;
    private String labels = "";
    private Node.Mode mode = Node.Mode.EXCLUSIVE;
    private int executors = 1;
    private String remoteRoot;
    private AgentConnector connector;
    private AgentLife life;
    private Integer limit;
    private Integer startupMinutes;
    private WarmAgents warm;
    private KeepOnFailure keepOnFailure;
    private Integer shutdownSeconds;
    private boolean replaceOutdated = true;
    private List<NodeProperty<?>> nodeProperties = new ArrayList<>();
    private Boolean adaptable;
    private Integer maxCores;
    private Integer maxMemory;
    private Integer maxDiskSize;

    /** Only those of blocks of pipelines have these. */
    private String build;

    private String breaker;

    /**
     * @param name of the template in its cloud
     * @param source a VMID, a name or a pattern of names, or {@code tag:NAME}; of several the newest is taken
     */
    @DataBoundConstructor
    public ProxmoxTemplate(String name, String source) {
        this.name = Util.fixNull(name).trim();
        this.source = Util.fixNull(source).trim();
    }

    /** Whether builds that want a label can run on its agents; null stands for builds that want none. */
    public boolean serves(Label label) {
        return label == null ? mode == Node.Mode.NORMAL : label.matches(Label.parse(labels));
    }

    public String getName() {
        // A file that somebody has edited by hand may leave it out.
        return Util.fixNull(name);
    }

    public String getSource() {
        return source;
    }

    public String getLabels() {
        return labels;
    }

    @DataBoundSetter
    public void setLabels(String labels) {
        this.labels = Util.fixNull(labels).trim();
    }

    public Node.Mode getMode() {
        return mode;
    }

    @DataBoundSetter
    public void setMode(Node.Mode mode) {
        this.mode = mode == null ? Node.Mode.EXCLUSIVE : mode;
    }

    public int getExecutors() {
        return executors;
    }

    @DataBoundSetter
    public void setExecutors(int executors) {
        this.executors = executors;
    }

    /** Null for the usual one of the connector. */
    public String getRemoteRoot() {
        return remoteRoot;
    }

    @DataBoundSetter
    public void setRemoteRoot(String remoteRoot) {
        this.remoteRoot = Util.fixEmptyAndTrim(remoteRoot);
    }

    public AgentConnector getConnector() {
        return Objects.requireNonNullElseGet(connector, InboundConnector::new);
    }

    @DataBoundSetter
    public void setConnector(AgentConnector connector) {
        this.connector = connector;
    }

    public AgentLife getLife() {
        return Objects.requireNonNullElseGet(life, OneShotLife::new);
    }

    @DataBoundSetter
    public void setLife(AgentLife life) {
        this.life = life;
    }

    /** How many guests of this template at most; null for any number. */
    public Integer getLimit() {
        return limit;
    }

    @DataBoundSetter
    public void setLimit(Integer limit) {
        this.limit = limit;
    }

    /** In how many minutes an agent must be online; null for ten. */
    public Integer getStartupMinutes() {
        return startupMinutes;
    }

    @DataBoundSetter
    public void setStartupMinutes(Integer startupMinutes) {
        this.startupMinutes = startupMinutes;
    }

    /** Null if none are kept ready. */
    public WarmAgents getWarm() {
        return warm;
    }

    @DataBoundSetter
    public void setWarm(WarmAgents warm) {
        this.warm = warm;
    }

    /** Null if what failed is removed at once. */
    public KeepOnFailure getKeepOnFailure() {
        return keepOnFailure;
    }

    @DataBoundSetter
    public void setKeepOnFailure(KeepOnFailure keepOnFailure) {
        this.keepOnFailure = keepOnFailure;
    }

    /** How long a guest may take to shut down before it is destroyed; null if it is switched off at once. */
    public Integer getShutdownSeconds() {
        return shutdownSeconds;
    }

    @DataBoundSetter
    public void setShutdownSeconds(Integer shutdownSeconds) {
        this.shutdownSeconds = shutdownSeconds;
    }

    public Duration shutdownTime() {
        return Duration.ofSeconds(shutdownSeconds == null ? 0 : Math.max(0, shutdownSeconds));
    }

    /** Whether agents that are idle are replaced when there is a newer version of what they were made of. */
    public boolean isReplaceOutdated() {
        return replaceOutdated;
    }

    @DataBoundSetter
    public void setReplaceOutdated(boolean replaceOutdated) {
        this.replaceOutdated = replaceOutdated;
    }

    public String remoteRootOrUsual() {
        return remoteRoot == null ? getConnector().usualRemoteRoot() : remoteRoot;
    }

    public Duration startupTimeout() {
        return AgentTime.minute()
                .multipliedBy(startupMinutes == null || startupMinutes < 1 ? USUAL_STARTUP_MINUTES : startupMinutes);
    }

    public List<NodeProperty<?>> getNodeProperties() {
        return Collections.unmodifiableList(nodeProperties);
    }

    @DataBoundSetter
    public void setNodeProperties(List<NodeProperty<?>> nodeProperties) {
        // A list of the JDK's own immutable kind would be written to the configuration file as such.
        this.nodeProperties = nodeProperties == null ? new ArrayList<>() : new ArrayList<>(nodeProperties);
    }

    /**
     * @throws ProxmoxException if something in it can't be right, whatever the cluster has
     */
    public void check() {
        try {
            if (getName().isEmpty()) {
                throw ProxmoxException.invalid("name", "A template needs a name");
            }
            TemplateSource.parse("source", source);
            AdminFields.atLeast("executors", executors, 1);
            AdminFields.atLeast("limit", limit, 1);
            AdminFields.atLeast("startupMinutes", startupMinutes, 1);
            AdminFields.atLeast("shutdownSeconds", shutdownSeconds, 0);
            AdminFields.atLeast("maxCores", maxCores, 1);
            AdminFields.atLeast("maxMemory", maxMemory, AgentHardware.LEAST_MEMORY);
            AdminFields.atLeast("maxDiskSize", maxDiskSize, 1);
            checkClones();
            getConnector().check(remoteRootOrUsual());
            getLife().check();
            if (warm != null) {
                warm.check();
            }
            if (keepOnFailure != null) {
                keepOnFailure.check();
            }
        } catch (ProxmoxException e) {
            throw e.during("Template '" + getName() + "'");
        }
    }

    /** Whether pipelines may define agents out of it, with other hardware. */
    public boolean isAdaptable() {
        return !Boolean.FALSE.equals(adaptable);
    }

    @DataBoundSetter
    public void setAdaptable(boolean adaptable) {
        this.adaptable = adaptable ? null : Boolean.FALSE;
    }

    /** How many CPU cores pipelines may want; null for any number. */
    public Integer getMaxCores() {
        return maxCores;
    }

    @DataBoundSetter
    public void setMaxCores(Integer maxCores) {
        this.maxCores = maxCores;
    }

    /** How much memory pipelines may want, in MiB; null for as much as they like. */
    public Integer getMaxMemory() {
        return maxMemory;
    }

    @DataBoundSetter
    public void setMaxMemory(Integer maxMemory) {
        this.maxMemory = maxMemory;
    }

    /** How large a disk pipelines may want, in GiB; null for any size. */
    public Integer getMaxDiskSize() {
        return maxDiskSize;
    }

    @DataBoundSetter
    public void setMaxDiskSize(Integer maxDiskSize) {
        this.maxDiskSize = maxDiskSize;
    }

    /** The only build that its agents are for; empty for any. */
    public Optional<String> reservedFor() {
        return Optional.ofNullable(build);
    }

    /** Whether its agents are for another build. */
    public boolean refuses(Queue.Item item) {
        return build != null
                && !(item.task.getOwnerExecutable() instanceof Run<?, ?> run
                        && run.getExternalizableId().equals(build));
    }

    /**
     * Makes it one for a single build.
     *
     * @param failures under what name its failures are counted
     */
    public void reserve(String owner, String failures) {
        build = owner;
        breaker = failures;
    }

    /**
     * Its build is called differently from now on.
     *
     * @return whether it has one that is
     */
    public boolean renameBuild(UnaryOperator<String> name) {
        String before = build;
        build = build == null ? null : name.apply(build);
        return !Objects.equals(before, build);
    }

    /** What nobody else has asked for must not keep others from their agents when it fails. */
    public String breakerName() {
        return breaker == null ? name : breaker;
    }

    @Extension
    @Symbol("proxmoxTemplate")
    public static final class DescriptorImpl extends TemplateFields {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Template";
        }
    }
}
