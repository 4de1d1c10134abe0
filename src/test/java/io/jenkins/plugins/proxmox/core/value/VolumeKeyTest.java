package io.jenkins.plugins.proxmox.core.value;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeKeyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ide0",
                "ide3",
                "sata0",
                "sata5",
                "scsi0",
                "scsi30",
                "virtio0",
                "virtio15",
                "efidisk0",
                "tpmstate0",
            })
    void knowsTheDisksOfAVirtualMachine(String text) {
        DiskId id = DiskId.parse(" " + text + " ");
        assertThat(id.text()).isEqualTo(text);
        assertThat(id).hasToString(text).isEqualTo(new DiskId(id.bus(), id.number()));
        assertThat(VolumeKey.find(text)).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ide4",
                "sata6",
                "scsi31",
                "virtio16",
                "efidisk1",
                "tpmstate1",
                "scsi",
                "scsi-1",
                "scsi01",
                "SCSI0",
                "scsihw",
                "virtiofs0",
                "scsi0x",
                "xscsi0",
                "net0",
                "scsi9999999999",
                "scsi\u0661",
            })
    void refusesOtherDisks(String text) {
        assertRefused(
                "disk",
                () -> DiskId.parse(text),
                "'" + text + "' is no disk of a VM",
                "expected is one of ide0-3, scsi0-30, virtio0-15, sata0-5, efidisk0, tpmstate0");
        assertThat(VolumeKey.find(text)).isEmpty();
    }

    @Test
    void refusesADiskTheBusHasNoPlaceFor() {
        assertRefused("disk", () -> new DiskId(DiskId.Bus.IDE, 4), "'ide4'", "ide0-3");
        assertRefused("disk", () -> new DiskId(DiskId.Bus.SCSI, -1), "'scsi-1'");
    }

    @Test
    void ordersDisksAsProxmoxDoes() {
        assertThat(sorted("sata1", "tpmstate0", "scsi10", "efidisk0", "scsi2", "virtio0", "ide2"))
                .containsExactly("ide2", "scsi2", "scsi10", "virtio0", "sata1", "efidisk0", "tpmstate0");
    }

    private static Stream<String> sorted(String... ids) {
        return Arrays.stream(ids).map(DiskId::parse).sorted().map(DiskId::text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rootfs", "mp0", "mp255"})
    void knowsTheFileSystemsOfAContainer(String text) {
        MountPointId id = MountPointId.parse(" " + text + " ");
        assertThat(id.text()).isEqualTo(text);
        assertThat(id).hasToString(text);
        assertThat(VolumeKey.find(text)).contains(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mp", "mp256", "mp-1", "mp00", "rootfs0", "root", "MP0"})
    void refusesOtherFileSystems(String text) {
        assertRefused(
                "mountPoint",
                () -> MountPointId.parse(text),
                "'" + text + "' is no mount point of a container",
                "expected is rootfs or one of mp0-255");
        assertThat(VolumeKey.find(text)).isEmpty();
    }

    @Test
    void putsTheRootFileSystemFirst() {
        assertThat(Stream.of(MountPointId.mp(10), MountPointId.mp(0), MountPointId.ROOTFS, MountPointId.mp(2))
                        .sorted())
                .containsExactly(MountPointId.ROOTFS, MountPointId.mp(0), MountPointId.mp(2), MountPointId.mp(10));
        assertThat(MountPointId.ROOTFS.isRoot()).isTrue();
        assertThat(MountPointId.mp(0).isRoot()).isFalse();
        assertRefused("mountPoint", () -> MountPointId.mp(256), "'mp256'");
        assertRefused("mountPoint", () -> MountPointId.mp(-1), "'mp-1'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unused0", "unused255"})
    void knowsUnusedVolumes(String text) {
        UnusedId id = UnusedId.parse(" " + text + " ");
        assertThat(id.text()).isEqualTo(text);
        assertThat(id).hasToString(text).isEqualTo(new UnusedId(id.number()));
        assertThat(VolumeKey.find(text)).contains(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unused", "unused256", "unused-1", "unused007"})
    void refusesOtherUnusedVolumes(String text) {
        assertRefused(
                "unused",
                () -> UnusedId.parse(text),
                "'" + text + "' is no unused volume",
                "expected is one of unused0-255");
        assertThat(VolumeKey.find(text)).isEmpty();
    }

    @Test
    void ordersUnusedVolumesByNumber() {
        assertThat(Stream.of(10, 9, 100).map(UnusedId::new).sorted())
                .extracting(UnusedId::number)
                .containsExactly(9, 10, 100);
        assertRefused("unused", () -> new UnusedId(256), "'unused256'");
    }
}
