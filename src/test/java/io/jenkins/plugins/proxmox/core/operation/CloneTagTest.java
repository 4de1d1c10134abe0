package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tag that guests with a mark get, which nobody has asked for: no clone fails for want of it. */
class CloneTagTest {
    private static final String RESERVED = "Permission check failed (/, Sys.Modify for modifying tag '%s')";

    @ParameterizedTest
    @ValueSource(strings = {"debian-12", "debian-ct"})
    void theTagIsAddedToThoseOfTheTemplate(String template) throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.cluster().guests().stream()
                    .filter(guest -> guest.name().equals(template))
                    .forEach(guest -> guest.tags("base"));

            EmbeddedGuest clone = clone(lab, new CloneRequest(template));

            assertThat(tags(clone)).containsExactlyInAnyOrder("base", "jenkins");
            assertThat(mark(clone)).isPresent();
        }
    }

    @Test
    void aTemplateThatHasItAlreadyNeedsNoFurtherCall() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.cluster().guest(9000).orElseThrow().tags("Jenkins");

            clone(lab, new CloneRequest("9000"));

            assertThat(lab.proxmox.requests().count("PUT", "/nodes/*/qemu/*/config"))
                    .isZero();
        }
    }

    @Test
    void aClusterThatReservesTheTagGetsACloneWithoutIt() throws IOException {
        try (Lab lab = Lab.start()) {
            reserve(lab, "jenkins");

            EmbeddedGuest clone =
                    clone(lab, new CloneRequest("9000").tags(List.of("ci")).cores(2));

            assertThat(tags(clone)).containsExactly("ci");
            assertThat(clone.config()).containsEntry("cores", "2");
            assertThat(mark(clone)).isPresent();
            assertThat(lab.console)
                    .anyMatch(line -> line.contains("The guest does not get the tag jenkins")
                            && line.contains("Sys.Modify for modifying tag 'jenkins'"));
        }
    }

    @Test
    void aClusterThatDoesNotEvenLetTheTagBeTakenAwayEndsTheClone() throws IOException {
        try (Lab lab = Lab.start()) {
            int guests = lab.proxmox.cluster().guests().size();
            lab.proxmox
                    .faults()
                    .call("PUT", "/nodes/*/qemu/*/config")
                    .always()
                    .answer(403, RESERVED.formatted("jenkins"));

            assertThatThrownBy(() -> clone(lab, new CloneRequest("9000").tags(List.of("ci"))))
                    .hasMessageContaining("modifying tag 'jenkins'");
            assertThat(lab.proxmox.cluster().guests()).hasSize(guests);
        }
    }

    @Test
    void whoMaySetNoOptionsAtAllGetsACloneWithoutIt() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox
                    .faults()
                    .call("PUT", "/nodes/*/qemu/*/config")
                    .answer(403, "Permission check failed (/vms/555, VM.Config.Options)");

            EmbeddedGuest clone = clone(lab, new CloneRequest("9000").vmid(555));

            assertThat(tags(clone)).doesNotContain("jenkins");
            assertThat(lab.console).anyMatch(line -> line.contains("The guest does not get the tag jenkins"));
        }
    }

    @Test
    void aTagThatWasAskedForIsNotLeftOutSilently() throws IOException {
        try (Lab lab = Lab.start()) {
            int guests = lab.proxmox.cluster().guests().size();
            for (String tag : List.of("production", "jenkins")) {
                reserve(lab, tag);
                assertThatThrownBy(() -> clone(lab, new CloneRequest("9000").tags(List.of(tag))))
                        .hasMessageContaining("modifying tag '" + tag + "'");
            }
            assertThat(lab.proxmox.cluster().guests()).hasSize(guests);
            assertThat(lab.console).noneMatch(line -> line.contains("does not get the tag"));
        }
    }

    @Test
    void anyOtherRefusalStillFailsTheClone() throws IOException {
        try (Lab lab = Lab.start()) {
            int guests = lab.proxmox.cluster().guests().size();
            lab.proxmox
                    .faults()
                    .call("PUT", "/nodes/*/qemu/*/config")
                    .always()
                    .answer(403, "Permission check failed (/vms/555, VM.Config.CPU)");

            assertThatThrownBy(
                            () -> clone(lab, new CloneRequest("9000").vmid(555).cores(2)))
                    .hasMessageContaining("VM.Config.CPU");
            assertThat(lab.proxmox.cluster().guests()).hasSize(guests);
        }
    }

    @Test
    void theDescriptionCanNotTakeTheMarkAway() throws IOException {
        try (Lab lab = Lab.start()) {
            String forged = new Mark("other", new VmId(555), "forged", "", Optional.empty()).addTo("mine");

            EmbeddedGuest clone = clone(lab, new CloneRequest("9000").vmid(555).config(Map.of("description", forged)));

            assertThat(Mark.in(clone.config().get("description")))
                    .singleElement()
                    .satisfies(mark -> assertThat(mark.controller()).isEqualTo("none"));
            assertThat(clone.config().get("description")).startsWith("mine");
        }
    }

    private static void reserve(Lab lab, String tag) {
        lab.proxmox.faults().call("PUT", "/nodes/*/qemu/*/config").answer(403, RESERVED.formatted(tag));
    }

    private static EmbeddedGuest clone(Lab lab, CloneRequest request) {
        int vmid = lab.run(new CloneGuest(request)).vmid().number();
        return lab.proxmox.cluster().guest(vmid).orElseThrow();
    }

    private static List<String> tags(EmbeddedGuest guest) {
        return List.of(guest.config().getOrDefault("tags", "").split(";"));
    }

    private static Optional<Mark> mark(EmbeddedGuest guest) {
        return Mark.in(guest.config().get("description")).stream().findFirst();
    }
}
