package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Agents that have lost their connection, and when it is tried to have it back. */
class ReconnectionTest {
    private static final Duration FIVE = Duration.ofSeconds(5);

    private final Reconnection reconnection = new Reconnection();

    @AfterEach
    void clock() {
        AgentTime.source = System::nanoTime;
        AgentTime.minute = Duration.ofMinutes(1);
    }

    @Test
    void firstAtOnceThenLater() {
        assertThat(IntStream.range(0, 9)
                        .mapToObj(i -> reconnection.next(Duration.ZERO).toSeconds()))
                .containsExactly(0L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
        assertThat(new Reconnection().next(FIVE)).isEqualTo(FIVE);
    }

    @Test
    void oneThatIsSteadyBeginsAnew() {
        AgentTime.source = () -> 0;
        reconnection.online();
        assertThat(reconnection.next(Duration.ZERO)).isZero();
        reconnection.online();
        AgentTime.source = () -> Duration.ofSeconds(59).toNanos();
        assertThat(reconnection.next(Duration.ZERO))
                .as("one that comes and goes")
                .hasSeconds(2);
        reconnection.online();
        AgentTime.source = () -> Duration.ofSeconds(119).toNanos();
        assertThat(reconnection.next(Duration.ZERO)).isZero();
        AgentTime.source = () -> Duration.ofSeconds(500).toNanos();
        assertThat(reconnection.next(Duration.ZERO)).as("it was offline since").hasSeconds(2);
    }

    @Test
    void onlyOneIsAboutToTry() {
        assertThat(reconnection.isMine()).isTrue();
        assertThat(reconnection.isMine()).isFalse();
        reconnection.begins();
        assertThat(reconnection.isMine()).isTrue();
    }

    /** What Jenkins looks after once a minute would take some of them. */
    @Test
    @WithJenkins
    void whatFailsIsTriedAgain(JenkinsRule jenkins) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (LifeLab lab = new LifeLab()) {
            AgentTime.minute = Duration.ofSeconds(1);
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
