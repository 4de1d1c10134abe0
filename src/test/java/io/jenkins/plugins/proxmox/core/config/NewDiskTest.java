package io.jenkins.plugins.proxmox.core.config;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewDiskTest {
    @ParameterizedTest
    @CsvSource({"32G, local-lvm:32", "512M, local-lvm:0.5", "1T, local-lvm:1024", "4M, local-lvm:0.00390625"})
    void isAllocatedInGib(String size, String text) {
        assertThat(NewDisk.on(" local-lvm ", DataSize.parse(size)).text()).isEqualTo(text);
    }

    @Test
    void isAVolumeThatExists() {
        assertThat(NewDisk.of(VolumeId.parse("local:100/vm-100-disk-0.qcow2")).text())
                .isEqualTo("local:100/vm-100-disk-0.qcow2");
    }

    @Test
    void isACdromDrive() {
        assertThat(NewDisk.cdrom(VolumeId.parse("local:iso/a b.iso")).text())
                .isEqualTo("local:iso/a b.iso,media=cdrom");
        assertThat(NewDisk.emptyCdrom().text()).isEqualTo("none,media=cdrom");
        assertThat(NewDisk.cloudInit("local-lvm").text()).isEqualTo("local-lvm:cloudinit");
    }

    @Test
    void hasOptions() {
        NewDisk disk = NewDisk.on("local", DataSize.ofGiB(8));
        assertThat(disk.backup(false)
                        .replicate(true)
                        .format(" qcow2 ")
                        .option("discard", "on")
                        .option("iothread", true))
                .hasToString("local:8,backup=0,replicate=1,format=qcow2,discard=on,iothread=1");
        assertThat(disk).as("unchanged").isEqualTo(NewDisk.on("local", DataSize.ofGiB(8)));
        assertThat(disk.backup(true)).isNotEqualTo(disk).hasSameHashCodeAs(disk.backup(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local:32", "local:0.5", "local:0", "local:cloudinit"})
    void refusesAVolumeWhoseNameAsksForANewOne(String volume) {
        assertRefused(
                "volume",
                () -> NewDisk.of(VolumeId.parse(volume)),
                "'" + volume + "' is no volume that exists but asks for a new one");
        assertRefused("volume", () -> NewDisk.cdrom(VolumeId.parse(volume)), "'" + volume + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "QCOW2", "vdi"})
    void refusesAFormatThatIsNone(String format) {
        assertRefused(
                "format",
                () -> NewDisk.emptyCdrom().format(format),
                "'" + format + "' is no format of a disk",
                "raw, qcow2 or vmdk");
    }

    @Test
    void refusesWhatCantBeWritten() {
        assertRefused("size", () -> NewDisk.on("local", new DataSize(0)), "'0' is no size of a volume", "more than 0");
        assertRefused("storage", () -> NewDisk.on("a:b", DataSize.ofGiB(1)), "'a:b' is no name of a storage");
        assertRefused("storage", () -> NewDisk.cloudInit("x"), "'x' is no name of a storage");
        assertRefused("serial", () -> NewDisk.emptyCdrom().option("serial", ""), "'' can't be the value of serial");
    }
}
