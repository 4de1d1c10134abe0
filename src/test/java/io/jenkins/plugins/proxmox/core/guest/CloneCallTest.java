package io.jenkins.plugins.proxmox.core.guest;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import org.junit.jupiter.api.Test;

class CloneCallTest {
    private static final CloneCall CALL = CloneCall.to(new VmId(300));

    @Test
    void saysNothingThatNobodyAskedFor() {
        assertThat(CALL.parameters(GuestType.VIRTUAL_MACHINE)).hasToString("[newid]");
        assertThat(CALL.full()).as("linked or full is left to Proxmox VE").isEmpty();
    }

    @Test
    void namesTheParametersOfBothTypes() {
        CloneCall call = CALL.named(new GuestName("ci-1"))
                .onStorage(" nfs ")
                .onNode("pve2")
                .inPool("ci")
                .of(new SnapshotName("clean"))
                .describedAs("made by a test");
        assertThat(call.parameters(GuestType.VIRTUAL_MACHINE))
                .hasToString("[newid, name, full, storage, target, pool, snapname, description]");
        assertThat(call.parameters(GuestType.CONTAINER))
                .hasToString("[newid, hostname, full, storage, target, pool, snapname, description]");
        assertThat(call.storage()).contains("nfs");
    }

    @Test
    void isFullOnAStorageOfItsOwn() {
        assertThat(CALL.onStorage("nfs").full()).contains(true);
        assertThat(CALL.asFull().full()).contains(true);
        assertThat(CALL.asLinked().full()).contains(false);
    }

    @Test
    void refusesALinkedOneOnAnotherStorage() {
        assertRefused("storage", () -> CALL.onStorage("nfs").asLinked(), "storage: 'nfs' needs a full clone");
    }

    @Test
    void refusesNamesThatNothingHas() {
        assertRefused("storage", () -> CALL.onStorage("a b"), "'a b' is no name of a storage");
        assertRefused(
                "node", () -> CALL.onNode("pve.example.com"), "'pve.example.com' is no name of a node", "no dots");
        assertRefused("pool", () -> CALL.inPool("a//b"), "'a//b' is no name of a pool");
    }
}
