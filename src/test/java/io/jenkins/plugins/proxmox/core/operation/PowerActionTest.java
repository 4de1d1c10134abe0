package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PowerActionTest {
    @ParameterizedTest
    @EnumSource
    void isReadAsItIsWritten(PowerAction action) {
        assertThat(PowerAction.parse(action.label())).isEqualTo(action);
    }

    @ParameterizedTest
    @CsvSource({"Start, START", "' shutdown ', SHUTDOWN", "HIBERNATE, HIBERNATE"})
    void isReadInWhateverCase(String text, PowerAction action) {
        assertThat(PowerAction.parse(text)).isEqualTo(action);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "restart", "power off"})
    void isRefusedIfItIsUnknown(String text) {
        assertRefused(
                "action",
                () -> PowerAction.parse(text),
                "'" + (text == null ? "" : text) + "'",
                "expected is one of start, stop, shutdown, reboot, reset, suspend, hibernate, resume");
    }

    @Test
    void existsForContainersAsFarAsProxmoxCanDoIt() {
        assertThat(Arrays.stream(PowerAction.values()).filter(PowerAction::isForContainers))
                .containsExactly(PowerAction.START, PowerAction.STOP, PowerAction.SHUTDOWN, PowerAction.REBOOT);
    }
}
