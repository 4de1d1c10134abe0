package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.cloud.settings.AgentTime;
import io.jenkins.plugins.proxmox.cloud.settings.ReusableLife;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Agents that have lost their connection. */
@WithJenkins
class ReconnectionTest {
    @AfterEach
    void clock() {
        AgentTime.startUpBy(Duration.ofMinutes(1));
    }

    /** What Jenkins looks after once a minute would take some of them. */
    @Test
    void whatFailsIsTriedAgain(JenkinsRule jenkins) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (LifeLab lab = new LifeLab()) {
            AgentTime.startUpBy(Duration.ofSeconds(1));
            lab.connect(new ReusableLife(), template -> {
                template.setStartupMinutes(90);
                template.setConnector(InProcessConnector.plan("cut", connecting -> {
                    if (tries.getAndIncrement() % 6 > 0) {
                        throw new IOException("No route to host");
                    }
                }));
            });
            ProxmoxAgent agent = LifeLab.agent();
            ProxmoxComputer computer = agent.computer().orElseThrow();

            InProcessConnector.drop(agent.getNodeName());
            LifeLab.await(() -> tries.get() > 6 && computer.isOnline());

            assertThat(tries.get()).isEqualTo(7);
            assertThat(AgentFleet.agents()).containsExactly(agent);
            assertThat(computer.getLog()).doesNotContain("No route to host");
            assertThat(lab.tasks("qmclone")).isEqualTo(1);
        }
    }
}
