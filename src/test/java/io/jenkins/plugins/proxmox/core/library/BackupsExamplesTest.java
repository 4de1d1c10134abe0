package io.jenkins.plugins.proxmox.core.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.guest.BackupOptions;
import io.jenkins.plugins.proxmox.core.guest.Backups;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.Node;
import io.jenkins.plugins.proxmox.core.guest.RestoreCall;
import io.jenkins.plugins.proxmox.core.storage.NodeStorage;
import io.jenkins.plugins.proxmox.core.storage.Prunable;
import io.jenkins.plugins.proxmox.core.storage.Retention;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupsExamplesTest extends LibraryExamples {
    private final StringBuilder out = new StringBuilder();

    private void print(Object text) {
        out.append(text).append('\n');
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "cache"})
    void backUpOne(String name) {
        Guest guest = cluster.guests().get(name);
        // example
        BackupOptions options = BackupOptions.to("nfs")
                .notes("{{guestname}} before the upgrade")
                .keep(Retention.keepLast(3)); // without, older backups stay
        Task task = guest.backups().make(options);
        task.await(Duration.ofHours(2));
        VolumeId archive = guest.backups().archive(task, "nfs");

        for (Volume backup : guest.backups().list()) { // the latest first
            print(backup.id() + " of " + backup.created().orElseThrow() + ", " + backup.notes());
        }
        // end
        assertThat(out).contains(archive.toString()).contains(name + " before the upgrade");
    }

    @Test
    void backUpNode() {
        // example
        Node node = cluster.node("pve1");
        Task task = node.backups()
                .makeAll(Set.of(new VmId(9000), new VmId(9001)), BackupOptions.to("local")) // all but these
                .orElseThrow(); // empty if there is nothing to do
        task.await(Duration.ofHours(6));
        Map<VmId, VolumeId> archives = Backups.archives(task, "local");
        // end
        assertThat(archives).containsOnlyKeys(new VmId(101), new VmId(201));
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "cache"})
    void restore(String name) {
        Guest guest = cluster.guests().get(name);
        Task task = guest.backups().make(BackupOptions.to("local"));
        task.await(MINUTE);
        VolumeId archive = guest.backups().archive(task, "local");
        embedded(guest.vmid().number()).description("changed since");
        // example
        guest.stop().await(Duration.ofMinutes(1));
        guest.backups().restore(archive).await(Duration.ofHours(2)); // as it was; what it is now is lost
        // end
        assertThat(guest.config().description()).isEmpty();
        assertThat(guest.status().stopped()).isTrue();
    }

    @Test
    void restoreAsNew() {
        Guest guest = cluster.guests().get("web");
        Task task = guest.backups().make(BackupOptions.to("local"));
        task.await(MINUTE);
        VolumeId archive = guest.backups().archive(task, "local");
        // example
        Node node = cluster.node("pve1");
        RestoreCall call = RestoreCall.asNew(archive, cluster.nextFreeVmId()).storage("local-lvm");
        Guest restored = node.virtualMachines().restore(call).await(Duration.ofHours(2)); // with new MAC addresses

        NodeStorage storage = node.storages().get("local");
        storage.protect(archive, true); // now nobody can delete it
        storage.protect(archive, false);
        storage.delete(archive).await(Duration.ofMinutes(10));
        // end
        assertThat(restored.config().macAddresses())
                .hasSize(1)
                .doesNotContainAnyElementsOf(guest.config().macAddresses());
        assertThat(guest.backups().list()).isEmpty();
    }

    @Test
    void prune() {
        Guest web = cluster.guests().get("web");
        for (int i = 0; i < 3; i++) {
            web.backups().make(BackupOptions.to("nfs")).await(MINUTE);
        }
        // example
        NodeStorage storage = cluster.node("pve1").storages().get("nfs");
        Retention retention = new Retention("keep-last=1,keep-daily=7"); // of each guest
        for (Prunable backup : storage.prunable(retention, Optional.of(web.vmid()), Optional.empty())) {
            print(backup.mark() + " " + backup.id());
        }
        storage.prune(retention, Optional.of(web.vmid()), Optional.empty()).await(Duration.ofMinutes(10));
        // end
        assertThat(out).contains("KEEP nfs:backup/", "REMOVE nfs:backup/");
        assertThat(web.backups().list()).hasSize(1);
    }
}
