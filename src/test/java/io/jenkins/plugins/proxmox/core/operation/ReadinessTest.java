package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.jenkins.plugins.proxmox.core.value.GuestType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadinessTest {
    @ParameterizedTest
    @CsvSource({"none, NONE", "running, RUNNING", "Agent, AGENT", "' address ', ADDRESS", "SSH, SSH"})
    void isReadInWhateverCase(String text, Readiness readiness) {
        assertThat(Readiness.parse(text)).isEqualTo(readiness);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ip", "started"})
    void isRefusedIfItIsUnknown(String text) {
        assertRefused(
                "waitFor",
                () -> Readiness.parse(text),
                "'" + text + "'",
                "expected is one of none, running, agent, address, ssh");
    }

    @Test
    void cantBeTheGuestAgentOfAContainer() {
        assertRefused(
                "waitFor",
                () -> Arrival.check(Readiness.AGENT, SomeGuests.stopped(GuestType.CONTAINER, 9001, "lab-ct")),
                "lab-ct (9001)",
                "expected is one of none, running, address, ssh");
    }

    @ParameterizedTest
    @EnumSource(names = "AGENT", mode = EnumSource.Mode.EXCLUDE)
    void canBeAnythingElseOfAContainer(Readiness readiness) {
        assertThatCode(() -> Arrival.check(readiness, SomeGuests.stopped(GuestType.CONTAINER, 9001, "lab-ct")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void canBeAnythingOfAVirtualMachine(Readiness readiness) {
        assertThatCode(() ->
                        Arrival.check(readiness, SomeGuests.stopped(GuestType.VIRTUAL_MACHINE, 9000, "lab-debian")))
                .doesNotThrowAnyException();
    }
}
