package io.jenkins.plugins.proxmox.core.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LivedTimeTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final LivedTime age = new LivedTime();

    @Test
    void beginsWithTheFirstLook() {
        assertThat(age.at(7 * MINUTE)).isZero();
        assertThat(age.at(9 * MINUTE)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void theClockMayOverflow() {
        age.at(Long.MAX_VALUE);
        assertThat(age.at(Long.MIN_VALUE + MINUTE - 1)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whatWasNotedIsKept() {
        age.at(0);
        age.note(3 * MINUTE);
        assertThat(age.unnoted(3 * MINUTE)).isZero();
        assertThat(age.at(5 * MINUTE)).isEqualTo(Duration.ofMinutes(5));
        assertThat(age.unnoted(5 * MINUTE)).isEqualTo(Duration.ofMinutes(2));
    }
}
