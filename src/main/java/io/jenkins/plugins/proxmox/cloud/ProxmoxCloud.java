package io.jenkins.plugins.proxmox.cloud;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Api;
import hudson.model.Descriptor.FormException;
import hudson.model.Failure;
import hudson.model.Label;
import hudson.slaves.NodeProvisioner.PlannedNode;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.demand.AgentProvisioner;
import io.jenkins.plugins.proxmox.cloud.demand.BlockTemplates;
import io.jenkins.plugins.proxmox.cloud.demand.QueueObstacles;
import io.jenkins.plugins.proxmox.cloud.demand.QueueReview;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A cluster in which agents run, as an administrator configures it. */
public final class ProxmoxCloud extends CloudSettings {
    /**
     * @throws ProxmoxException if nothing can be called so
     */
    @DataBoundConstructor
    public ProxmoxCloud(String name) {
        super(CloudFields.goodName(name));
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
        AgentFleet.get().breakers().of(getId(), known).reset();
        AgentFleet.get().breakers().ofJobs(getId(), known).values().forEach(CircuitBreaker::reset);
        configured(getConnection())
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

    /** The templates of blocks of pipelines come first. */
    @Override
    public List<ProxmoxTemplate> serving(Label label) {
        return Stream.concat(
                        BlockTemplates.get().serving(this, label).stream(),
                        getTemplates().stream().filter(template -> template.serves(label)))
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
