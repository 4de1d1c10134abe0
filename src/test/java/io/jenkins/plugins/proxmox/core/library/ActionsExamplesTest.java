package io.jenkins.plugins.proxmox.core.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActionsExamplesTest extends LibraryExamples {
    @ParameterizedTest
    @ValueSource(strings = {"build", "tools"})
    void power(String name) {
        Guest guest = cluster.guests().get(name);
        // example
        guest.start().await(Duration.ofMinutes(2));
        guest.awaitStatus(GuestStatus::running, Duration.ofMinutes(1));
        boolean ready = guest.ready();

        guest.reboot(Duration.ofMinutes(1)).await(Duration.ofMinutes(2)); // a VM starts again after the task's end
        guest.awaitStatus(GuestStatus::running, Duration.ofMinutes(2));

        guest.shutdown(Duration.ofMinutes(1), true).await(Duration.ofMinutes(2)); // true: switch off if it takes longer

        guest.start().await(Duration.ofMinutes(2));
        guest.stop().await(Duration.ofMinutes(1)); // at once
        // end
        assertThat(ready).isTrue();
    }

    @Test
    void memory() {
        VirtualMachine vm = cluster.node("pve1").virtualMachines().get("web");
        // example
        vm.suspend().await(Duration.ofMinutes(1)); // stays in memory
        vm.awaitStatus(status -> status.qmpStatus().filter("paused"::equals).isPresent(), Duration.ofMinutes(1));
        vm.resume().await(Duration.ofMinutes(1));

        vm.hibernate().await(Duration.ofMinutes(5)); // goes to disk
        vm.awaitStatus(GuestStatus::hibernated, Duration.ofMinutes(1));
        vm.start().await(Duration.ofMinutes(5));

        vm.reset().await(Duration.ofMinutes(1));
        // end
        assertThat(vm.ready()).isTrue();
    }
}
