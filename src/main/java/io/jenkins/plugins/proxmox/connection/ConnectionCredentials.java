package io.jenkins.plugins.proxmox.connection;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * The credentials of a connection: an API token as secret text {@code user@realm!name=secret}, or a username with its
 * password, where a username {@code user@realm!name} makes the password a token's secret.
 *
 * <p>A connection belongs to the controller, so its credentials are looked up there, never in the folder of the job that
 * uses it: whoever may create credentials in a folder must not be able to slip others under the same id.
 */
final class ConnectionCredentials {
    private static final CredentialsMatcher USABLE = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(StringCredentials.class),
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class));

    private ConnectionCredentials() {}

    /**
     * @param item whose use of the credentials is recorded; may be null
     * @throws ProxmoxException if there are none with this id, or they can't be used
     */
    static Credentials find(String id, String url, Item item) {
        if (id.isEmpty()) {
            throw ProxmoxException.invalid(
                    "credentialsId",
                    "No credentials are chosen; expected is an API token as secret text, or a username with password");
        }
        StandardCredentials found = CredentialsMatchers.firstOrNull(
                CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, requirements(url)),
                CredentialsMatchers.allOf(USABLE, CredentialsMatchers.withId(id)));
        if (found == null) {
            throw ProxmoxException.invalid(
                    "credentialsId",
                    "There are no credentials '" + id + "' on this controller of the kind secret text or username with"
                            + " password");
        }
        if (item != null) {
            CredentialsProvider.track(item, found);
        }
        return convert(found);
    }

    /** What an administrator can choose from; for anybody else only what is chosen already. */
    static ListBoxModel choices(String current, String url) {
        StandardListBoxModel choices = new StandardListBoxModel();
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return choices.includeCurrentValue(current);
        }
        return choices.includeEmptyValue()
                .includeMatchingAs(ACL.SYSTEM2, Jenkins.get(), StandardCredentials.class, requirements(url), USABLE)
                .includeCurrentValue(current);
    }

    private static Credentials convert(StandardCredentials found) {
        if (found instanceof StringCredentials token) {
            return Credentials.ApiToken.parse(token.getSecret().getPlainText());
        }
        StandardUsernamePasswordCredentials both = (StandardUsernamePasswordCredentials) found;
        String password = both.getPassword().getPlainText();
        return both.getUsername().contains("!")
                ? new Credentials.ApiToken(both.getUsername(), password)
                : new Credentials.Login(both.getUsername(), password);
    }

    private static List<DomainRequirement> requirements(String url) {
        return URIRequirementBuilder.fromUri(url).build();
    }
}
