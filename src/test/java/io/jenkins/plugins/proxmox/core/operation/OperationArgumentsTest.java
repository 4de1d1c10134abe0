package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operations refuse before anything is sent. */
class OperationArgumentsTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void everyOperationNeedsAGuest(String guest) {
        String expected = "No guest is given; expected is a VMID, a name or tag:NAME";
        assertRefused("guest", () -> new TakeSnapshot(guest, "clean", null, false), expected);
        assertRefused("guest", () -> new RollBack(guest, "clean", false), expected);
        assertRefused("guest", () -> new ChangePower(guest, PowerAction.START, null), expected);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "1abc", "current"})
    void aSnapshotNeedsAName(String name) {
        String shown = "'" + (name == null ? "" : name) + "'";
        assertRefused("snapshot", () -> new TakeSnapshot("web", name, null, false), shown);
        assertRefused("snapshot", () -> new RollBack("web", name, false), shown);
    }

    @Test
    void aSnapshotNeedsNoDescription() {
        assertThatCode(() -> new TakeSnapshot("web", "clean", null, true)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(names = "SHUTDOWN", mode = EnumSource.Mode.EXCLUDE)
    void onlyAShutdownCanBeForced(PowerAction action) {
        assertRefused(
                "forceAfter",
                () -> new ChangePower("web", action, 60),
                "forceAfter goes with the action shutdown only",
                action.label());
        assertThatCode(() -> new ChangePower("web", action, null)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aShutdownIsNotForcedAtOnce(int forceAfter) {
        assertRefused(
                "forceAfter",
                () -> new ChangePower("web", PowerAction.SHUTDOWN, forceAfter),
                "forceAfter: " + forceAfter,
                "expected are seconds, at least 1");
    }

    @Test
    void aShutdownCanBeForcedAfterASecond() {
        assertThatCode(() -> new ChangePower("web", PowerAction.SHUTDOWN, 1)).doesNotThrowAnyException();
    }
}
