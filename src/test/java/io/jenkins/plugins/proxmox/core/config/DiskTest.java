package io.jenkins.plugins.proxmox.core.config;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.PropertyString;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskTest {
    private static final String LINKED = "local:9000/base-9000-disk-0.qcow2/120/vm-120-disk-0.qcow2";

    @ParameterizedTest
    @ValueSource(strings = {LINKED + ",size=2G", "size=2G,file=" + LINKED, "volume=" + LINKED + ",size=2048M"})
    void readsADisk(String text) {
        Disk disk = disk(text);
        assertThat(disk.volume()).contains(VolumeId.parse(LINKED));
        assertThat(disk.size()).contains(DataSize.ofGiB(2));
        assertThat(disk.cdrom()).isFalse();
        assertThat(disk.cloudInit()).isFalse();
        assertThat(disk).hasToString("scsi0: " + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local:120/vm-120-cloudinit.qcow2,media=cdrom,size=4M",
                "local-lvm:vm-120-cloudinit,media=cdrom",
                "local-lvm:cloudinit,media=cdrom",
                "local:120/vm-120-cloudinit.raw,media=cdrom",
            })
    void knowsACloudInitDrive(String text) {
        assertThat(disk(text).cloudInit()).isTrue();
        assertThat(disk(text).cdrom()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none,media=cdrom",
                "cdrom,media=cdrom",
                "/mnt/cloudinit.iso,media=cdrom",
                "local:iso/my-cloudinit.iso,media=cdrom"
            })
    void knowsACdromDriveThatIsNone(String text) {
        assertThat(disk(text).cdrom()).isTrue();
        assertThat(disk(text).cloudInit()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none,media=disk", "/dev/sdb,size=x", "size=", "media=cdrom2"})
    void takesWhatItCantReadForAbsent(String text) {
        assertThat(disk(text).volume()).isEmpty();
        assertThat(disk(text).size()).isEmpty();
        assertThat(disk(text).cdrom()).isFalse();
    }

    @Test
    void keepsEverythingElseWhenAnOptionChanges() {
        Disk disk = disk("local-lvm:vm-100-disk-0,discard=on,size=2G");
        assertThat(disk.option("discard")).contains("on");
        assertThat(disk.option("ssd")).isEmpty();
        assertThat(disk.with("discard", "ignore").with("ssd", true).text())
                .hasToString("local-lvm:vm-100-disk-0,discard=ignore,size=2G,ssd=1");
        assertRefused("serial", () -> disk.with("serial", "a,b"), "'a,b' can't be the value of serial");
    }

    private static Disk disk(String text) {
        return new Disk(DiskId.parse("scsi0"), PropertyString.parse(text));
    }
}
