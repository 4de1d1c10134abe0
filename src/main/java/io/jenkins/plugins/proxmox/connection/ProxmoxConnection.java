package io.jenkins.plugins.proxmox.connection;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.core.value.VmIdRange;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** One Proxmox VE cluster as an administrator configures it. */
public final class ProxmoxConnection implements Describable<ProxmoxConnection> {
    private final String name;
    private final String url;
    private final String credentialsId;
    private String fingerprint;
    private String caCertificate;
    private String vmidRange;
    private SafetyPolicy safetyPolicy;

    @DataBoundConstructor
    public ProxmoxConnection(String name, String url, String credentialsId) {
        this.name = Util.fixNull(name).trim();
        this.url = Util.fixNull(url).trim();
        this.credentialsId = Util.fixNull(credentialsId).trim();
    }

    public String getName() {
        return name;
    }

    public String getUrl() {
        return url;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    public String getFingerprint() {
        return fingerprint;
    }

    @DataBoundSetter
    public void setFingerprint(String fingerprint) {
        this.fingerprint = Util.fixEmptyAndTrim(fingerprint);
    }

    public String getCaCertificate() {
        return caCertificate;
    }

    @DataBoundSetter
    public void setCaCertificate(String caCertificate) {
        this.caCertificate = Util.fixEmptyAndTrim(caCertificate);
    }

    public String getVmidRange() {
        return vmidRange;
    }

    @DataBoundSetter
    public void setVmidRange(String vmidRange) {
        this.vmidRange = Util.fixEmptyAndTrim(vmidRange);
    }

    /** What pipelines may do with which guests; null if that is the usual. */
    public SafetyPolicy getSafetyPolicy() {
        return safetyPolicy;
    }

    @DataBoundSetter
    public void setSafetyPolicy(SafetyPolicy safetyPolicy) {
        this.safetyPolicy = safetyPolicy;
    }

    /** What pipelines may do; nothing if the configuration can't be read, as a file that was edited by hand. */
    Policy policy() {
        try {
            return readPolicy();
        } catch (ProxmoxException e) {
            return Policy.unreadable(e.getMessage());
        }
    }

    /**
     * @throws ProxmoxException if something in the policy can't be right
     */
    Policy readPolicy() {
        return safetyPolicy == null ? Policy.USUAL : safetyPolicy.policy();
    }

    /**
     * Where the VMIDs of new guests come from; any that are free if empty.
     *
     * @throws ProxmoxException if the text is no range
     */
    Optional<VmIdRange> vmIdRange() {
        return Optional.ofNullable(vmidRange).map(VmIdRange::parse);
    }

    /**
     * What a client of this connection needs, the secret as it is at this moment.
     *
     * @param item on whose behalf; null for an administrator's test
     * @throws ProxmoxException if something in the configuration can't be right
     */
    ApiClient.Settings settings(Item item) {
        return new ApiClient.Settings(
                ApiEndpoint.parse(url), trust(), ConnectionCredentials.find(credentialsId, url, item));
    }

    private TlsTrust trust() {
        if (fingerprint != null && caCertificate != null) {
            throw ProxmoxException.invalid(
                    "fingerprint",
                    "Both a fingerprint and a CA certificate are given; expected is one of them or none");
        }
        if (fingerprint != null) {
            return new TlsTrust.Fingerprint(fingerprint);
        }
        return caCertificate != null ? new TlsTrust.Authority(caCertificate) : new TlsTrust.System();
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<ProxmoxConnection> {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox VE connection";
        }

        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.error("A connection needs a name; steps choose it by this name")
                    : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckUrl(@QueryParameter String value) {
            return check(() -> ApiEndpoint.parse(value));
        }

        @POST
        public FormValidation doCheckFingerprint(@QueryParameter String value) {
            return check(() -> Optional.ofNullable(Util.fixEmptyAndTrim(value)).map(TlsTrust.Fingerprint::new));
        }

        @POST
        public FormValidation doCheckCaCertificate(@QueryParameter String value) {
            return check(() -> Optional.ofNullable(Util.fixEmptyAndTrim(value)).map(TlsTrust.Authority::new));
        }

        @POST
        public FormValidation doCheckVmidRange(@QueryParameter String value) {
            return check(() -> Optional.ofNullable(Util.fixEmptyAndTrim(value)).map(VmIdRange::parse));
        }

        @POST
        public FormValidation doCheckCredentialsId(@QueryParameter String value, @QueryParameter String url) {
            return check(() -> ConnectionCredentials.find(Util.fixNull(value), Util.fixNull(url), null));
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId, @QueryParameter String url) {
            return ConnectionCredentials.choices(Util.fixNull(credentialsId), Util.fixNull(url));
        }

        /** Connects as the form says, saved or not, and tells what the credentials can be used for. */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter String name,
                @QueryParameter String url,
                @QueryParameter String credentialsId,
                @QueryParameter String fingerprint,
                @QueryParameter String caCertificate) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            ProxmoxConnection connection = new ProxmoxConnection(name, url, credentialsId);
            connection.setFingerprint(fingerprint);
            connection.setCaCertificate(caCertificate);
            try (ApiClient client = new ApiClient(connection.settings(null).once())) {
                return ConnectionTest.run(client);
            } catch (ProxmoxException e) {
                return FormValidation.error(e.getMessage());
            } catch (IOException e) {
                return FormValidation.error(e, "The connection could not be closed");
            }
        }

        private static FormValidation check(Supplier<?> validation) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            try {
                validation.get();
                return FormValidation.ok();
            } catch (ProxmoxException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}
