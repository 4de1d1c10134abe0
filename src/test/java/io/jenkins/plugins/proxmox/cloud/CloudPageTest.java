package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Node;
import hudson.slaves.Cloud;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.net.URL;
import java.util.concurrent.CompletableFuture;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a cloud shows of itself, and what can be done there. */
@WithJenkins
class CloudPageTest {
    private static JenkinsRule.WebClient client(JenkinsRule jenkins) {
        return jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
    }

    private static void secure(JenkinsRule jenkins) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("anybody", "viewer", "maker")
                .grant(Jenkins.SYSTEM_READ)
                .everywhere()
                .to("viewer", "maker")
                .grant(Cloud.PROVISION)
                .everywhere()
                .to("maker")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    private static int status(JenkinsRule jenkins, String user, HttpMethod method, String url) throws Exception {
        JenkinsRule.WebClient client = CloudLab.looking(jenkins, user);
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), url), method);
        if (method == HttpMethod.POST) {
            client.addCrumb(request);
        }
        Page page = client.getPage(request);
        return page.getWebResponse().getStatusCode();
    }

    @Test
    void showsWhatThereIsAndMakesAgentsWithinTheLimits(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            ProxmoxCloud cloud = CloudLab.cloud(proxmox, new InProcessConnector());
            cloud.setLimit(1);
            JenkinsRule.WebClient client = client(jenkins);
            HtmlPage page = client.goTo("cloud/pve/");
            assertThat(page.asNormalizedText()).contains("Guests: 0 of 1", "9000", "works", "There is none.");

            jenkins.submit(page.getFormByName("provision-debian"));

            ProxmoxAgent agent = AgentFleet.agents().get(0);
            agent.toComputer().waitUntilOnline();
            int vmid = agent.guest().orElseThrow().vmid().number();
            page = client.goTo("cloud/pve/");
            assertThat(page.asNormalizedText())
                    .contains("Guests: 1 of 1", agent.getNodeName(), "online", "(" + vmid + ")", "on pve1");
            assertThat(page.getAnchors())
                    .extracting(anchor -> anchor.getHrefAttribute())
                    .contains(proxmox.url() + "/#v1:0:=qemu%2F" + vmid);
            Page refused = jenkins.submit(page.getFormByName("provision-debian"));
            assertThat(refused.getWebResponse().getStatusCode()).isEqualTo(400);
            assertThat(((HtmlPage) refused).asNormalizedText())
                    .contains("There can't be an agent: the cloud 'pve' has its guest");
            assertThat(AgentFleet.agents()).hasSize(1);

            JSONObject api = jenkins.getJSON("cloud/pve/api/json").getJSONObject();
            assertThat(api.getJSONObject("count").getInt("guests")).isEqualTo(1);
            assertThat(api.getJSONArray("agents").getJSONObject(0).getString("state"))
                    .isEqualTo("online");
            assertThat(api.getJSONObject("nodes").getJSONObject("pve1").getInt("guests"))
                    .isEqualTo(1);
        }
    }

    @Test
    void letsTryAgainWhatDidNotWork(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            ProxmoxCloud cloud = CloudLab.cloud(proxmox, InProcessConnector.failing("<img src=x onerror=alert(1)>"));
            CompletableFuture<Node> removed = CloudLab.nextRemoval();
            CloudLab.add(cloud);
            CloudLab.get(removed);
            // Twice as long each time, and longer in the end than a page may take.
            CircuitBreaker breaker = AgentFleet.get().breakers().of(cloud.getId(), "debian");
            for (int i = 0; i < 3; i++) {
                breaker.restore("later");
                breaker.failed("later", "<img src=x onerror=alert(1)>");
            }

            HtmlPage page = client(jenkins).goTo("cloud/pve/");
            assertThat(page.asNormalizedText()).contains("is left alone until", "<img src=x onerror=alert(1)>");
            assertThat(page.getByXPath("//img[@src='x']")).isEmpty();
            jenkins.submit(page.getFormByName("reset-debian"));

            assertThat(AgentFleet.get().breakers().of(cloud.getId(), "debian").state())
                    .isInstanceOf(CircuitBreaker.Closed.class);
            assertThat(CloudLab.looking(jenkins, null).goTo("cloud/pve/").getForms())
                    .noneMatch(form -> form.getNameAttribute().startsWith("reset"));
        }
    }

    @Test
    void onlyWhoMayProvisionCan(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            CloudLab.cloud(proxmox, new InProcessConnector());
            secure(jenkins);

            for (String url : new String[] {"cloud/pve/provision?template=debian", "cloud/pve/reset?template=debian"}) {
                assertThat(status(jenkins, "viewer", HttpMethod.POST, url)).isEqualTo(403);
                assertThat(status(jenkins, "maker", HttpMethod.GET, url)).isEqualTo(404);
            }
            assertThat(AgentFleet.agents()).isEmpty();
            assertThat(CloudLab.looking(jenkins, "viewer").goTo("cloud/pve/").getForms())
                    .noneMatch(form -> form.getNameAttribute().startsWith("provision"));
            for (String user : new String[] {"viewer", "maker", "admin"}) {
                assertThat(status(jenkins, user, HttpMethod.GET, "cloud/pve/")).isEqualTo(200);
                assertThat(status(jenkins, user, HttpMethod.GET, "cloud/pve/api/json"))
                        .isEqualTo(200);
            }
            assertThat(status(jenkins, "outsider", HttpMethod.GET, "cloud/pve/"))
                    .isEqualTo(403);
            assertThat(status(jenkins, "anybody", HttpMethod.POST, "cloud/pve/provision?template=debian"))
                    .isEqualTo(403);
            assertThat(status(jenkins, "anybody", HttpMethod.GET, "cloud/pve/")).isEqualTo(403);
            assertThat(status(jenkins, "anybody", HttpMethod.GET, "cloud/pve/api/json"))
                    .isEqualTo(403);
            assertThat(status(jenkins, "maker", HttpMethod.POST, "cloud/pve/provision?template=nothing"))
                    .isEqualTo(400);
            assertThat(status(jenkins, "maker", HttpMethod.POST, "cloud/pve/provision?template=debian"))
                    .isEqualTo(200);
            assertThat(AgentFleet.agents()).hasSize(1);
        }
    }
}
