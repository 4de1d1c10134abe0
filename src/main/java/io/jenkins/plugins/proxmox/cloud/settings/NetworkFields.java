package io.jenkins.plugins.proxmox.cloud.settings;

import hudson.RelativePath;
import hudson.model.Descriptor;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.connection.AdminFields;
import io.jenkins.plugins.proxmox.connection.FormChoices;
import io.jenkins.plugins.proxmox.core.value.Names;
import java.util.function.BiConsumer;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The fields of {@link AgentNetwork}; it is part of a template, which is part of a cloud. */
public abstract class NetworkFields extends Descriptor<AgentNetwork> {
    private static final String CLOUD = "../..";

    NetworkFields() {
        super(AgentNetwork.class);
    }

    @POST
    public ComboBoxModel doFillBridgeItems(@RelativePath(CLOUD) @QueryParameter String connection) {
        return AdminFields.choices(connection, FormChoices::bridges);
    }

    @POST
    public FormValidation doCheckBridge(
            @QueryParameter String value, @RelativePath(CLOUD) @QueryParameter String connection) {
        return AdminFields.checkNames(connection, value, "bridge", Names::bridge, FormChoices::bridges);
    }

    @POST
    public FormValidation doCheckVlan(@QueryParameter String value) {
        return AdminFields.checkNumber(value, number -> {
            AgentNetwork network = new AgentNetwork();
            network.setVlan(number);
            network.check();
        });
    }

    @POST
    public FormValidation doCheckIpv4(@QueryParameter String value) {
        return check(value, AgentNetwork::setIpv4);
    }

    @POST
    public FormValidation doCheckGateway(@QueryParameter String value, @QueryParameter String ipv4) {
        return check(value, (network, text) -> {
            network.setGateway(text);
            network.setIpv4(ipv4);
        });
    }

    @POST
    public FormValidation doCheckIpv6(@QueryParameter String value) {
        return check(value, AgentNetwork::setIpv6);
    }

    @POST
    public FormValidation doCheckGateway6(@QueryParameter String value, @QueryParameter String ipv6) {
        return check(value, (network, text) -> {
            network.setGateway6(text);
            network.setIpv6(ipv6);
        });
    }

    @POST
    public FormValidation doCheckNameserver(@QueryParameter String value) {
        return check(value, AgentNetwork::setNameserver);
    }

    @POST
    public FormValidation doCheckSearchDomain(@QueryParameter String value) {
        return check(value, AgentNetwork::setSearchDomain);
    }

    @POST
    public FormValidation doCheckAddress(@QueryParameter String value) {
        return check(value, AgentNetwork::setAddress);
    }

    private static FormValidation check(String value, BiConsumer<AgentNetwork, String> setter) {
        return AdminFields.check(value, text -> {
            AgentNetwork network = new AgentNetwork();
            setter.accept(network, text);
            network.check();
        });
    }
}
