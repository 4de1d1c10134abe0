package io.jenkins.plugins.proxmox.cloud.connector;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernameListBoxModel;
import hudson.model.Descriptor;
import hudson.plugins.sshslaves.SSHLauncher;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.connection.AdminFields;
import io.jenkins.plugins.proxmox.connection.FormFields;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The fields of {@link SshConnector}. */
public abstract class SshFields extends Descriptor<AgentConnector> {
    private static final String VERIFICATION = "hostKeyVerification";

    SshFields() {
        super(SshConnector.class);
    }

    /** The first choice of the verification is none. */
    @Override
    public AgentConnector newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
        JSONObject verification = form.optJSONObject(VERIFICATION);
        if (verification == null || !verification.has("stapler-class")) {
            form.remove(VERIFICATION);
        }
        return super.newInstance(request, form);
    }

    /** Those that Jenkins itself may use, as it looks them up to connect. */
    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
        if (!FormFields.mayConfigure(null)) {
            return new StandardUsernameListBoxModel().includeCurrentValue(credentialsId);
        }
        return new StandardUsernameListBoxModel()
                .includeEmptyValue()
                .includeMatchingAs(
                        ACL.SYSTEM2,
                        Jenkins.get(),
                        StandardUsernameCredentials.class,
                        List.of(SSHLauncher.SSH_SCHEME),
                        CredentialsMatchers.always())
                .includeCurrentValue(credentialsId);
    }

    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value) {
        boolean missing =
                FormFields.mayConfigure(null) && !value.isBlank() && SSHLauncher.lookupSystemCredentials(value) == null;
        return missing
                ? FormValidation.error("There are no credentials '" + value + "' for SSH that Jenkins itself may use")
                : FormValidation.ok();
    }

    @POST
    public FormValidation doCheckPort(@QueryParameter String value) {
        return AdminFields.checkNumber(value, number -> {
            SshConnector connector = new SshConnector();
            connector.setPort(number);
            connector.check(connector.usualRemoteRoot());
        });
    }

    @POST
    public FormValidation doCheckUser(@QueryParameter String value) {
        return AdminFields.check(value, text -> {
            SshConnector connector = new SshConnector();
            connector.setUser(text);
            connector.check(connector.usualRemoteRoot());
        });
    }
}
