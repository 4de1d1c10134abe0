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
        16,         50
        17,         51
        100,        56
        500,        80
        2000,       170
        10000,      650
        60000,      3650
        82499,      4999
        82500,      5000
        86400000,   5000
        """)
    void looksLessOftenTheOlderATaskButNeitherTooOftenNorTooSeldom(long age, long pause) {
        assertThat(TaskWatcher.interval(Duration.ofMillis(age))).isEqualTo(Duration.ofMillis(pause));
    }
}
