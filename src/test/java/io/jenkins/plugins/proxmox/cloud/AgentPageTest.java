package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Computer;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFacts;
import io.jenkins.plugins.proxmox.cloud.agent.Inspection;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What an agent shows of itself. */
@WithJenkins
class AgentPageTest {
    @Test
    void showsTheGuestToThoseWhoMayKnow(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            ProxmoxAgent agent = CloudLab.online(CloudLab.cloud(proxmox, new InProcessConnector()));
            int vmid = agent.guest().orElseThrow().vmid().number();
            String url = agent.toComputer().getUrl();
            jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
            jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                    .grant(Jenkins.READ)
                    .everywhere()
                    .to("reader", "viewer", "insider")
                    .grant(Jenkins.SYSTEM_READ)
                    .everywhere()
                    .to("viewer")
                    .grant(Jenkins.ADMINISTER)
                    .everywhere()
                    .to("admin")
                    .grant(Computer.CONFIGURE)
                    .everywhere()
                    .to("insider"));

            JenkinsRule.WebClient insider = CloudLab.looking(jenkins, "insider");
            HtmlPage page = insider.goTo(url);
            assertThat(page.getElementById("proxmox-agent").asNormalizedText())
                    .contains("(" + vmid + ") VM on pve1", "online", "debian", "pve", "lab", "0 of 1");
            assertThat(page.getAnchors())
                    .extracting(anchor -> anchor.getHrefAttribute())
                    .contains(proxmox.url() + "/#v1:0:=qemu%2F" + vmid, "guest/");
            assertThat(insider.goTo(url + "guest/").asNormalizedText()).contains("running", "pve1");
            JSONObject facts = facts(insider, url);
            assertThat(facts.getJSONObject("guest").getInt("vmid")).isEqualTo(vmid);
            assertThat(facts.getString("template")).isEqualTo("debian");

            JenkinsRule.WebClient scripted = jenkins.createWebClient().withBasicCredentials("insider");
            HtmlPage configuration = scripted.goTo(url + "configure");
            assertThat(configuration.getElementById("main-panel").asNormalizedText())
                    .contains("debian", "pve", "change the template");
            jenkins.submit(configuration.getFormByName("config"));
            assertThat(jenkins.jenkins.getNode(agent.getNodeName())).isSameAs(agent);
            assertThat(agent.getLabelString()).isEqualTo("debian");
            assertThat(agent.toComputer().isOnline()).isTrue();

            assertThat(CloudLab.looking(jenkins, null)
                            .login("admin")
                            .goTo(url + "guest/")
                            .asNormalizedText())
                    .contains("running", "pve1");

            for (String user : new String[] {"reader", "viewer"}) {
                JenkinsRule.WebClient client = CloudLab.looking(jenkins, user);
                assertThat(client.goTo(url).getElementById("proxmox-agent").asNormalizedText())
                        .contains("online", "debian")
                        .doesNotContain("(" + vmid + ")", "pve1", "lab");
                assertThat(status(client, url + "guest/")).isEqualTo(403);
                assertThat(facts(client, url).get("guest").toString()).isEqualTo("null");
            }
            JenkinsRule.WebClient outsider = CloudLab.looking(jenkins, null)
                    .withThrowExceptionOnFailingStatusCode(false)
                    .login("outsider");
            for (String part : new String[] {"", "guest/", "api/json"}) {
                assertThat(status(outsider, url + part)).isEqualTo(403);
            }
        }
    }

    /** What has failed is told by guests, too, and builds do as they like in these. */
    @Test
    void showsNobodyWhatABuildHasWrittenAsHtml(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            ProxmoxAgent agent = CloudLab.online(CloudLab.cloud(proxmox, new InProcessConnector()));
            ProxmoxComputer computer = agent.computer().orElseThrow();
            String evil = "ci (105) on pve1 said <img src='x' onerror='alert(1)'>";
            computer.setTemporaryOfflineCause(new Inspection.Kept(evil));
            jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
            jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                    .grant(Jenkins.READ)
                    .everywhere()
                    .to("reader", "insider")
                    .grant(Computer.EXTENDED_READ)
                    .everywhere()
                    .to("insider"));

            HtmlPage insiders = CloudLab.looking(jenkins, "insider").goTo(computer.getUrl());
            assertThat(insiders.getElementById("main-panel").asNormalizedText()).contains(evil);
            assertThat(insiders.getByXPath("//img[@onerror]")).isEmpty();

            JenkinsRule.WebClient reader = CloudLab.looking(jenkins, "reader");
            assertThat(reader.goTo(computer.getUrl()).asXml())
                    .contains("kept for inspection")
                    .doesNotContain("onerror", "pve1");
            assertThat(reader.goTo(computer.getUrl() + "api/json", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("kept for inspection")
                    .doesNotContain("onerror", "pve1");
        }
    }

    private static int status(JenkinsRule.WebClient client, String url) throws Exception {
        return client.goTo(url, null).getWebResponse().getStatusCode();
    }

    /** Jenkins may be told to run nothing that is written into a page. */
    @Test
    void thereIsNoScriptInThePages(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            ProxmoxAgent agent = CloudLab.online(CloudLab.cloud(proxmox, new InProcessConnector()));
            String url = agent.toComputer().getUrl();
            for (String path : new String[] {url, url + "guest/", "cloud/pve/"}) {
                HtmlPage page = CloudLab.looking(jenkins, null).goTo(path);
                assertThat(page.getElementById("main-panel").asNormalizedText()).contains(agent.getNodeName());
                assertThat(page.getByXPath("//*[@id='main-panel']//script[not(@src)]"
                                + " | //*[@id='main-panel']//style"
                                + " | //*[@id='main-panel']//*[@*[starts-with(name(), 'on')]]"))
                        .as(path)
                        .isEmpty();
            }
        }
    }

    private static JSONObject facts(JenkinsRule.WebClient client, String url) throws Exception {
        String json = client.goTo(url + "api/json", "application/json")
                .getWebResponse()
                .getContentAsString();
        return JSONObject.fromObject(json).getJSONObject("proxmox");
    }

    @Test
    void tellsWhatHasBecomeOfTheGuest(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            ProxmoxAgent agent = CloudLab.online(CloudLab.cloud(proxmox, new InProcessConnector()));
            int vmid = agent.guest().orElseThrow().vmid().number();
            String url = agent.toComputer().getUrl() + "guest/";

            proxmox.cluster().guest(vmid).orElseThrow().description("made by hand");
            assertThat(CloudLab.looking(jenkins, null).goTo(url).asNormalizedText())
                    .contains("The guest " + vmid + " is not the one that was made for this agent");

            proxmox.cluster().guest(vmid).orElseThrow().stopped();
            proxmox.cluster().removeGuest(vmid);
            assertThat(CloudLab.looking(jenkins, null).goTo(url).asNormalizedText())
                    .contains("There is no guest " + vmid + " any more");

            proxmox.faults().call("GET", "/**").always().answer(595, "Errors during connection establishment");
            assertThat(CloudLab.looking(jenkins, null).goTo(url).asNormalizedText())
                    .contains("unknown", agent.getNodeName() + " (" + vmid + ")");
        }
    }

    @Test
    void tellsHowFarItIs(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            Hold hold = proxmox.tasks().hold("qmclone");
            ProxmoxAgent agent = CloudLab.add(CloudLab.cloud(proxmox, new InProcessConnector()));
            proxmox.tasks().awaitTask(task -> task.type().equals("qmclone"));

            String url = agent.toComputer().getUrl();
            assertThat(CloudLab.looking(jenkins, null)
                            .goTo(url)
                            .getElementById("proxmox-agent")
                            .asNormalizedText())
                    .contains("making", "Cloning");
            assertThat(CloudLab.looking(jenkins, null).goTo(url + "guest/").asNormalizedText())
                    .contains("There is no guest yet");

            hold.release();
            agent.toComputer().waitUntilOnline();
            assertThat(AgentFacts.of(agent).state()).isEqualTo("online");
            assertThat(AgentFacts.of(agent).stage()).isNull();
            // That line comes after whoever waits for the agent has it.
            LifeLab.await(() -> agent.toComputer().getLog().contains(" s  The agent is online"));
            String log = agent.toComputer().getLog();
            assertThat(log).containsPattern("(?m)^ *\\d+\\.\\d s  Cloning debian-12 \\(9000\\)");
            String task = proxmox.tasks().ofType("qmclone").get(0).log().get(0);
            assertThat(log).containsPattern("(?m)^ *\\d+\\.\\d s  \\[proxmox\\]   .*" + Pattern.quote(task));
        }
    }
}
