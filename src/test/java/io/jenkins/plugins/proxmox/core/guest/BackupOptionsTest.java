package io.jenkins.plugins.proxmox.core.guest;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.storage.Retention;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupOptionsTest {
    private static final BackupOptions OPTIONS = BackupOptions.to("local");

    @Test
    void removeNothingAndProtectNothingUnlessAskedFor() {
        assertThat(OPTIONS.prune()).isFalse();
        assertThat(OPTIONS.protect()).isFalse();
        assertThat(OPTIONS.asProtected().protect()).isTrue();
        assertThat(OPTIONS.pruning().prune()).isTrue();
        assertThat(OPTIONS.keep(Retention.keepLast(2)).prune()).isTrue();
        assertThat(OPTIONS.patience(Duration.ZERO).parameters()).asString().contains("lockwait");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Snapshot", "live"})
    void refuseAnUnknownMode(String mode) {
        assertRefused("mode", () -> OPTIONS.mode(mode), "'" + mode + "' is not known", "snapshot, suspend, stop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "none", "zip"})
    void refuseAnUnknownCompression(String compression) {
        assertRefused(
                "compress",
                () -> OPTIONS.compress(compression),
                "'" + compression + "' is not known",
                "zstd, gzip, lzo");
    }

    @Test
    void takeNotesOf1024CharactersAndNoMore() {
        assertThat(OPTIONS.notes("n".repeat(1024)).notes()).isPresent();
        assertRefused("notes", () -> OPTIONS.notes("n".repeat(1025)), "1025 characters", "1024 at most");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "two\r\nlines", "\n"})
    void refuseNotesOfSeveralLines(String notes) {
        assertRefused("notes", () -> OPTIONS.notes(notes), "more than one line", "\\n stands for the next line");
    }

    @Test
    void refuseARetentionThatNothingWouldObey() {
        assertRefused(
                "retention",
                () -> new BackupOptions(
                        "local",
                        "stop",
                        "0",
                        Optional.empty(),
                        false,
                        false,
                        Optional.of(Retention.keepLast(1)),
                        Duration.ofHours(1)),
                "A retention means nothing unless older archives are removed");
    }

    @Test
    void refuseAStorageThatNothingIsCalled() {
        assertRefused("storage", () -> BackupOptions.to("a/b"), "'a/b' is no name of a storage");
        assertThat(BackupOptions.to(" local ").storage()).isEqualTo("local");
    }
}
