package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
        # status, qmpstatus,  lock,       state
        running,  running,    ,           running
        running,  ,           ,           running
        running,  paused,     ,           paused
        stopped,  stopped,    ,           stopped
        stopped,  stopped,    suspended,  hibernated
        stopped,  stopped,    backup,     stopped
        running,  prelaunch,  backup,     stopped
        """)
    void nameTheStateAsPeopleDo(String status, String qmpStatus, String lock, String state) {
        assertThat(Facts.state(SomeGuests.status(status, qmpStatus, lock))).isEqualTo(state);
    }

    @Test
    void holdWhatIsKnownOfTheGuest() {
        assertThat(Facts.of(SomeGuests.template(GuestType.CONTAINER, 9001, "lab-ct"), List.of("10.66.66.91")))
                .isEqualTo(new GuestFacts(
                        new VmId(9001), "lab-ct", "pve", GuestType.CONTAINER, "stopped", true, List.of("10.66.66.91")));
    }
}
