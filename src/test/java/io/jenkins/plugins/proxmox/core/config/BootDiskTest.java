package io.jenkins.plugins.proxmox.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.DataSize;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootDiskTest {
    private static final Map<String, String> DISKS = Map.of(
            "ide0", "local:iso/debian.iso,media=cdrom,size=600M",
            "ide2", "local-lvm:vm-100-cloudinit,media=cdrom",
            "efidisk0", "local-lvm:vm-100-disk-9,size=4M",
            "scsi0", "local-lvm:vm-100-disk-0,size=2G",
            "sata1", "local-lvm:vm-100-disk-1,size=3G",
            "virtio0", "local-lvm:vm-100-disk-2,size=4G");

    private static String boot(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(DISKS);
        values.putAll(more);
        return BootDisk.of(new GuestConfig(values)).map(it -> it.id().text()).orElse("none");
    }

    @ParameterizedTest
    @CsvSource({
        "order=scsi0, scsi0",
        "order=net0;ide2;virtio0;scsi0, virtio0",
        "order=ide0;sata1, sata1",
        "order=scsi7;sata1, sata1",
        "order=net0, none",
        "order=, none",
    })
    void isTheFirstDiskOfTheBootOrder(String boot, String expected) {
        assertThat(boot(Map.of("boot", boot))).isEqualTo(expected);
        // What came before 6.2 is of no account beside it.
        assertThat(boot(Map.of("boot", boot, "bootdisk", "virtio0"))).isEqualTo(expected);
    }

    @Test
    void isTheOneOldMachinesCallSo() {
        assertThat(boot(Map.of("boot", "cdn", "bootdisk", "sata1"))).isEqualTo("sata1");
        assertThat(boot(Map.of("bootdisk", "virtio0"))).isEqualTo("virtio0");
        assertThat(boot(Map.of("bootdisk", "ide0"))).isEqualTo("scsi0");
    }

    @Test
    void isTheFirstOneOfAllIfNothingIsSaid() {
        assertThat(boot(Map.of())).isEqualTo("scsi0");
        assertThat(boot(Map.of("boot", "cdn"))).isEqualTo("scsi0");
    }

    @Test
    void isTheOnlyOneWhateverIsSaid() {
        assertThat(BootDisk.of(new GuestConfig(Map.of("boot", "order=net0", "sata5", "nfs:100/vm-100-disk-0.qcow2"))))
                .hasValueSatisfying(disk -> {
                    assertThat(disk.id()).hasToString("sata5");
                    assertThat(disk.size()).isEmpty();
                });
        assertThat(BootDisk.of(new GuestConfig(Map.of("net0", "virtio")))).isEmpty();
    }

    @Test
    void isTheRootFileSystemOfAContainer() {
        assertThat(BootDisk.of(new GuestConfig(Map.of(
                        "mp0",
                        "local-lvm:vm-100-disk-1,mp=/data,size=9G",
                        "rootfs",
                        "local-lvm:vm-100-disk-0,size=2G"))))
                .hasValueSatisfying(disk -> {
                    assertThat(disk.id()).hasToString("rootfs");
                    assertThat(disk.size()).contains(DataSize.ofGiB(2));
                });
    }
}
