package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeepTimeTest {
    @ParameterizedTest
    @CsvSource({"8, PT8H", "8h, PT8H", "30m, PT30M", "30 M, PT30M", "2d, PT48H", "365d, PT8760H", "1m, PT1M"})
    void hoursAreMeantIfNothingElseIsSaid(String text, Duration time) {
        assertThat(KeepTime.parse(text)).contains(time);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void nothingIsNoTime(String text) {
        assertThat(KeepTime.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0m", "-1", "8.5", "8 weeks", "soon", "true", "366d", "8761", "1234567"})
    void anythingElseIsRefused(String text) {
        assertRefused("keepOnFailure", () -> KeepTime.parse(text), "'" + text + "' is no time", "expected are hours");
    }
}
