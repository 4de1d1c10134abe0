package io.jenkins.plugins.proxmox.cloud;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Api;
import hudson.model.Descriptor.FormException;
import hudson.model.Failure;
import hudson.model.Label;
import hudson.slaves.Cloud;
import hudson.slaves.NodeProvisioner.PlannedNode;
import io.jenkins.plugins.proxmox.connection.ConnectionRegistry;
import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.connection.ProxmoxConnection;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker;
import io.jenkins.plugins.proxmox.core.placement.Strategy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A cluster in which agents run, as an administrator configures it. */
public final class ProxmoxCloud extends Cloud {
    private String id;
    private String connection;
    private Integer limit;
    private Integer nodeLimit;
    private Strategy strategy = Strategy.SPREAD;
    private List<ProxmoxTemplate> templates = new ArrayList<>();

    /**
     * @throws ProxmoxException if nothing can be called so
     */
    @DataBoundConstructor
    public ProxmoxCloud(String name) {
        super(CloudFields.goodName(name));
        id = this.name;
    }

    /** The cloud with an id, if it is (still) configured. */
    static Optional<ProxmoxCloud> find(String id) {
        return all(Jenkins.get()).filter(cloud -> cloud.getId().equals(id)).findFirst();
    }

    /** All that are configured. */
    static Stream<ProxmoxCloud> all(Jenkins jenkins) {
        return jenkins.clouds.getAll(ProxmoxCloud.class).stream();
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
        AgentForms.atLeast("limit", limit, 1);
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
        AgentForms.atLeast("nodeLimit", nodeLimit, 1);
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

    Optional<ProxmoxTemplate> template(String name) {
        return templates.stream().filter(it -> it.getName().equals(name)).findFirst();
    }

    /**
     * A connection as it is configured, without looking anything up.
     *
     * @param name null for the only one
     */
    static Optional<ProxmoxConnection> configured(String name) {
        List<ProxmoxConnection> all = ProxmoxGuestsConfiguration.get().getConnections();
        return name == null && all.size() > 1
                ? Optional.empty()
                : all.stream()
                        .filter(it -> name == null || it.getName().equals(name))
                        .findFirst();
    }

    /** What its page shows. */
    public CloudOverview getOverview() {
        checkPermission(Jenkins.SYSTEM_READ);
        return new CloudOverview(this);
    }

    public Api getApi() {
        return new Api(getOverview());
    }

    /** Makes an agent that no build has asked for, if its limits allow it. */
    @POST
    public HttpResponse doProvision(@QueryParameter String template) throws IOException, FormException {
        checkPermission(PROVISION);
        ProxmoxTemplate wanted = known(template);
        AgentFleet.Addition addition;
        try {
            addition = AgentFleet.get().add(this, wanted);
        } catch (ProxmoxException e) {
            throw new Failure("There can't be an agent: " + e.getMessage());
        }
        if (addition.agent().isEmpty()) {
            throw new Failure("There can't be an agent: " + addition.obstacle());
        }
        return HttpResponses.redirectToDot();
    }

    /** Lets agents be made of a template at once that was left alone since it did not work. */
    @POST
    public HttpResponse doReset(@QueryParameter String template) {
        checkPermission(PROVISION);
        String known = known(template).getName();
        AgentFleet.get().breaker(getId(), known).reset();
        AgentFleet.get().breakersOfJobs(getId(), known).values().forEach(CircuitBreaker::reset);
        configured(connection)
                .ifPresent(it -> AgentFleet.get().planner(it.getName()).forget());
        QueueObstacles.get().forget();
        QueueReview.soon();
        return HttpResponses.redirectToDot();
    }

    private ProxmoxTemplate known(String template) {
        return template(Util.fixNull(template))
                .orElseThrow(
                        () -> new Failure("The cloud '" + name + "' has no template '" + Util.fixNull(template) + "'"));
    }

    /** Looks up credentials, which can take some time. */
    OpenConnection open() {
        return ConnectionRegistry.get().open(connection, null);
    }

    @Override
    public boolean canProvision(CloudState state) {
        return !serving(state.getLabel()).isEmpty();
    }

    /** For strategies other than ours: what is given back has been added to Jenkins already. */
    @Override
    public Collection<PlannedNode> provision(CloudState state, int excessWorkload) {
        return AgentProvisioner.provision(this, state.getLabel(), excessWorkload).stream()
                .map(AgentProvisioner.Provision::plannedNode)
                .toList();
    }

    /** What serves a label, in the order in which it is to be tried. */
    List<ProxmoxTemplate> serving(Label label) {
        return Stream.concat(
                        BlockTemplates.get().serving(this, label).stream(),
                        templates.stream().filter(template -> template.serves(label)))
                .toList();
    }

    @Extension
    @Symbol("proxmoxGuests")
    public static final class DescriptorImpl extends CloudFields {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox guests";
        }
    }
}
