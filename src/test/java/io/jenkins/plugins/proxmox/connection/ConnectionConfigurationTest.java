package io.jenkins.plugins.proxmox.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlElementUtil;
import org.htmlunit.html.HtmlForm;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The form of a connection and its Test connection button. */
@WithJenkins
class ConnectionConfigurationTest {
    private static final String TEST_CONNECTION =
            "descriptorByName/" + ProxmoxConnection.class.getName() + "/testConnection";

    @Test
    void theFormKeepsConnections(JenkinsRule jenkins) throws Exception {
        JenkinsWithProxmox.addToken("a-token", "jenkins@pve!ci=00000000-0000-0000-0000-000000000000");
        ProxmoxConnection before = new ProxmoxConnection("lab", "https://pve.example.com:8006", "a-token");
        before.setFingerprint("AB:".repeat(31) + "CD");
        ProxmoxGuestsConfiguration.get().setConnections(List.of(before));

        jenkins.configRoundtrip();

        assertThat(ProxmoxGuestsConfiguration.get().getConnections())
                .singleElement()
                .satisfies(after -> jenkins.assertEqualDataBoundBeans(before, after));
    }

    @Test
    void theLastConnectionCanBeDeleted(JenkinsRule jenkins) throws Exception {
        ProxmoxGuestsConfiguration.get().setConnections(List.of(new ProxmoxConnection("lab", "https://a", "none")));
        HtmlForm form = jenkins.createWebClient().goTo("configure").getFormByName("config");

        HtmlElementUtil.click((HtmlButton) form.getFirstByXPath(
                ".//button[@title='Delete connection']" + " | .//button[normalize-space()='Delete connection']"));
        jenkins.submit(form);

        assertThat(ProxmoxGuestsConfiguration.get().getConnections()).isEmpty();
    }

    @Test
    void aNameIsGivenOnlyOnce(JenkinsRule jenkins) {
        assertThatThrownBy(() -> ProxmoxGuestsConfiguration.get()
                        .setConnections(List.of(
                                new ProxmoxConnection("lab", "https://a", "none"),
                                new ProxmoxConnection("lab", "https://b", "none"))))
                .hasMessage("There are two connections with the name 'lab'");
    }

    @Test
    void aGoodConnectionSaysWhoSeesWhat(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            FormValidation result = test(proxmox, proxmox.token(), proxmox.fingerprint());

            assertThat(result.kind).isEqualTo(FormValidation.Kind.OK);
            assertThat(result.getMessage()).contains("Proxmox VE 8.4", "root@pam!", "2 nodes and 6 guests");
        }
    }

    @Test
    void missingPrivilegesAreNamedWithWhatDoesNotWorkThen(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.access().addUser("audit@pve", "unused-password");
            String token = proxmox.access().addToken("audit@pve", "ci", false);
            proxmox.access().grant("audit@pve", "/vms", "VM.Audit");

            FormValidation result = test(proxmox, token, proxmox.fingerprint());

            assertThat(result.kind).isEqualTo(FormValidation.Kind.WARNING);
            assertThat(result.renderHtml())
                    .contains("VM.Clone is granted nowhere", "VM.Snapshot is granted nowhere")
                    .doesNotContain("VM.Audit is granted nowhere");
        }
    }

    @Test
    void whatIsWrongIsSaidInOneSentence(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            String wrongSecret = proxmox.token().replaceFirst("=.*", "=00000000-0000-0000-0000-000000000000");

            assertThat(test(proxmox, wrongSecret, proxmox.fingerprint()).getMessage())
                    .contains("Authentication failed!");
            assertThat(test(proxmox, "nonsense", proxmox.fingerprint()).getMessage())
                    .contains("expected is user@realm!name=secret");
            assertThat(test(proxmox, proxmox.token(), "AB:".repeat(31) + "CD").getMessage())
                    .contains("is not trusted", proxmox.fingerprint());
            assertThat(test(proxmox, proxmox.token(), "").getMessage())
                    .contains("is not trusted", proxmox.fingerprint());
            assertThat(descriptor()
                            .doTestConnection("lab", "http://127.0.0.1:8006", "a-token", "", "")
                            .getMessage())
                    .contains("Proxmox VE answers over https:// only");
            assertThat(descriptor()
                            .doTestConnection("lab", proxmox.url().toString(), "none", "", "")
                            .getMessage())
                    .contains("There are no credentials", "none");
        }
    }

    @Test
    void newGuestsGetTheirNumbersFromTheRangeOfTheConnection(JenkinsRule jenkins) throws Exception {
        assertThat(descriptor().doCheckVmidRange(" ").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(descriptor().doCheckVmidRange("9000-9999").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(descriptor().doCheckVmidRange("9999-9000").getMessage())
                .contains("is no range of VMIDs; expected is the lower one first");
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            ProxmoxGuestsConfiguration.get().getConnections().get(0).setVmidRange("7000-7099");
            jenkins.buildAndAssertSuccess(
                    JenkinsWithProxmox.pipeline(jenkins, "proxmoxClone template: 'debian-12', name: 'ranged'"));

            assertThat(proxmox.cluster().guest(7000))
                    .hasValueSatisfying(guest -> assertThat(guest.name()).isEqualTo("ranged"));
        }
    }

    @Test
    void onlyAdministratorsCanTestAndOnlyByPost(JenkinsRule jenkins) throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader"));

        assertThat(status(jenkins, "admin", HttpMethod.GET)).isIn(404, 405);
        assertThat(status(jenkins, "reader", HttpMethod.POST)).isEqualTo(403);
        assertThat(status(jenkins, "admin", HttpMethod.POST)).isEqualTo(200);
    }

    private static int status(JenkinsRule jenkins, String user, HttpMethod method) throws Exception {
        JenkinsRule.WebClient client =
                jenkins.createWebClient().login(user).withThrowExceptionOnFailingStatusCode(false);
        WebRequest request = new WebRequest(new URL(client.getContextPath() + TEST_CONNECTION), method);
        if (method == HttpMethod.POST) {
            client.addCrumb(request);
        }
        Page page = client.getPage(request);
        return page.getWebResponse().getStatusCode();
    }

    private static FormValidation test(EmbeddedProxmox proxmox, String token, String fingerprint) throws Exception {
        JenkinsWithProxmox.addToken("a-token", token);
        return descriptor().doTestConnection("lab", proxmox.url().toString(), "a-token", fingerprint, "");
    }

    private static ProxmoxConnection.DescriptorImpl descriptor() {
        return (ProxmoxConnection.DescriptorImpl) Jenkins.get().getDescriptorOrDie(ProxmoxConnection.class);
    }
}
