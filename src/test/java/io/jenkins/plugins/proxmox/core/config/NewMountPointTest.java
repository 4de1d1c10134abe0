package io.jenkins.plugins.proxmox.core.config;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewMountPointTest {
    private static final DataSize SIZE = DataSize.ofGiB(8);

    @ParameterizedTest
    @ValueSource(strings = {"/data", "/srv/a.b/..c", "/d/.hidden", "/a..", "/ä"})
    void isSeenAtAPath(String path) {
        NewMountPoint point = NewMountPoint.on("local-lvm", SIZE, " " + path + " ");
        assertThat(point.text()).isEqualTo("local-lvm:8,mp=" + path);
        assertThat(point.isRoot()).isFalse();
    }

    @Test
    void isTheRootFileSystemWithoutAPath() {
        NewMountPoint root = NewMountPoint.on("local-lvm", SIZE, "/");
        assertThat(root.text()).isEqualTo("local-lvm:8");
        assertThat(root.isRoot()).isTrue();
        assertThat(root.acl(true).isRoot()).isTrue();
        assertRefused("backup", () -> root.backup(true), "The root file system takes no option backup");
    }

    @Test
    void isAVolumeThatExists() {
        assertThat(NewMountPoint.of(VolumeId.parse("bt:130/vm-130-disk-1.raw"), "/data")
                        .text())
                .isEqualTo("bt:130/vm-130-disk-1.raw,mp=/data");
        assertRefused(
                "volume", () -> NewMountPoint.of(VolumeId.parse("bt:8"), "/data"), "'bt:8' is no volume that exists");
    }

    @Test
    void hasOptions() {
        NewMountPoint point = NewMountPoint.on("local", SIZE, "/data");
        assertThat(point.backup(true)
                        .replicate(false)
                        .quota(true)
                        .readOnly(true)
                        .acl(false)
                        .option("mountoptions", "noatime;nodev"))
                .hasToString("local:8,mp=/data,backup=1,replicate=0,quota=1,ro=1,acl=0,mountoptions=noatime;nodev");
        assertThat(point).as("unchanged").isEqualTo(NewMountPoint.on("local", SIZE, "/data"));
        assertThat(point.acl(true)).isNotEqualTo(point).hasSameHashCodeAs(point.acl(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data", "../data", "/..", "/a/../b", "/a/..", "/a/./b", "/.", "/a,b", "/a b", "/a\nb"})
    void refusesOtherPaths(String path) {
        assertRefused(
                "path",
                () -> NewMountPoint.on("local", SIZE, path),
                "'" + path + "' is no path of a mount point",
                "absolute one without . and .., commas and blanks");
    }

    @Test
    void refusesWhatCantBeWritten() {
        assertRefused("size", () -> NewMountPoint.on("local", new DataSize(0), "/data"), "'0' is no size of a volume");
        assertRefused("storage", () -> NewMountPoint.on("", SIZE, "/data"), "'' is no name of a storage");
        assertRefused(
                "mountoptions",
                () -> NewMountPoint.on("local", SIZE, "/data").option("mountoptions", "a,b"),
                "'a,b' can't be the value of mountoptions");
    }
}
