package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.RecordedRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LookAtGuestTest {
    private static final OperationOptions OPTIONS = OperationOptions.within(Duration.ofMinutes(1));

    @ParameterizedTest
    @EnumSource
    void tellsWhatThereIsToKnowOfAVirtualMachine(PveVersion version) throws IOException {
        try (Lab lab = Lab.start(version)) {
            Mark mark = new Mark("here", new VmId(101), "op-1", "job/a/7/", Optional.of(Instant.EPOCH));
            lab.proxmox
                    .cluster()
                    .guest(101)
                    .orElseThrow()
                    .tags("ci", "jenkins")
                    .pool("ci")
                    .description(mark.addTo("the web server"))
                    .set("cores", "4");
            lab.run(new TakeSnapshot("web", "clean", null, false));
            lab.run(new TakeSnapshot("web", "after", null, false));
            lab.proxmox.requests().clear();

            Map<String, Object> guest = Lab.result(
                    lab.begin(new LookAtGuest("web", false), OPTIONS.by(new Requester("here", "", Guard.OPEN))));

            assertThat(guest)
                    .containsEntry("vmid", 101)
                    .containsEntry("name", "web")
                    .containsEntry("status", "running")
                    .containsEntry("tags", List.of("ci", "jenkins"))
                    .containsEntry("pool", "ci")
                    .containsEntry("description", "the web server")
                    .containsEntry("own", true)
                    .containsEntry("owner", "job/a/7/")
                    .containsEntry("expires", "1970-01-01T00:00:00Z")
                    .containsEntry("cores", 4)
                    .containsEntry("memory", 1024L)
                    .containsEntry("lock", null)
                    .containsEntry("protection", false)
                    .containsEntry("addresses", List.of())
                    .containsEntry("address", null);
            assertThat(Set.copyOf((List<?>) guest.get("snapshots"))).isEqualTo(Set.of("clean", "after"));
            assertThat(guest.get("disks").toString())
                    .matches("\\[\\{disk=scsi0, volume=local-lvm:vm-101-disk-0, storage=local-lvm, size=2147483648}]");
            assertThat(lab.proxmox.requests().all())
                    .hasSize(4)
                    .extracting(RecordedRequest::method)
                    .containsOnly("GET");
        }
    }

    @Test
    void tellsOfAContainerWhereItsDisksAre() throws IOException {
        try (Lab lab = Lab.start()) {
            Map<String, Object> guest = lab.run(new LookAtGuest("202", false));

            assertThat(guest)
                    .containsEntry("type", "container")
                    .containsEntry("own", false)
                    .containsEntry("owner", null)
                    .containsEntry("uptime", 0L)
                    .containsEntry("snapshots", List.of());
            assertThat(guest.get("disks").toString()).contains("disk=rootfs", "path=/}");
        }
    }

    @Test
    void asksForAddressesOnlyWhereThereAreAny() throws IOException {
        try (Lab lab = Lab.start()) {
            assertThat(lab.run(new LookAtGuest("web", true)))
                    .containsEntry("address", "10.0.0.101")
                    .containsEntry("addresses", List.of("10.0.0.101"));
            assertThat(lab.run(new LookAtGuest("cache", true))).containsEntry("address", "10.0.0.201");
            assertThat(lab.run(new LookAtGuest("build", true))).containsEntry("address", null);
            lab.proxmox.cluster().guest(101).orElseThrow().withoutGuestAgent();
            assertThat(lab.run(new LookAtGuest("web", true)))
                    .containsEntry("status", "running")
                    .containsEntry("address", null);
        }
    }

    @Test
    void isHeldToThePolicy() throws IOException {
        try (Lab lab = Lab.start()) {
            Guard nothing = new Guard(new Policy(Set.of(), Set.of(), List.of()), "lab", "team/job");

            assertThatThrownBy(() -> Lab.result(
                            lab.begin(new LookAtGuest("web", false), OPTIONS.by(new Requester("here", "", nothing)))))
                    .hasMessageContaining("does not let team/job look at web (101)");
        }
    }

    @Test
    void needsAGuest() {
        assertRefused("guest", () -> new LookAtGuest(" ", false), "No guest is given");
    }
}
