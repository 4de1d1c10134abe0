package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a clone is told to be like, it stays known whose it is, and it gets nobody else's disks. */
class CloneOwnershipTest {
    private final Lab lab = Lab.start();

    @AfterEach
    void close() throws IOException {
        lab.close();
    }

    private EmbeddedGuest made(CloneRequest request) {
        return lab.proxmox
                .cluster()
                .guest(lab.run(new CloneGuest(request)).vmid().number())
                .orElseThrow();
    }

    @Test
    void aDescriptionAmongTheOtherOptionsKeepsTheMark() {
        EmbeddedGuest clone = made(new CloneRequest("9000").config(Map.of("description", "mine", "cores", 2)));

        assertThat(clone.config().get("description")).startsWith("mine\n\nproxmox-guests: ");
        assertThat(clone.config()).containsEntry("cores", "2");
    }

    @Test
    void theTagStaysWhereTheTemplateHasItAlready() {
        lab.proxmox.cluster().guest(9000).orElseThrow().tags("a", "jenkins");

        assertThat(made(new CloneRequest("9000").tags(List.of("a"))).config()).containsEntry("tags", "a;jenkins");
    }

    @Test
    void theDisksOfOthersAreNotForIt() {
        String foreign = lab.proxmox
                .cluster()
                .guest(101)
                .orElseThrow()
                .config()
                .get("scsi0")
                .replaceFirst(",.*", "");
        OperationOptions options = OperationOptions.within(Duration.ofMinutes(1))
                .by(new Requester("us", "", new Guard(Policy.USUAL, "lab", "job")));
        CloneRequest request = new CloneRequest("9000").name("ci-1").config(Map.of("scsi1", foreign));

        assertThatThrownBy(() -> Lab.result(lab.begin(new CloneGuest(request), options)))
                .hasMessageContaining("configure web (101)");
        assertThat(lab.proxmox.cluster().guests())
                .noneMatch(guest -> guest.name().equals("ci-1"));
        assertThat(lab.proxmox.cluster().volumes())
                .anyMatch(volume -> volume.volid().equals(foreign));
    }
}
