package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.storage.Retention;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupRequestTest {
    private final BackupRequest request = new BackupRequest(List.of("101"), null, null);

    @Test
    void takesGuestsOrAPoolOrANode() {
        assertThat(new BackupRequest(Arrays.asList("101", " ", null, "web"), " ", "").guests())
                .containsExactly(new GuestReference.ByVmId(new VmId(101)), new GuestReference.ByName("web"));
        assertThat(new BackupRequest(List.of(), " ci ", null).pool()).contains("ci");
        assertThat(new BackupRequest(List.of(""), null, " pve ").node()).contains("pve");
    }

    @Test
    void needsSomethingToBackUp() {
        assertRefused(
                "guest",
                () -> new BackupRequest(List.of(" "), "", null),
                "expected is one of guest, guests, pool, node");
    }

    @ParameterizedTest
    @CsvSource({"101, ci, ", "101, , pve", ", ci, pve", "101, ci, pve"})
    void needsToKnowWhichOfSeveralIsMeant(String guest, String pool, String node) {
        assertRefused(
                "guest",
                () -> new BackupRequest(guest == null ? List.of() : List.of(guest), pool, node),
                "More than one of",
                "expected is exactly one");
    }

    @Test
    void refusesAGuestThatCantBe() {
        assertRefused("guest", () -> new BackupRequest(List.of("web_1"), null, null), "'web_1'", "expected");
    }

    @Test
    void asksForAGuestThatGoesOnForZstdAndForNothingToBeRemoved() {
        assertThat(request.mode()).isEqualTo("snapshot");
        assertThat(request.compress()).isEqualTo("zstd");
        assertThat(request.prunes()).isFalse();
        assertThat(request.retention()).isEmpty();
        assertThat(request.protect()).isFalse();
        assertThat(request.storage()).isEmpty();
        assertThat(request.notes()).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void takesNullAndBlankForNothingSaid(String text) {
        request.mode(text).compress(text).storage(text).notes(text).prune(text);
        asksForAGuestThatGoesOnForZstdAndForNothingToBeRemoved();
    }

    @ParameterizedTest
    @CsvSource({"zstd, zstd", "GZIP, gzip", "' lzo ', lzo", "none, 0"})
    void spellsCompressionAsProxmoxDoes(String text, String sent) {
        assertThat(request.compress(text).compress()).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "zip", "zstd,gzip"})
    void refusesUnknownCompression(String text) {
        assertRefused("compress", () -> request.compress(text), "'" + text + "'", "zstd, gzip, lzo, none");
    }

    @Test
    void refusesAnUnknownMode() {
        assertThat(request.mode(" Stop ").mode()).isEqualTo("stop");
        assertRefused("mode", () -> request.mode("live"), "'live'", "expected is one of snapshot, suspend, stop");
    }

    @ParameterizedTest
    @MethodSource
    void sendsNotesInOneLine(String text, String sent) {
        assertThat(request.notes(text).notes()).contains(sent);
    }

    static Stream<Arguments> sendsNotesInOneLine() {
        return Stream.of(
                arguments("{{guestname}} by build 7", "{{guestname}} by build 7"),
                arguments("one\ntwo", "one\\ntwo"),
                arguments("one\r\ntwo", "one\\ntwo"),
                arguments("C:\\temp", "C:\\\\temp"));
    }

    @Test
    void takesNotesOf1024CharactersAsTheyAreSentAndNoMore() {
        assertThat(request.notes("x".repeat(1024)).notes()).isPresent();
        assertRefused("notes", () -> request.notes("x".repeat(1025)), "at most 1024");
        assertRefused("notes", () -> request.notes("x".repeat(1022) + "\ny"), "at most 1024");
    }

    @Test
    void prunesAsTheStorageSays() {
        request.prune("storage");
        assertThat(request.prunes()).isTrue();
        assertThat(request.retention()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep-last=3", "keep-all=1", "keep-last=3,keep-weekly=4,keep-yearly=1"})
    void prunesByARuleOfItsOwn(String rule) {
        request.prune(" " + rule + " ");
        assertThat(request.prunes()).isTrue();
        assertThat(request.retention()).contains(new Retention(rule));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3",
                "keep=3",
                "keep-last",
                "keep-last=",
                "keep-last=x",
                "keep-last=3;keep-weekly=4",
                "keep-last=3,"
            })
    void refusesARetentionThatIsNone(String rule) {
        assertRefused("prune", () -> request.prune(rule), "'" + rule + "'", "'storage'", "keep-last=3");
    }
}
