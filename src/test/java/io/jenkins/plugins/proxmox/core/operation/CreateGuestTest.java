package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.ApiMethod;
import io.jenkins.plugins.proxmox.core.api.MortalClient;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.value.VmIdRange;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CreateGuestTest {
    private static final String PASSWORD = "geheimnis";

    private static CreateRequest container() {
        return new CreateRequest()
                .node("pve1")
                .osTemplate(MakingScenarios.TEMPLATE)
                .storage("local-lvm");
    }

    private static CreateRequest machine() {
        return new CreateRequest().node("pve1");
    }

    @Test
    void aMachineGetsWhatWasAskedForWithTheCallThatMakesIt() throws IOException {
        try (Lab lab = Lab.start()) {
            GuestFacts facts = lab.run(new CreateGuest(machine()
                    .name("ci-1")
                    .vmid(555)
                    .pool("ci")
                    .storage("local-lvm")
                    .disk("32")
                    .bridge("vmbr0")
                    .iso("local:iso/debian-12.7.0-amd64-netinst.iso")
                    .osType("l26")
                    .cores(2)
                    .memory(2048)
                    .description("for the tests")
                    .tags(List.of("ci"))
                    .config(Map.of("agent", "1"))));

            EmbeddedGuest made = lab.proxmox.cluster().guest(555).orElseThrow();
            assertThat(facts.name()).isEqualTo("ci-1");
            assertThat(made.pool()).contains("ci");
            assertThat(made.config())
                    .containsEntry("scsi0", "local-lvm:vm-555-disk-0,size=32G")
                    .containsEntry("ostype", "l26")
                    .containsEntry("cores", "2")
                    .containsEntry("memory", "2048")
                    .containsEntry("agent", "1")
                    .containsEntry("tags", "ci;jenkins");
            assertThat(made.config().get("ide2")).startsWith("local:iso/debian-12.7.0-amd64-netinst.iso,media=cdrom");
            assertThat(made.config().get("net0")).startsWith("virtio").endsWith("bridge=vmbr0");
            assertThat(made.config().get("description")).startsWith("for the tests\n\nproxmox-guests: controller=none");
            assertThat(lab.changes()).isEqualTo(1);
        }
    }

    @Test
    void aContainerGetsWhatWasAskedFor() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.run(new CreateGuest(container()
                    .name("ci-1")
                    .vmid(555)
                    .disk("512M")
                    .bridge("vmbr0")
                    .ipConfig("ip=10.0.0.5/24,gw=10.0.0.1")
                    .nameServer("9.9.9.9")
                    .unprivileged(false)
                    .password(PASSWORD)
                    .sshKeys("ssh-ed25519 AAAA me\n\nssh-ed25519 BBBB you")));

            EmbeddedGuest made = lab.proxmox.cluster().guest(555).orElseThrow();
            assertThat(made.config())
                    .containsEntry("hostname", "ci-1")
                    .containsEntry("rootfs", "local-lvm:vm-555-disk-0,size=512M")
                    .containsEntry("nameserver", "9.9.9.9")
                    .containsEntry("unprivileged", "0")
                    .containsEntry("tags", "jenkins");
            assertThat(made.config().get("net0")).startsWith("name=eth0,bridge=vmbr0,ip=10.0.0.5/24,gw=10.0.0.1");
        }
    }

    @Test
    void theOnlyNodeThatIsOnlineNeedNotBeNamed() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.cluster().nodeOffline("pve2");

            assertThat(lab.run(new CreateGuest(new CreateRequest())).node()).isEqualTo("pve1");
        }
    }

    @Test
    void anotherVmidIsTakenWhenSomebodyElseWasFaster() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox
                    .faults()
                    .call("POST", "/nodes/pve1/qemu")
                    .answer(500, "unable to create VM 100 - VM 100 already exists on node 'pve2'");

            lab.run(new CreateGuest(machine().name("second-try")));

            assertThat(lab.proxmox.cluster().guests())
                    .filteredOn(guest -> guest.name().equals("second-try"))
                    .hasSize(1);
        }
    }

    @Test
    void aTagThatIsReservedIsDoneWithout() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox
                    .faults()
                    .call("POST", "/nodes/pve1/qemu")
                    .answer(403, "Permission check failed (/, Sys.Modify for modifying tag 'jenkins')");

            lab.run(new CreateGuest(machine().vmid(555)));

            assertThat(lab.console).anyMatch(line -> line.contains("The guest does not get the tag jenkins"));
            assertThat(lab.proxmox.cluster().guest(555).orElseThrow().config())
                    .doesNotContainKey("tags")
                    .containsKey("description");
        }
    }

    @Test
    void thePolicyIsAskedBeforeAnythingIsMade() throws IOException {
        Policy policy = new Policy(Set.of(Right.READ), Right.overGuests(), List.of());
        try (Lab lab = Lab.start()) {
            OperationOptions options = OperationOptions.within(Duration.ofMinutes(1))
                    .by(new Requester("me", "", new Guard(policy, "lab", "job")));

            assertThatThrownBy(() -> Lab.result(lab.begin(new CreateGuest(machine()), options)))
                    .isInstanceOfSatisfying(
                            ProxmoxException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.Denied.class))
                    .hasMessageContaining("does not let job create");
            assertThat(lab.changes()).isZero();
        }
    }

    @Test
    void numbersComeFromTheRangeOfTheConnection() throws IOException {
        try (Lab lab = Lab.start(PveVersion.V9, Optional.of(VmIdRange.parse("700-710")))) {
            assertThat(lab.run(new CreateGuest(container())).vmid().number()).isEqualTo(700);
        }
    }

    @Test
    void thePasswordIsInNoCheckpointAndIsAskedForAgain() throws IOException {
        try (Lab lab = Lab.start()) {
            MortalProcess.Disk disk = new MortalProcess.Disk();
            try (MortalProcess process =
                    new MortalProcess(lab.proxmox, MortalClient.dyingBefore(ApiMethod.POST), disk)) {
                process.run(() -> new CreateGuest(container().vmid(555).password(PASSWORD)));
            }
            String json = disk.read().orElseThrow();
            assertThat(json).contains("password").doesNotContain(PASSWORD);

            assertThatThrownBy(() -> resume(lab, Operations.of(json), json))
                    .hasMessageContaining("what was given for password is kept nowhere");
            resume(lab, Operations.of(json, Map.of("password", PASSWORD)), json);
            assertThat(lab.proxmox.cluster().guest(555)).isPresent();
        }
    }

    private static <R> void resume(Lab lab, Operation<R> operation, String json) throws IOException {
        try (MortalProcess process =
                new MortalProcess(lab.proxmox, MortalClient.immortal(), new MortalProcess.Disk())) {
            Lab.result(process.resume(operation, json));
        }
    }

    @Test
    void theRequestIsWhatItWasAfterACheckpoint() {
        CreateGuest operation = new CreateGuest(container()
                .name("ci-1")
                .disk("1.5")
                .bridge("vmbr0")
                .ipConfig("ip=dhcp")
                .nameServer("9.9.9.9")
                .sshKeys("ssh-ed25519 AAAA me")
                .unprivileged(false)
                .waitFor("address")
                .tags(List.of("a")));

        Map<String, Object> request = operation.request();

        assertThat(CreateGuest.of(Request.read(request, Map.of())).request()).isEqualTo(request);
    }
}
