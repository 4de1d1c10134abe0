package io.jenkins.plugins.proxmox.core.config;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.PropertyString;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountPointTest {
    @Test
    void readsTheRootFileSystem() {
        MountPoint root = point("rootfs", "bt:130/vm-130-disk-0.raw,size=2G");
        assertThat(root.volume()).contains(VolumeId.parse("bt:130/vm-130-disk-0.raw"));
        assertThat(root.size()).contains(DataSize.ofGiB(2));
        assertThat(root.path()).contains("/");
        assertThat(root.backup()).isTrue();
        assertThat(root).hasToString("rootfs: bt:130/vm-130-disk-0.raw,size=2G");
    }

    @Test
    void readsAnotherOne() {
        MountPoint data = point("mp0", "volume=local-lvm:vm-100-disk-1,mp=/data,backup=1,size=8G,ro=1");
        assertThat(data.volume()).contains(VolumeId.parse("local-lvm:vm-100-disk-1"));
        assertThat(data.size()).contains(DataSize.ofGiB(8));
        assertThat(data.path()).contains("/data");
        assertThat(data.option("ro")).contains("1");
        assertThat(data.option("quota")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'local:x,mp=/a,backup=1', true",
        "'local:x,mp=/a,backup=on', true",
        "'local:x,mp=/a,backup=0', false",
        "'local:x,mp=/a', false",
        "'/srv/a,mp=/a,backup=1', false",
    })
    void isBackedUpIfItIsAVolumeAndAskedFor(String text, boolean backup) {
        assertThat(point("mp0", text).backup()).isEqualTo(backup);
    }

    @Test
    void hasNoVolumeWhereItIsADirectoryOfTheNode() {
        MountPoint directory = point("mp0", "/srv/data,mp=/data");
        assertThat(directory.volume()).isEmpty();
        assertThat(directory.size()).isEmpty();
        assertThat(point("mp0", "").path()).isEmpty();
    }

    @Test
    void keepsEverythingElseWhenAnOptionChanges() {
        MountPoint data = point("mp0", "local-lvm:vm-100-disk-1,mp=/data,size=8G");
        assertThat(data.with("backup", true).with("mp", "/srv").text())
                .hasToString("local-lvm:vm-100-disk-1,mp=/srv,size=8G,backup=1");
        assertRefused("mp", () -> data.with("mp", "/a,b"), "'/a,b' can't be the value of mp");
    }

    private static MountPoint point(String id, String text) {
        return new MountPoint(MountPointId.parse(id), PropertyString.parse(text));
    }
}
