package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.Connected;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ContainerTest {
    @Test
    void cannotBeSuspendedAndSaysWhatItCan() throws IOException {
        try (Connected lab = Connected.to(PveVersion.V8)) {
            Guest container = lab.cluster.guests().get("cache");

            assertThatThrownBy(container::suspend)
                    .isInstanceOfSatisfying(
                            ProxmoxException.class,
                            e -> assertThat(e.problem()).isInstanceOf(Problem.Unsupported.class))
                    .hasMessage("The container 201 on pve1 can't be suspended, only VMs can; expected is one of start,"
                            + " stop, shutdown, reboot");
            assertThatThrownBy(container::resume).hasMessageContaining("can't be resumed, only VMs can");
            assertThat(lab.changes()).isEmpty();
        }
    }
}
