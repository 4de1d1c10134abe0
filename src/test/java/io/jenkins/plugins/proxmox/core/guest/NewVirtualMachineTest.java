package io.jenkins.plugins.proxmox.core.guest;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import org.junit.jupiter.api.Test;

class NewVirtualMachineTest {
    private static final NewVirtualMachine VM = NewVirtualMachine.of(new VmId(300));

    @Test
    void namesTheParametersOfTheApi() {
        assertThat(VM.parameters()).hasToString("[vmid]");
        assertThat(VM.named(new GuestName("ci-1"))
                        .inPool(" ci ")
                        .with(ConfigChange.none().cores(2).onboot(true))
                        .parameters())
                .hasToString("[vmid, name, pool, cores, onboot]");
        assertThat(VM.inPool(" ci ").pool()).contains("ci");
    }

    @Test
    void refusesToDeleteWhatIsNotThereYet() {
        assertRefused(
                "ide2",
                () -> VM.with(ConfigChange.none().cores(2).delete("ide2")),
                "A new guest has no option 'ide2' that could be deleted");
    }

    @Test
    void refusesAPoolThatNothingIsCalled() {
        assertRefused("pool", () -> VM.inPool("a/b/c/d"), "'a/b/c/d' is no name of a pool", "3 levels");
    }
}
