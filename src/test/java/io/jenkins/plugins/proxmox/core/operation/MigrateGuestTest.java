package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrateGuestTest {
    private final Lab lab = Lab.start();

    @AfterEach
    void close() throws IOException {
        lab.close();
    }

    private EmbeddedGuest guest(int vmid) {
        return lab.proxmox.cluster().guest(vmid).orElseThrow();
    }

    private static MigrateGuest migrate(String guest, String target) {
        return new MigrateGuest(guest, target, false, null);
    }

    @ParameterizedTest
    @EnumSource(PveVersion.class)
    void guestsArriveAndRunAsBefore(PveVersion version) throws IOException {
        try (Lab other = Lab.start(version)) {
            GuestFacts web = other.run(new MigrateGuest("web", "pve2", false, "nfs"));
            GuestFacts cache = other.run(migrate("cache", "pve2"));
            GuestFacts build = other.run(migrate("build", "pve1"));

            assertThat(web.node()).isEqualTo("pve2");
            assertThat(web.status()).isEqualTo("running");
            assertThat(cache.node()).isEqualTo("pve2");
            assertThat(cache.status()).isEqualTo("running");
            assertThat(build.node()).isEqualTo("pve1");
            assertThat(build.status()).isEqualTo("stopped");
            assertThat(other.proxmox.cluster().guest(101).orElseThrow().config().get("scsi0"))
                    .startsWith("nfs:");
        }
    }

    @Test
    void aGuestUnderHighAvailabilityIsAwaited() {
        guest(101).highlyAvailable();
        Hold hold = lab.proxmox.tasks().hold("qmigrate");
        OperationRun<GuestFacts> run = lab.begin(new MigrateGuest("web", "pve2", true, null));
        lab.proxmox.tasks().awaitTask(task -> task.type().equals("qmigrate"));
        lab.proxmox.tasks().awaitTask(task -> task.type().equals("hamigrate") && !task.isRunning());
        assertThat(run.result()).isNotDone();
        hold.release();

        assertThat(Lab.result(run).node()).isEqualTo("pve2");
    }

    @Test
    void whyATaskFailedIsToldFromItsLog() {
        lab.run(new TakeSnapshot("build", "clean", null, false));

        assertThatThrownBy(() -> lab.run(migrate("build", "pve1")))
                .hasMessageContaining("migration aborted")
                .hasMessageContaining("Problem found while scanning volumes");
        assertThat(guest(102).node()).isEqualTo("pve2");
    }

    @Test
    void aLinkedCloneStaysWithItsTemplate() {
        lab.proxmox
                .cluster()
                .addStorage(new Storage("zfs", "zfspool", new TreeSet<>(Set.of("images")), false, 1L << 40));
        lab.proxmox
                .cluster()
                .addVirtualMachine("pve1", 9100, "base")
                .storage("zfs")
                .template();
        lab.run(new CloneGuest(new CloneRequest("base").name("ci-1")));

        assertThatThrownBy(() -> lab.run(migrate("ci-1", "pve2")))
                .hasMessageContaining("it is a linked clone, and other nodes don't share its template's disk");
        assertThat(lab.proxmox.tasks().ofType("qmigrate")).isEmpty();
    }

    @Test
    void somebodyElseHavingMovedItToTheSameNodeIsSuccess() {
        lab.proxmox.faults().call("POST", "/nodes/*/qemu/102/migrate").answer(500, "VM is locked (migrate)");
        OperationRun<GuestFacts> run = lab.begin(migrate("build", "pve1"));
        while (lab.console.stream().noneMatch(line -> line.contains("is locked (migrate)"))) {
            Thread.onSpinWait();
        }
        lab.proxmox.cluster().moveGuest(102, "pve1");

        assertThat(Lab.result(run).node()).isEqualTo("pve1");
    }

    @Test
    void aNodeThatIsDownIsNoTarget() {
        lab.proxmox.cluster().nodeOffline("pve2");

        assertThatThrownBy(() -> lab.run(migrate("web", "pve2")))
                .hasMessageContaining("There is no node 'pve2' that is online (target); expected is one of pve1");
    }
}
