package io.jenkins.plugins.proxmox.cloud.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.cloud.settings.AgentTime;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When it is tried to have a connection back that was lost. */
class ReconnectionPauseTest {
    private static final Duration FIVE = Duration.ofSeconds(5);

    private final Reconnection reconnection = new Reconnection();

    @AfterEach
    void clock() {
        AgentTime.goBy(System::nanoTime);
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
        AgentTime.goBy(() -> 0);
        reconnection.online();
        assertThat(reconnection.next(Duration.ZERO)).isZero();
        reconnection.online();
        AgentTime.goBy(() -> Duration.ofSeconds(59).toNanos());
        assertThat(reconnection.next(Duration.ZERO))
                .as("one that comes and goes")
                .hasSeconds(2);
        reconnection.online();
        AgentTime.goBy(() -> Duration.ofSeconds(119).toNanos());
        assertThat(reconnection.next(Duration.ZERO)).isZero();
        AgentTime.goBy(() -> Duration.ofSeconds(500).toNanos());
        assertThat(reconnection.next(Duration.ZERO)).as("it was offline since").hasSeconds(2);
    }

    @Test
    void onlyOneIsAboutToTry() {
        assertThat(reconnection.isMine()).isTrue();
        assertThat(reconnection.isMine()).isFalse();
        reconnection.begins();
        assertThat(reconnection.isMine()).isTrue();
    }
}
