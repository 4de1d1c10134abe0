package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.value.VmIdRange;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many clones at once, of clients that know nothing of each other: each VMID is fought for, and every clone has to end
 * up with one of its own.
 */
class ParallelClonesTest {
    private static final int CLIENTS = 4;
    private static final int CLONES = 50;

    @ParameterizedTest
    @CsvSource({
        "V7, debian-12, 5000-5999",
        "V8, debian-12, 5000-5999",
        "V9, debian-12, 5000-5999",
        "V8, debian-12,",
        "V8, debian-ct, 5000-5999",
    })
    void noneIsLostAndNoneIsThereTwice(PveVersion version, String template, String range) throws IOException {
        Optional<VmIdRange> vmIds = Optional.ofNullable(range).map(VmIdRange::parse);
        List<Lab> clients = new ArrayList<>();
        try (Lab first = Lab.start(version, vmIds)) {
            clients.add(first);
            for (int i = 1; i < CLIENTS; i++) {
                clients.add(first.as(first.proxmox.token(), vmIds));
            }
            int before = first.proxmox.cluster().guests().size();

            List<OperationRun<GuestFacts>> runs = IntStream.range(0, CLONES)
                    .mapToObj(i -> clients.get(i % CLIENTS)
                            .begin(
                                    new CloneGuest(new CloneRequest(template).name("ci-" + i)),
                                    OperationOptions.within(Duration.ofMinutes(5))))
                    .toList();
            List<GuestFacts> clones = runs.stream().map(Lab::result).toList();

            assertThat(clones).extracting(GuestFacts::vmid).doesNotHaveDuplicates();
            vmIds.ifPresent(
                    it -> assertThat(clones).extracting(GuestFacts::vmid).allMatch(it::contains));
            assertThat(first.proxmox.cluster().guests()).hasSize(before + CLONES);
            assertThat(clones).allSatisfy(clone -> {
                EmbeddedGuest guest =
                        first.proxmox.cluster().guest(clone.vmid().number()).orElseThrow();
                assertThat(guest.name()).isEqualTo(clone.name());
                assertThat(guest.lock()).isEmpty();
            });
            assertThat(clones)
                    .extracting(GuestFacts::name)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, CLONES).mapToObj(i -> "ci-" + i).toList());
        } finally {
            for (Lab other : clients.subList(Math.min(1, clients.size()), clients.size())) {
                other.close();
            }
        }
    }
}
