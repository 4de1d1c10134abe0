package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.core.storage.NodeStorage;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeleteBackupsTest {
    private static final Requester ME = new Requester("me", "", new Guard(Policy.USUAL, "lab", "job"));
    private final Lab lab = Lab.start();

    @AfterEach
    void close() throws IOException {
        lab.close();
    }

    private void delete(Requester requester, String... backups) {
        Lab.result(lab.begin(
                new DeleteBackups(List.of(backups)),
                OperationOptions.within(Duration.ofMinutes(1)).by(requester)));
    }

    @Test
    void allAreDeletedWhereverTheyAre() {
        String first = lab.proxmox.cluster().addBackup(101);
        String second = lab.proxmox.cluster().addBackup(102);

        delete(Requester.ANYBODY, first, second, first);

        assertThat(lab.proxmox.cluster().archives()).isEmpty();
        assertThat(lab.proxmox.tasks().ofType("imgdel")).hasSize(2);
    }

    @Test
    void ifOneIsProtectedNoneIsDeleted() {
        String first = lab.proxmox.cluster().addBackup(101);
        String second = lab.proxmox.cluster().addBackup(102);
        new NodeStorage(lab.runner.cluster().tasks(), "pve2", "local").protect(VolumeId.parse(second), true);

        assertThatThrownBy(() -> delete(Requester.ANYBODY, first, second))
                .hasMessage(
                        "The backup " + second + " is protected, so it can't be deleted until somebody unprotects it");
        assertThat(lab.proxmox.cluster().archives()).hasSize(2);
    }

    @Test
    void aBackupOfOursCanBeDeletedWhenTheGuestIsGone() {
        lab.proxmox
                .cluster()
                .guest(102)
                .orElseThrow()
                .description(ME.mark(new VmId(102), "x").toString());
        String backup = lab.proxmox.cluster().addBackup(102);
        lab.proxmox.cluster().removeGuest(102);

        delete(ME, backup);

        assertThat(lab.proxmox.cluster().archives()).isEmpty();
    }

    @Test
    void aBackupOfSomebodyElseStaysEvenIfTheVmidIsOursNow() {
        String backup = lab.proxmox.cluster().addBackup(102);
        lab.proxmox
                .cluster()
                .guest(102)
                .orElseThrow()
                .description(ME.mark(new VmId(102), "x").toString());

        assertThatThrownBy(() -> delete(ME, backup)).hasMessageContaining("this Jenkins has not made it");
        assertThat(lab.proxmox.cluster().archives()).hasSize(1);
    }

    @Test
    void somethingThatIsNoBackupIsRefused() {
        assertThatThrownBy(() -> new DeleteBackups(List.of("local:iso/x.iso")))
                .hasMessageContaining("is no backup; expected is what proxmoxBackup returned");
        assertThatThrownBy(() -> new DeleteBackups(List.of())).hasMessageContaining("No backup is given");
    }
}
