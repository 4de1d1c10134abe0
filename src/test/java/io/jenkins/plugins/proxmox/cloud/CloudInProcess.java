package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Node;
import io.jenkins.plugins.proxmox.Disposals;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import jenkins.model.NodeListener;
import org.jvnet.hudson.test.JenkinsRule;

/** A cloud with one template, the agents of which are in the JVM of the test while their guests are in an embedded Proxmox VE. */
final class CloudInProcess implements AutoCloseable {
    private final EmbeddedProxmox proxmox = EmbeddedProxmox.start();
    private final int before = proxmox.cluster().guests().size();

    EmbeddedProxmox proxmox() {
        return proxmox;
    }

    /** Configures the cloud {@code lab}, and gives its template {@code debian} to be changed. */
    ProxmoxTemplate configure(JenkinsRule jenkins, InProcessConnector connector) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        ProxmoxTemplate template = template(connector);
        jenkins.jenkins.clouds.add(cloud("lab", template));
        return template;
    }

    static ProxmoxCloud cloud(String name, ProxmoxTemplate template) {
        ProxmoxCloud cloud = new ProxmoxCloud(name);
        cloud.setTemplates(List.of(template));
        return cloud;
    }

    static ProxmoxTemplate template(InProcessConnector connector) {
        ProxmoxTemplate template = new ProxmoxTemplate("debian", "debian-12");
        template.setLabels("debian");
        template.setFull(true);
        template.setConnector(connector);
        return template;
    }

    /** All agents of this Jenkins that are up. */
    static List<ProxmoxComputer> computers() {
        return AgentFleet.agents().stream()
                .map(ProxmoxAgent::toComputer)
                .map(ProxmoxComputer.class::cast)
                .toList();
    }

    /** Waits until agents are gone, which they are in the background, and then for what is left of their guests. */
    void assertNothingIsLeft() throws Exception {
        assertThat(awaitNoAgents()).isTrue();
        assertThat(Disposals.attempt()).isEmpty();
        assertThat(proxmox.cluster().await(cluster -> cluster.guests().size() == before))
                .isTrue();
    }

    private static boolean awaitNoAgents() throws InterruptedException {
        Semaphore deletions = new Semaphore(0);
        NodeListener listener = new NodeListener() {
            @Override
            protected void onDeleted(Node node) {
                deletions.release();
            }
        };
        ExtensionList.lookup(NodeListener.class).add(0, listener);
        while (!Jenkins.get().getNodes().isEmpty()) {
            if (!deletions.tryAcquire(2, TimeUnit.MINUTES)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        proxmox.close();
    }
}
