package io.jenkins.plugins.proxmox.core.guest;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.GuestType;
import org.junit.jupiter.api.Test;

class MigrateCallTest {
    private static final MigrateCall CALL = MigrateCall.to("pve2");

    @Test
    void isForAGuestThatIsOff() {
        assertThat(CALL.parameters(GuestType.VIRTUAL_MACHINE)).hasToString("[target]");
        assertThat(CALL.parameters(GuestType.CONTAINER)).hasToString("[target]");
    }

    @Test
    void namesTheParametersOfBothTypes() {
        MigrateCall call = CALL.whileRunning().withLocalDisksTo("fast");
        assertThat(call.parameters(GuestType.VIRTUAL_MACHINE))
                .hasToString("[target, online, with-local-disks, targetstorage]");
        assertThat(call.parameters(GuestType.CONTAINER)).hasToString("[target, restart, target-storage]");
        assertThat(CALL.withLocalDisks().storage()).isEmpty();
    }

    @Test
    void refusesNamesThatNothingHas() {
        assertRefused("node", () -> MigrateCall.to(""), "'' is no name of a node");
        assertRefused("node", () -> MigrateCall.to("pve_2"), "'pve_2' is no name of a node", "letters, digits");
        assertRefused("storage", () -> CALL.withLocalDisksTo("1st"), "'1st' is no name of a storage");
    }
}
