package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackUpTest {
    @ParameterizedTest
    @CsvSource({"V7, web", "V8, web", "V9, web", "V7, cache", "V8, cache", "V9, cache", "V8, build", "V8, tools"})
    void theArchiveIsThereAndDescribed(PveVersion version, String guest) throws IOException {
        try (Lab lab = Lab.start(version)) {
            List<Volume> backups = lab.run(new BackUp(new BackupRequest(List.of(guest), null, null)
                    .storage("local")
                    .notes("nightly\n50% \\ of {{guestname}}")
                    .protect(true)));

            assertThat(backups).singleElement().satisfies(backup -> {
                assertThat(backup.size().orElseThrow().bytes()).isPositive();
                assertThat(backup.protectedFromDeletion()).isTrue();
                assertThat(backup.notes()).startsWith("nightly");
                assertThat(lab.proxmox.cluster().archives())
                        .singleElement()
                        .satisfies(archive -> assertThat(archive.volid())
                                .isEqualTo(backup.id().toString()));
            });
        }
    }

    @Test
    void guestsOfSeveralNodesAreBackedUpWhereTheyAre() throws IOException {
        try (Lab lab = Lab.start()) {
            List<Volume> backups =
                    lab.run(new BackUp(new BackupRequest(List.of("web", "102", "cache"), null, null).storage("nfs")));

            assertThat(backups)
                    .extracting(b -> b.vmid().orElseThrow().number())
                    .containsExactlyInAnyOrder(101, 102, 201);
            assertThat(lab.proxmox.tasks().ofType("vzdump")).hasSize(2);
        }
    }

    @Test
    void allGuestsOfAPoolOrNodeAreBackedUp() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.cluster().guest(101).orElseThrow().pool("ci");
            lab.proxmox.cluster().guest(202).orElseThrow().pool("ci");

            assertThat(lab.run(new BackUp(new BackupRequest(List.of(), "ci", null).storage("nfs"))))
                    .extracting(Volume::vmid)
                    .contains(Optional.of(new VmId(101)), Optional.of(new VmId(202)));
            assertThat(lab.run(new BackUp(new BackupRequest(List.of(), null, "pve2").storage("nfs"))))
                    .extracting(b -> b.vmid().orElseThrow().number())
                    .containsExactlyInAnyOrder(102, 202);
        }
    }

    @Test
    void nothingOlderIsRemovedUnlessAskedFor() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.run(new BackUp(new BackupRequest(List.of("web"), null, null).storage("local")));
            lab.run(new BackUp(new BackupRequest(List.of("web"), null, null)
                    .storage("local")
                    .prune("keep-last=1")));

            assertThat(lab.proxmox.requests().matching("POST", "/nodes/*/vzdump"))
                    .extracting(request -> request.parameter("remove").orElse(null))
                    .containsExactly("0", "1");
        }
    }

    @Test
    void aFailedGuestIsNamedWithItsError() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.cluster().guest(101).orElseThrow().lock("migrate");
            OperationOptions impatient = OperationOptions.within(Duration.ofSeconds(6));

            assertThatThrownBy(() -> Lab.result(lab.begin(
                            new BackUp(new BackupRequest(List.of("web"), null, null).storage("local")), impatient)))
                    .hasMessageContaining("Backing up web (101) on pve1 to local did not finish within 6.0 s")
                    .hasMessageContaining("VM is locked (migrate)");
            assertThat(lab.proxmox.cluster().archives()).isEmpty();
        }
    }

    @Test
    void aTaskThatSucceedsWithoutAnArchiveIsNoSuccess() throws IOException {
        try (Lab lab = Lab.start()) {
            BackupRequest request = new BackupRequest(List.of("web"), null, null).storage("local");
            lab.run(new BackUp(request));
            lab.proxmox
                    .faults()
                    .call("GET", "/nodes/*/storage/*/content")
                    .always()
                    .stale();

            assertThatThrownBy(() -> lab.run(new BackUp(request)))
                    .hasMessageContaining("storage local lists no new archive of web (101)");
        }
    }
}
