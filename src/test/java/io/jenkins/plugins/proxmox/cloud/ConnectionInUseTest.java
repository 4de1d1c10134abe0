package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.Disposals;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.connection.ProxmoxConnection;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.util.List;
import java.util.logging.Level;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Agents, and what is still to be removed of them, know their connection by its name. */
@WithJenkins
class ConnectionInUseTest {
    private static List<String> names() {
        return ProxmoxGuestsConfiguration.get().names();
    }

    /** What Jenkins answers. */
    private static String rename(JenkinsRule jenkins) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        HtmlForm form = client.goTo("configure").getFormByName("config");
        HtmlInput name = form.getFirstByXPath(".//input[@name='_.name' and @value='lab']");
        name.setValue("other");
        return jenkins.submit(form).asNormalizedText();
    }

    @Test
    void aConnectionIsNotTakenFromThoseWhoNeedIt(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            ProxmoxAgent agent = CloudLab.online(CloudLab.cloud(proxmox, new InProcessConnector()));
            String guest = agent.guest().orElseThrow().toString();

            assertThat(rename(jenkins)).contains("can't be renamed or deleted", "agent " + agent.getNodeName());
            assertThat(names()).containsExactly("lab");

            // Nothing that a file says may keep a controller from its start.
            List<ProxmoxConnection> before = ProxmoxGuestsConfiguration.get().getConnections();
            LogRecorder log = new LogRecorder()
                    .record(ProxmoxGuestsConfiguration.class, Level.WARNING)
                    .capture(10);
            ProxmoxGuestsConfiguration.get().setConnections(List.of());
            assertThat(names()).isEmpty();
            assertThat(log.getMessages())
                    .anyMatch(line -> line.contains("no connection 'lab' any more")
                            && line.contains("agent " + agent.getNodeName()));
            ProxmoxGuestsConfiguration.get().setConnections(before);

            Hold hold = proxmox.tasks().hold("qmdestroy");
            agent.terminate();
            proxmox.tasks().awaitTask(task -> task.type().equals("qmdestroy"));
            log.capture(10);
            ProxmoxGuestsConfiguration.get().setConnections(List.of());
            assertThat(log.getMessages()).anyMatch(line -> line.contains(guest));
            ProxmoxGuestsConfiguration.get().setConnections(before);
            hold.release();
            LifeLab.await(() -> Disposals.waiting().isEmpty());

            rename(jenkins);
            assertThat(names()).containsExactly("other");
        }
    }
}
