package io.jenkins.plugins.proxmox.core.value;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"s1", "clean", "before_build-42", "Current", "currently"})
    void takesWhatProxmoxTakes(String text) {
        assertThat(new SnapshotName(" " + text + " ").text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1abc", "_abc", "-abc", "a b", "a.b", "a/b", "größe"})
    void refusesAnythingElse(String text) {
        assertRefused(
                "snapshot",
                () -> new SnapshotName(text),
                "'" + text + "'",
                "expected are 2 to 40 letters, digits, hyphens and underscores, a letter first");
    }

    @Test
    void takes40CharactersAndNoMore() {
        assertThat(new SnapshotName("s".repeat(40)).text()).hasSize(40);
        assertRefused("snapshot", () -> new SnapshotName("s".repeat(41)), "2 to 40");
    }

    @ParameterizedTest
    @ValueSource(strings = {"current", "pending", "vzdump"})
    void refusesWhatProxmoxKeepsForItself(String text) {
        assertRefused("snapshot", () -> new SnapshotName(text), "'" + text + "'", "reserved");
    }
}
