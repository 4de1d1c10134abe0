package io.jenkins.plugins.proxmox.cloud.connector;

import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.connection.AdminFields;
import java.util.function.BiConsumer;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The fields of {@link InboundConnector}. */
public abstract class InboundFields extends Descriptor<AgentConnector> {
    InboundFields() {
        super(InboundConnector.class);
    }

    @POST
    public FormValidation doCheckUrl(@QueryParameter String value) {
        return check(value, InboundConnector::setUrl);
    }

    @POST
    public FormValidation doCheckTunnel(@QueryParameter String value, @QueryParameter boolean webSocket) {
        return check(value, (connector, text) -> {
            connector.setWebSocket(webSocket);
            connector.setTunnel(text);
        });
    }

    @POST
    public FormValidation doCheckUser(@QueryParameter String value) {
        return check(value, InboundConnector::setUser);
    }

    @POST
    public FormValidation doCheckJava(@QueryParameter String value) {
        return check(value, InboundConnector::setJava);
    }

    @POST
    public FormValidation doCheckJvmOptions(@QueryParameter String value) {
        return check(value, InboundConnector::setJvmOptions);
    }

    @POST
    public FormValidation doCheckCertificate(@QueryParameter String value) {
        return check(value, InboundConnector::setCertificate);
    }

    private static FormValidation check(String value, BiConsumer<InboundConnector, String> setter) {
        return AdminFields.check(value, text -> {
            InboundConnector connector = new InboundConnector();
            setter.accept(connector, text);
            connector.check(connector.usualRemoteRoot());
        });
    }
}
