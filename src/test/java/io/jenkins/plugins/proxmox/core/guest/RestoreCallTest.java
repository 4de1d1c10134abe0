package io.jenkins.plugins.proxmox.core.guest;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreCallTest {
    private static final VmId VMID = new VmId(300);
    private static final VolumeId ARCHIVE = VolumeId.parse("local:backup/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst");
    private static final RestoreCall CALL = RestoreCall.asNew(ARCHIVE, VMID);

    @Test
    void makesANewGuestOfItsOwn() {
        assertThat(CALL.parameters(GuestType.VIRTUAL_MACHINE)).hasToString("[vmid, archive, unique]");
        assertThat(CALL.parameters(GuestType.CONTAINER)).hasToString("[vmid, ostemplate, restore, unique]");
    }

    @Test
    void replacesAGuestAsItWas() {
        assertThat(RestoreCall.replacing(ARCHIVE, VMID).parameters(GuestType.VIRTUAL_MACHINE))
                .hasToString("[vmid, archive, force]");
    }

    @Test
    void changesWhatItIsTold() {
        RestoreCall call =
                CALL.storage("nfs").inPool("ci").with(ConfigChange.none().cores(2));
        assertThat(call.parameters(GuestType.VIRTUAL_MACHINE))
                .hasToString("[vmid, archive, unique, storage, pool, cores]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local:iso/debian.iso", "local-lvm:vm-101-disk-0", "local:vztmpl/debian.tar.zst"})
    void refusesWhatIsNoBackup(String volume) {
        assertRefused(
                "archive",
                () -> RestoreCall.asNew(VolumeId.parse(volume), VMID),
                "'" + volume + "' is no backup",
                "local:backup/");
    }

    @Test
    void takesABackupOfABackupServer() {
        VolumeId archive = VolumeId.parse("pbs:backup/vm/101/2026-11-22T13:03:01Z");
        assertThat(RestoreCall.asNew(archive, VMID).archive()).isEqualTo(archive);
    }

    @Test
    void refusesValuesThatCantBe() {
        assertRefused("storage", () -> CALL.storage("x"), "'x' is no name of a storage");
        assertRefused("pool", () -> CALL.inPool("a b"), "'a b' is no name of a pool");
        assertRefused(
                "cores",
                () -> CALL.with(ConfigChange.none().delete("cores")),
                "A new guest has no option 'cores' that could be deleted");
    }
}
