package io.jenkins.plugins.proxmox.core.storage;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NodeStorageTest {
    private static final VmId WEB = new VmId(101);

    @ParameterizedTest
    @EnumSource(PveVersion.class)
    void tellsHowItStands(PveVersion version) throws IOException {
        try (StorageLab lab = StorageLab.start(version)) {
            Storage status = lab.storage("nfs").status();

            assertThat(status.id()).isEqualTo("nfs");
            assertThat(status.shared()).isTrue();
            assertThat(status.takes("backup")).isTrue();
            assertThat(status.total()).contains(DataSize.parse("1T"));
            assertNotFound(() -> lab.storage("ceph").status(), "No such storage.");
            assertNotFound(() -> lab.storage("ceph").volumes(), "storage 'ceph' does not exist");
        }
    }

    @Test
    void listsWhatIsOnIt() throws IOException {
        try (StorageLab lab = StorageLab.start()) {
            VolumeId web = lab.backUp(101, "local", "");
            VolumeId cache = lab.backUp(201, "local", "");
            NodeStorage local = lab.storage("local");

            assertThat(local.volumes("backup")).extracting(Volume::id).containsExactlyInAnyOrder(web, cache);
            assertThat(local.volumes("backup", WEB)).extracting(Volume::id).containsExactly(web);
            assertThat(local.volumes("iso"))
                    .extracting(volume -> volume.id().toString())
                    .containsExactly("local:iso/debian-12.7.0-amd64-netinst.iso");
            assertThat(local.volumes()).extracting(Volume::content).contains("backup", "iso", "vztmpl");
            assertThat(lab.storage("local-lvm").volumes())
                    .extracting(Volume::vmid)
                    .contains(Optional.of(WEB), Optional.of(new VmId(201)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "V7, 101, VIRTUAL_MACHINE, vma.zst",
        "V8, 101, VIRTUAL_MACHINE, vma.zst",
        "V9, 101, VIRTUAL_MACHINE, vma.zst",
        "V7, 201, CONTAINER, tar.zst",
        "V8, 201, CONTAINER, tar.zst",
        "V9, 201, CONTAINER, tar.zst"
    })
    void tellsAllOfAVolume(PveVersion version, int vmid, GuestType type, String format) throws IOException {
        try (StorageLab lab = StorageLab.start(version)) {
            VolumeId id = lab.backUp(vmid, "local", "one\\ntwo");
            Volume listed = lab.storage("local").volumes("backup").get(0);
            Volume single = lab.storage("local").volume(id);

            assertThat(listed.notes()).isEqualTo("one");
            assertThat(listed.created()).isPresent();
            assertThat(listed.subtype()).contains(type);
            assertThat(single.notes()).isEqualTo("one\ntwo");
            assertThat(single.path().orElseThrow())
                    .endsWith("/dump/" + id.name().substring("backup/".length()));
            assertThat(single.format()).isEqualTo(format).isEqualTo(listed.format());
            assertThat(single.size()).isPresent().isEqualTo(listed.size());
            assertThat(single.vmid()).contains(new VmId(vmid)).isEqualTo(listed.vmid());
            assertThat(single.content()).isEqualTo("backup");
            assertThat(single.subtype()).contains(type);
        }
    }

    @Test
    void aVolumeThatIsNotThereIsAnError() throws IOException {
        try (StorageLab lab = StorageLab.start()) {
            VolumeId gone = VolumeId.parse("local:backup/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst");

            assertNotFound(
                    () -> lab.storage("local").volume(gone),
                    "There is no volume local:backup/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst on pve1");
        }
    }

    @ParameterizedTest
    @EnumSource(PveVersion.class)
    void protectsAndAnnotatesBackups(PveVersion version) throws IOException {
        try (StorageLab lab = StorageLab.start(version)) {
            NodeStorage local = lab.storage("local");
            VolumeId id = lab.backUp(101, "local", "old");

            local.protect(id, true);
            local.annotate(id, "Build 7;\n50% = half & more ü");

            Volume changed = local.volume(id);
            assertThat(changed.protectedFromDeletion()).isTrue();
            assertThat(changed.notes()).isEqualTo("Build 7;\n50% = half & more ü");

            local.protect(id, false);
            local.annotate(id, "");

            assertThat(local.volume(id).protectedFromDeletion()).isFalse();
            assertThat(local.volume(id).notes()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(PveVersion.class)
    void deletesEvenWhatIsGone(PveVersion version) throws IOException {
        try (StorageLab lab = StorageLab.start(version)) {
            NodeStorage local = lab.storage("local");
            VolumeId id = lab.backUp(101, "local", "");

            Task task = local.delete(id);
            task.await(StorageLab.PATIENCE);
            assertThat(task.upid().orElseThrow().type()).isEqualTo("imgdel");
            assertThat(local.volumes("backup")).isEmpty();
            assertThat(local.delete(id).await(StorageLab.PATIENCE).succeeded()).isTrue();
        }
    }

    @Test
    void aProtectedBackupStays() throws IOException {
        try (StorageLab lab = StorageLab.start()) {
            NodeStorage local = lab.storage("local");
            VolumeId id = lab.backUp(201, "local", "");
            local.protect(id, true);

            assertThatThrownBy(() -> local.delete(id).await(StorageLab.PATIENCE))
                    .hasMessageContaining("cannot remove protected volume '" + id + "'");
            assertThat(local.volumes("backup")).hasSize(1);
        }
    }

    @Test
    void refusesVolumesOfOtherStorages() throws IOException {
        try (StorageLab lab = StorageLab.start()) {
            NodeStorage local = lab.storage("local");
            VolumeId other = VolumeId.parse("nfs:backup/x.vma");
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> local.volume(other),
                    () -> local.delete(other),
                    () -> local.protect(other, true),
                    () -> local.annotate(other, "x"))) {
                assertRefused(
                        "volume", call, "'nfs:backup/x.vma' is a volume of storage nfs; expected is one of local");
            }
            assertThat(lab.proxmox.requests().all()).isEmpty();
        }
    }

    @Test
    void refusesWhatCanNotBe() throws IOException {
        try (StorageLab lab = StorageLab.start()) {
            NodeStorage local = lab.storage("local");
            VolumeId image = VolumeId.parse("local:iso/debian.iso");

            assertRefused("volume", () -> local.protect(image, true), "'local:iso/debian.iso' is no backup");
            assertRefused("volume", () -> local.annotate(image, ""), "'local:iso/debian.iso' is no backup");
            assertRefused("content", () -> local.volumes("disk"), "'disk' is nothing that a storage holds");
            assertRefused("content", () -> local.volumes("", WEB), "'' is nothing that a storage holds");
            assertRefused("storage", () -> lab.storage("local:x"), "'local:x' is no name of a storage");
            assertRefused("node", () -> new NodeStorage(lab.tasks, "", "local"), "'' is no name of a node");
            assertThat(lab.proxmox.requests().all()).isEmpty();
        }
    }

    private static void assertNotFound(ThrowingCallable call, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProxmoxException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.NotFound.class))
                .hasMessageContaining(text);
    }
}
