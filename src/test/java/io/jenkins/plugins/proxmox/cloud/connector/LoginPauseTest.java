package io.jenkins.plugins.proxmox.cloud.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoginPauseTest {
    private final LoginPause pauses = new LoginPause();

    /** Alone the tries of one agent with a wrong key were 3,000 calls in ten minutes. */
    @Test
    void aGuestThatRefusesForLongIsAskedSeldom() {
        Duration left = Duration.ofMinutes(10);
        List<Duration> all = new ArrayList<>();
        for (Optional<Duration> pause = pauses.next(left); pause.isPresent(); pause = pauses.next(left)) {
            all.add(pause.get());
            left = left.minus(pause.get());
        }

        assertThat(all).hasSizeLessThan(50).startsWith(Duration.ofSeconds(2), Duration.ofMillis(2500));
        assertThat(all.stream().filter(it -> it.toSeconds() < 5)).hasSizeGreaterThan(4);
        assertThat(all).allMatch(it -> it.compareTo(Duration.ofSeconds(15)) <= 0);
        assertThat(left).as("for a last try").isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void thereIsNoneWhenTimeIsOver() {
        assertThat(pauses.next(Duration.ofMillis(2100))).contains(Duration.ofMillis(100));
        assertThat(pauses.next(Duration.ofSeconds(2))).isEmpty();
        assertThat(pauses.next(Duration.ofSeconds(-1))).isEmpty();
    }
}
