package io.jenkins.plugins.proxmox.core.guest;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.config.NewMountPoint;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.Password;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewContainerTest {
    private static final VmId VMID = new VmId(300);
    private static final VolumeId TEMPLATE = VolumeId.parse("local:vztmpl/debian.tar.zst");
    private static final NewContainer CONTAINER = NewContainer.of(VMID, TEMPLATE, "local-lvm");

    @Test
    void isUnprivilegedAndHasFourGibUnlessSomebodySaysOtherwise() {
        assertThat(CONTAINER.unprivileged()).isTrue();
        assertThat(CONTAINER.privileged().unprivileged()).isFalse();
        assertThat(CONTAINER.rootSize()).isEqualTo(DataSize.ofGiB(4));
        assertThat(CONTAINER.parameters()).hasToString("[vmid, ostemplate, rootfs, unprivileged]");
    }

    @Test
    void namesTheParametersOfTheApi() {
        NewContainer container = CONTAINER
                .named(new GuestName("ci-1"))
                .password(new Password("correct horse"))
                .sshKeys(List.of("ssh-ed25519 AAAA ci\n"))
                .inPool("ci")
                .with(ConfigChange.none().cores(2));
        assertThat(container.parameters())
                .hasToString(
                        "[vmid, ostemplate, rootfs, hostname, password, unprivileged, pool, ssh-public-keys, cores]");
        assertThat(container).asString().doesNotContain("correct horse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local:iso/debian.iso", "local:backup/vzdump-lxc-1.tar", "local-lvm:vm-100-disk-0"})
    void refusesWhatIsNoTemplate(String volume) {
        assertRefused(
                "ostemplate",
                () -> NewContainer.of(VMID, VolumeId.parse(volume), "local-lvm"),
                "'" + volume + "' is no template of containers",
                "local:vztmpl/");
    }

    @Test
    void refusesARootFileSystemWithoutSpace() {
        assertRefused("rootfs", () -> CONTAINER.rootSize(new DataSize(0)), "size 0");
    }

    @Test
    void refusesARootFileSystemThatIsGivenTwice() {
        NewMountPoint root = NewMountPoint.on("nfs", DataSize.ofGiB(1), "/");
        ConfigChange twice = ConfigChange.none().mountPoint(MountPointId.ROOTFS, root);
        assertRefused("rootfs", () -> CONTAINER.with(twice), "rootfs is given by storage and size already");
    }

    @Test
    void refusesToDeleteWhatIsNotThereYet() {
        ConfigChange change = ConfigChange.none().delete("nameserver");
        assertRefused("nameserver", () -> CONTAINER.with(change), "no option 'nameserver' that could be deleted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAAC3Nz", "ssh-ed25519", "ssh-ed25519 AAAA\nssh-ed25519 BBBB"})
    void refusesWhatIsNoSshKey(String key) {
        assertRefused(
                "ssh-public-keys",
                () -> CONTAINER.sshKeys(List.of(key)),
                "'" + key + "' is no SSH public key",
                "AAAA...");
    }

    @Test
    void refusesNamesThatNothingHas() {
        assertRefused("storage", () -> NewContainer.of(VMID, TEMPLATE, "a b"), "'a b' is no name of a storage");
        assertRefused("pool", () -> CONTAINER.inPool("a:b"), "'a:b' is no name of a pool");
    }
}
