package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskWatcherTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
        -1000,      50
        0,          50
        499,        50
        509,        50
        510,        51
        2000,       200
        49990,      4999
        50000,      5000
        60000,      5000
        86400000,   5000
        """)
    void looksAfterATenthOfTheAgeButNeitherTooOftenNorTooSeldom(long age, long pause) {
        assertThat(TaskWatcher.interval(Duration.ofMillis(age))).isEqualTo(Duration.ofMillis(pause));
    }
}
