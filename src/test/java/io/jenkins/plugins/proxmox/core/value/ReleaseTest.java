package io.jenkins.plugins.proxmox.core.value;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTest {
    @ParameterizedTest
    @CsvSource({
        "8.4.21, 8, 4",
        "8.4-1, 8, 4",
        "9.2, 9, 2",
        "7.4-3, 7, 4",
        "9.0.0~11, 9, 0",
        "8.10, 8, 10",
        "' 8.4 ', 8, 4"
    })
    void readsWhatServersTell(String text, int major, int minor) {
        assertThat(Release.find(text)).contains(new Release(major, minor));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "8.", ".4", "x", "v8.4", "8,4", "-8.4", "99999999999.1"})
    void findsNoneInAnythingElse(String text) {
        assertThat(Release.find(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"8, 3, true", "8, 4, true", "8, 5, false", "7, 9, true", "9, 0, false"})
    void knowsWhetherItIsNewEnough(int major, int minor, boolean enough) {
        assertThat(new Release(8, 4).atLeast(major, minor)).isEqualTo(enough);
    }

    @Test
    void isOrderedByNumbers() {
        assertThat(Stream.of("8.10", "9.0", "8.2")
                        .map(text -> Release.find(text).orElseThrow())
                        .sorted()
                        .map(Release::toString))
                .containsExactly("8.2", "8.10", "9.0");
    }

    @Test
    void hasNoNegativeNumbers() {
        assertRefused("release", () -> new Release(-8, 4), "'-8.4' is no release");
        assertRefused("release", () -> new Release(8, -4), "'8.-4' is no release");
    }
}
