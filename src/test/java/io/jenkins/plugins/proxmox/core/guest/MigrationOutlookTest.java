package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.guest.MigrationOutlook.LocalDisk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationOutlookTest {
    @Test
    void tellsWhatStandsInTheWay() {
        MigrationOutlook outlook = MigrationOutlook.of(Replies.of("""
                {"running":1,"allowed_nodes":["pve2"],
                "not_allowed_nodes":{"pve3":{"unavailable_storages":["fast","slow"]},"pve4":{"unavailable-resources":["gpu"]}},
                "local_disks":[{"volid":"local-lvm:vm-101-disk-0","cdrom":0,"is_unused":0,"size":2147483648},
                {"volid":"local-lvm:vm-101-disk-1","is_unused":1},{"volid":"cdrom","cdrom":1}],
                "local_resources":["hostpci0"],"mapped-resources":[]}"""));

        assertThat(outlook.running()).isTrue();
        assertThat(outlook.missing()).isEqualTo(Map.of("pve3", List.of("fast", "slow")));
        assertThat(outlook.localDisks())
                .containsExactly(
                        new LocalDisk("local-lvm:vm-101-disk-0", false, true),
                        new LocalDisk("local-lvm:vm-101-disk-1", false, false),
                        new LocalDisk("cdrom", true, true));
        assertThat(outlook.localDevices()).containsExactly("hostpci0");
    }

    @Test
    void whatVersion7DoesNotTellIsAbsent() {
        MigrationOutlook outlook =
                MigrationOutlook.of(Replies.of("{\"running\":1,\"local_disks\":[],\"local_resources\":[]}"));

        assertThat(outlook.missing()).isEmpty();
        assertThat(outlook.localDisks()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "local-lvm:vm-101-disk-0, false, false",
        "zfs:base-9000-disk-0/vm-101-disk-0, true, false",
        "local:9000/base-9000-disk-0.qcow2/101/vm-101-disk-0.qcow2, true, false",
        "local:9000/base-9000-disk-0.qcow2, false, false",
        "local-lvm:vm-101-cloudinit, false, true",
        "local:101/vm-101-cloudinit.qcow2, false, true",
        "local:iso/debian.iso, false, false",
        "cdrom, false, false",
    })
    void namesTellClonesAndCloudInit(String volume, boolean linked, boolean cloudInit) {
        LocalDisk disk = new LocalDisk(volume, false, true);

        assertThat(disk.linkedClone()).isEqualTo(linked);
        assertThat(disk.cloudInit()).isEqualTo(cloudInit);
    }
}
