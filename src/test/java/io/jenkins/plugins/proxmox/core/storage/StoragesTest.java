package io.jenkins.plugins.proxmox.core.storage;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoragesTest {
    @ParameterizedTest
    @EnumSource(PveVersion.class)
    void areListedAsTheNodeSeesThem(PveVersion version) throws IOException {
        try (StorageLab lab = StorageLab.start(version)) {
            Storages storages = new Storages(lab.tasks, "pve1");

            assertThat(storages.list()).extracting(Storage::id).containsExactlyInAnyOrder("local", "local-lvm", "nfs");
            assertThat(storages.list())
                    .filteredOn(storage -> storage.id().equals("local-lvm"))
                    .singleElement()
                    .satisfies(storage -> {
                        assertThat(storage.type()).isEqualTo("lvmthin");
                        assertThat(storage.shared()).isFalse();
                        assertThat(storage.used().orElseThrow().bytes()).isPositive();
                        assertThat(storage.available().orElseThrow().bytes()
                                        + storage.used().orElseThrow().bytes())
                                .isEqualTo(storage.total().orElseThrow().bytes());
                        assertThat(storage.linkedClones(GuestType.CONTAINER)).isEqualTo(Support.YES);
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(PveVersion.class)
    void areChosenByWhatTheyTake(PveVersion version) throws IOException {
        try (StorageLab lab = StorageLab.start(version)) {
            Storages storages = new Storages(lab.tasks, "pve1");

            assertThat(storages.withContent("backup"))
                    .extracting(Storage::id)
                    .containsExactlyInAnyOrder("local", "nfs");
            assertThat(storages.withContent("rootdir")).extracting(Storage::id).containsExactly("local-lvm");
            assertThat(storages.withContent("import")).isEmpty();
        }
    }

    @Test
    void nothingElseCanBeAskedFor() throws IOException {
        try (StorageLab lab = StorageLab.start()) {
            assertRefused(
                    "content",
                    () -> new Storages(lab.tasks, "pve1").withContent("disks"),
                    "'disks' is nothing that a storage holds; expected is one of images, rootdir, backup");
            assertRefused("node", () -> new Storages(lab.tasks, "pve1/x"), "'pve1/x' is no name of a node");
            assertRefused("storage", () -> new Storages(lab.tasks, "pve1").get("no such"), "'no such' is no name");
            assertThat(lab.proxmox.requests().all()).isEmpty();
        }
    }

    @Test
    void oneThatIsNotThereIsAnErrorThatNamesTheOthers() throws IOException {
        try (StorageLab lab = StorageLab.start()) {
            assertThat(new Storages(lab.tasks, "pve1").get("nfs")).hasToString("nfs on pve1");
            assertThatThrownBy(() -> new Storages(lab.tasks, "pve1").get("ceph"))
                    .isInstanceOfSatisfying(
                            ProxmoxException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.NotFound.class))
                    .hasMessageContaining("There is no storage 'ceph' on node pve1")
                    .hasMessageContaining("expected is one of local, local-lvm, nfs");
        }
    }

    @Test
    void aNodeThatIsNotThereIsAnError() throws IOException {
        try (StorageLab lab = StorageLab.start()) {
            assertThatThrownBy(() -> new Storages(lab.tasks, "pve9").list())
                    .isInstanceOfSatisfying(
                            ProxmoxException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.NotFound.class));
        }
    }
}
