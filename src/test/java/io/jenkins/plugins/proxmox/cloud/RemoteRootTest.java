package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Node;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import jenkins.model.Jenkins;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Where agents have their files: a Windows has other paths. */
@WithJenkins
class RemoteRootTest {
    @ParameterizedTest
    @CsvSource({
        "win11, , 'C:\\jenkins-agent'",
        "w2k8, , 'C:\\jenkins-agent'",
        "win10, 'D:\\ci agent', 'D:\\ci agent'",
        "l26, , usual",
        "l26, /srv/ci, /srv/ci"
    })
    void itGoesByTheSystemUnlessTheTemplateSays(String ostype, String given, String expected, JenkinsRule jenkins)
            throws Exception {
        try (FaultLab lab = FaultLab.connect(jenkins)) {
            lab.proxmox.cluster().guest(9000).orElseThrow().set("ostype", ostype);
            CompletableFuture<String> seen = new CompletableFuture<>();
            CountDownLatch end = new CountDownLatch(1);
            InProcessConnector connector = InProcessConnector.plan("root", connecting -> {
                connecting.chooseRoot("C:\\jenkins-agent");
                Node read =
                        (Node) Jenkins.XSTREAM2.fromXML(Jenkins.XSTREAM2.toXML(InProcessConnector.agent(connecting)));
                assertThat(((ProxmoxAgent) read).getRemoteFS())
                        .as("after a restart")
                        .isEqualTo(connecting.remoteRoot());
                seen.complete(connecting.remoteRoot());
                end.await();
                throw new IOException("seen");
            });
            ProxmoxTemplate template = FaultLab.template("debian", "9000", connector);
            template.setRemoteRoot(given);
            ProxmoxCloud cloud = lab.cloud(template);

            AgentFleet.get().add(cloud, template).agent().orElseThrow();

            assertThat(CloudLab.get(seen)).isEqualTo(expected.equals("usual") ? connector.usualRemoteRoot() : expected);
            end.countDown();
            lab.awaitNothingLeft();
        }
    }
}
