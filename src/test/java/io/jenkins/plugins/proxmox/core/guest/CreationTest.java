package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.OnEveryRelease;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.config.NewDisk;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreationTest extends OnEveryRelease {
    private static final VmId TAKEN = new VmId(102);
    private static final VmId FREE = new VmId(300);
    private static final VolumeId TEMPLATE = VolumeId.parse("local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst");

    private Node node;

    @BeforeEach
    void node() {
        node = lab.cluster.nodes().of("pve1");
    }

    @Test
    void aVmidThatSomebodyHasIsRefused() {
        assertFailure(Problem.AlreadyExists.class, () -> node.virtualMachines().create(NewVirtualMachine.of(TAKEN)))
                .hasMessageContaining("102");
        assertFailure(
                        Problem.AlreadyExists.class,
                        () -> node.containers().create(NewContainer.of(TAKEN, TEMPLATE, "local-lvm")))
                .hasMessageContaining("102");
        assertThat(lab.embedded(102).name()).isEqualTo("build");
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian-12", "debian-ct"})
    void aCloneTakesNobodysVmid(String template) {
        Guest source = lab.cluster.guests().get(template);
        assertFailure(
                        Problem.AlreadyExists.class,
                        () -> source.cloneTo(CloneCall.to(TAKEN)).await(MINUTE))
                .hasMessageContaining("102");
        assertThat(lab.embedded(102).name()).isEqualTo("build");
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian-12, qmclone", "debian-ct, vzclone"})
    void aRaceThatIsLostInTheTaskLooksTheSame(String names) {
        Guest source = lab.cluster.guests().get(names.split(", ")[0]);
        lab.proxmox.faults().task(names.split(", ")[1]).fails("unable to create VM 300: config file already exists");
        Creation<? extends Guest> creation = source.cloneTo(CloneCall.to(FREE));
        assertFailure(Problem.AlreadyExists.class, () -> creation.await(MINUTE));
    }

    @Test
    void aTaskThatFailsTellsWhy() {
        VolumeId gone = VolumeId.parse("local:vztmpl/gone.tar.zst");
        assertFailure(
                        Problem.NotFound.class,
                        () -> node.containers()
                                .create(NewContainer.of(FREE, gone, "local-lvm"))
                                .await(MINUTE))
                .hasMessageContaining("volume 'local:vztmpl/gone.tar.zst' does not exist");
        assertThat(lab.proxmox.cluster().guest(300)).isEmpty();

        lab.proxmox.faults().task("qmcreate").fails("the node has no mind for it");
        assertFailure(
                        Problem.TaskFailed.class,
                        () -> node.virtualMachines()
                                .create(NewVirtualMachine.of(FREE))
                                .await(MINUTE))
                .hasMessage("the node has no mind for it");
    }

    @Test
    void aStorageThatIsNotThereIsMissed() {
        NewDisk disk = NewDisk.on("nowhere", DataSize.ofGiB(1));
        assertFailure(
                        Problem.NotFound.class,
                        () -> node.virtualMachines()
                                .create(NewVirtualMachine.of(FREE)
                                        .with(ConfigChange.none().disk(DiskId.parse("scsi0"), disk)))
                                .await(MINUTE))
                .hasMessageContaining("storage 'nowhere' does not exist");
        assertFailure(
                        Problem.NotFound.class,
                        () -> node.containers()
                                .create(NewContainer.of(FREE, TEMPLATE, "nowhere"))
                                .await(MINUTE))
                .hasMessageContaining("storage 'nowhere' does not exist");
        assertFailure(
                Problem.NotFound.class,
                () -> lab.cluster
                        .guests()
                        .get("debian-12")
                        .cloneTo(CloneCall.to(FREE).onStorage("nowhere"))
                        .await(MINUTE));
    }

    @Test
    void aCloneNeedsWhatItIsMadeOf() {
        Guest source = lab.cluster.guests().get("build");
        assertFailure(
                        Problem.NotFound.class,
                        () -> source.cloneTo(CloneCall.to(FREE).of(new SnapshotName("clean")))
                                .await(MINUTE))
                .hasMessageContaining("clean");
        assertFailure(
                        Problem.NotFound.class,
                        () -> source.cloneTo(CloneCall.to(FREE).onNode("pve3")))
                .hasMessageContaining("no such cluster node 'pve3'");
    }

    @Test
    void aPoolTakesItWhenItIsThere() {
        Guest vm = node.virtualMachines()
                .create(NewVirtualMachine.of(FREE).inPool("ci"))
                .await(MINUTE);
        assertThat(lab.embedded(300).pool()).contains("ci");
        assertThat(vm.status().stopped()).isTrue();
    }

    @Test
    void aProtectedOrRunningGuestIsNotDestroyed() {
        lab.embedded(102).protectedGuest();
        assertFailure(
                        Problem.class,
                        () -> lab.cluster.guests().get("build").destroy(true).await(MINUTE))
                .hasMessageContaining("protection mode enabled");
        assertFailure(
                        Problem.WrongState.class,
                        () -> lab.cluster.guests().get("web").destroy(true).await(MINUTE))
                .hasMessageContaining("is running");
        assertFailure(
                        Problem.WrongState.class,
                        () -> lab.cluster.guests().get("cache").destroy(true).await(MINUTE))
                .hasMessageContaining("is running");
    }
}
