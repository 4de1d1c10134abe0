package io.jenkins.plugins.proxmox.cloud.settings;

import hudson.Util;
import hudson.model.Label;
import hudson.slaves.Cloud;
import io.jenkins.plugins.proxmox.connection.AdminFields;
import io.jenkins.plugins.proxmox.connection.ConnectionRegistry;
import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.connection.ProxmoxConnection;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.placement.Strategy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundSetter;

/** How a cloud is configured: all that its agents, and those who make them, need to know of it. */
public abstract class CloudSettings extends Cloud {
    private String id;
    private String connection;
    private Integer limit;
    private Integer nodeLimit;
    private Strategy strategy = Strategy.SPREAD;
    private List<ProxmoxTemplate> templates = new ArrayList<>();

    public CloudSettings(String name) {
        super(name);
        id = name;
    }

    /** The cloud with an id, if it is (still) configured. */
    public static Optional<CloudSettings> find(String id) {
        return all(Jenkins.get()).filter(cloud -> cloud.getId().equals(id)).findFirst();
    }

    /** All that are configured. */
    public static Stream<CloudSettings> all(Jenkins jenkins) {
        return jenkins.clouds.getAll(CloudSettings.class).stream();
    }

    /** What agents know their cloud by; stays the same when it is renamed in the form. */
    public String getId() {
        // A file that somebody has edited by hand may leave it out.
        return id == null ? name : id;
    }

    @DataBoundSetter
    public void setId(String id) {
        this.id = Optional.ofNullable(Util.fixEmptyAndTrim(id)).orElse(name);
    }

    /** May be null if there is exactly one connection. */
    public String getConnection() {
        return connection;
    }

    @DataBoundSetter
    public void setConnection(String connection) {
        this.connection = Util.fixEmptyAndTrim(connection);
    }

    /** How many guests at most; null for any number. */
    public Integer getLimit() {
        return limit;
    }

    /**
     * @throws ProxmoxException if nothing could ever be made
     */
    @DataBoundSetter
    public void setLimit(Integer limit) {
        AdminFields.atLeast("limit", limit, 1);
        this.limit = limit;
    }

    /** How many guests of this cloud's connection at most on one node; null for any number. */
    public Integer getNodeLimit() {
        return nodeLimit;
    }

    /**
     * @throws ProxmoxException if nothing could ever be made
     */
    @DataBoundSetter
    public void setNodeLimit(Integer nodeLimit) {
        AdminFields.atLeast("nodeLimit", nodeLimit, 1);
        this.nodeLimit = nodeLimit;
    }

    public Strategy getStrategy() {
        return strategy;
    }

    @DataBoundSetter
    public void setStrategy(Strategy strategy) {
        this.strategy = strategy == null ? Strategy.SPREAD : strategy;
    }

    public List<ProxmoxTemplate> getTemplates() {
        return Collections.unmodifiableList(templates);
    }

    /**
     * @throws ProxmoxException if one of them can't be right, or two have the same name
     */
    @DataBoundSetter
    public void setTemplates(List<ProxmoxTemplate> templates) {
        List<ProxmoxTemplate> all = templates == null ? List.of() : templates;
        Set<String> names = new HashSet<>();
        for (ProxmoxTemplate template : all) {
            try {
                template.check();
            } catch (ProxmoxException e) {
                throw e.during("Cloud '" + name + "'");
            }
            if (!names.add(template.getName())) {
                throw ProxmoxException.invalid(
                        "templates",
                        "Cloud '" + name + "': There are two templates with the name '" + template.getName() + "'");
            }
        }
        // A list of the JDK's own immutable kind would be written to the configuration file as such.
        this.templates = new ArrayList<>(all);
    }

    public Optional<ProxmoxTemplate> template(String name) {
        return templates.stream().filter(it -> it.getName().equals(name)).findFirst();
    }

    /**
     * A connection as it is configured, without looking anything up.
     *
     * @param name null for the only one
     */
    public static Optional<ProxmoxConnection> configured(String name) {
        List<ProxmoxConnection> all = ProxmoxGuestsConfiguration.get().getConnections();
        return name == null && all.size() > 1
                ? Optional.empty()
                : all.stream()
                        .filter(it -> name == null || it.getName().equals(name))
                        .findFirst();
    }

    /** Looks up credentials, which can take some time. */
    public OpenConnection open() {
        return ConnectionRegistry.get().open(connection, null);
    }

    /** What serves a label, in the order in which it is to be tried. */
    public abstract List<ProxmoxTemplate> serving(Label label);
}
