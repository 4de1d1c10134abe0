package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0.0 s",
        "PT0.44S, 0.4 s",
        "PT3.96S, 4.0 s",
        "PT9.94S, 9.9 s",
        "PT10S, 10 s",
        "PT59.999S, 59 s",
        "PT1M, 1 min",
        "PT3M20S, 3 min 20 s",
        "PT30M, 30 min",
        "PT59M59.9S, 59 min 59 s",
        "PT1H, 1 h",
        "PT2H0M59S, 2 h",
        "PT2H5M, 2 h 5 min",
        "PT30H, 30 h",
    })
    void areWrittenInTheUnitsThatMatter(Duration duration, String text) {
        assertThat(Durations.text(duration)).isEqualTo(text);
    }

    @Test
    void areWrittenAlikeOnEveryMachine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(Durations.text(Duration.ofMillis(1500))).isEqualTo("1.5 s");
        } finally {
            Locale.setDefault(before);
        }
    }
}
