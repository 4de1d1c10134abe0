package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.guest.MigrationOutlook;
import io.jenkins.plugins.proxmox.core.guest.MigrationOutlook.LocalDisk;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MigrationChecksTest {
    private static final LocalDisk DISK = new LocalDisk("local-lvm:vm-101-disk-0", false, true);
    private static final LocalDisk CLOUD_INIT = new LocalDisk("local-lvm:vm-101-cloudinit", true, true);

    private static MigrationChecks checks(boolean withLocalDisks, String targetStorage) {
        return new MigrationChecks(
                SomeGuests.stopped(GuestType.VIRTUAL_MACHINE, 101, "web"),
                "pve2",
                withLocalDisks,
                Optional.ofNullable(targetStorage));
    }

    private static MigrationOutlook outlook(boolean running, LocalDisk... disks) {
        return new MigrationOutlook(running, Map.of(), List.of(disks), List.of());
    }

    @Test
    void devicesOfTheNodeHoldAGuestBack() {
        MigrationOutlook outlook = new MigrationOutlook(false, Map.of(), List.of(), List.of("hostpci0", "usb1"));

        assertThatThrownBy(() -> checks(true, null).machine(outlook))
                .hasMessage("web (101) can't go from pve to pve2, since it uses devices of its node: hostpci0, usb1");
    }

    @Test
    void aStorageThatTheTargetLacksNeedsAnother() {
        MigrationOutlook outlook =
                new MigrationOutlook(false, Map.of("pve2", List.of("fast")), List.of(DISK), List.of());

        assertThatThrownBy(() -> checks(true, null).machine(outlook))
                .hasMessage("web (101) can't go to pve2, which lacks the storage fast; expected is another target, or a"
                        + " targetStorage");
        assertThatCode(() -> checks(false, "slow").machine(outlook)).doesNotThrowAnyException();
    }

    @Test
    void localDisksOfARunningGuestGoAlongIfAskedTo() {
        assertThatThrownBy(() -> checks(false, null).machine(outlook(true, DISK, CLOUD_INIT)))
                .hasMessageContaining("don't share: local-lvm:vm-101-disk-0; expected is withLocalDisks: true");
        assertThatCode(() -> checks(true, null).machine(outlook(true, DISK))).doesNotThrowAnyException();
        assertThatCode(() -> checks(false, "slow").machine(outlook(true, DISK))).doesNotThrowAnyException();
        assertThatCode(() -> checks(false, null).machine(outlook(false, DISK))).doesNotThrowAnyException();
    }

    @Test
    void aCdromStaysAndTheCloudInitDriveDoesNot() {
        assertThatThrownBy(() -> checks(true, null).machine(outlook(true, new LocalDisk("cdrom", true, true))))
                .hasMessageContaining("other nodes don't share its CD-ROM cdrom; take it out first");
        assertThatCode(() -> checks(false, null).machine(outlook(true, CLOUD_INIT)))
                .doesNotThrowAnyException();
    }
}
