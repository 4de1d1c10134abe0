package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.ApiMethod;
import io.jenkins.plugins.proxmox.core.api.MortalClient;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guest.NewVirtualMachine;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestoreGuestTest {
    private static final Requester ME = new Requester("me", "", new Guard(Policy.USUAL, "lab", "job"));
    private static final Mark OLD = ME.mark(new VmId(102), "long-ago");
    private final Lab lab = Lab.start();

    @AfterEach
    void close() throws IOException {
        lab.close();
    }

    private EmbeddedGuest guest(int vmid) {
        return lab.proxmox.cluster().guest(vmid).orElseThrow();
    }

    private GuestFacts run(RestoreRequest request, Requester requester) {
        OperationOptions options =
                OperationOptions.within(Duration.ofMinutes(1)).by(requester);
        return Lab.result(lab.begin(new RestoreGuest(request), options));
    }

    private RestoreRequest backupOf(int vmid) {
        return new RestoreRequest(lab.proxmox.cluster().addBackup(vmid), null);
    }

    @Test
    void aNewGuestBearsOurMarkAndNoOther() {
        guest(102).description("the old one\n\n" + OLD).tags("ci").set("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0");

        GuestFacts facts = run(backupOf(102).vmid(555).name("copy"), ME);

        Map<String, String> config = guest(555).config();
        assertThat(facts.name()).isEqualTo("copy");
        assertThat(config.get("description"))
                .startsWith("the old one\n\nproxmox-guests: controller=me vmid=555 operation=")
                .doesNotContain("long-ago");
        assertThat(config).containsEntry("tags", "ci;jenkins");
        assertThat(config.get("net0")).doesNotContain("BC:24:11:00:00:01");
        assertThat(guest(102).config().get("net0")).contains("BC:24:11:00:00:01");
    }

    @Test
    void aGuestThatIsGoneIsMadeAgain() {
        RestoreRequest request = backupOf(102);
        String mac = guest(102).config().get("net0");
        lab.proxmox.cluster().removeGuest(102);

        GuestFacts facts = run(request.start(true), ME);

        assertThat(facts.vmid().number()).isEqualTo(102);
        assertThat(facts.status()).isEqualTo("running");
        assertThat(guest(102).config()).containsEntry("net0", mac);
        assertThat(guest(102).config().get("description")).contains("controller=me vmid=102");
    }

    @Test
    void aReplacedGuestThatIsOursStaysOurs() {
        RestoreRequest request = backupOf(102);
        guest(102).description(OLD.toString()).set("cores", "8");

        run(request, ME);

        assertThat(guest(102).config())
                .containsEntry("cores", "1")
                .containsEntry("description", OLD.toString())
                .containsEntry("tags", "jenkins");
    }

    @Test
    void aReplacedGuestThatIsNotOursAnyMoreIsNotClaimed() {
        guest(102).description(OLD.toString());
        RestoreRequest request = backupOf(102);
        guest(102).description("taken over");

        run(request, Requester.ANYBODY);

        assertThat(guest(102).config().get("description")).startsWith("Restored from local:backup/vzdump-qemu-102-");
    }

    @Test
    void whatIsSomebodyElsesIsNotReplaced() {
        RestoreRequest request = backupOf(102);

        assertThatThrownBy(() -> run(request, ME))
                .isInstanceOfSatisfying(
                        ProxmoxException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.Denied.class))
                .hasMessageContaining("destroy build (102)");
        assertThat(lab.changes()).isZero();
    }

    @Test
    void aGuestThatRunsIsStoppedOnRequest() {
        RestoreRequest request = backupOf(101);

        assertThatThrownBy(() -> run(request, Requester.ANYBODY)).hasMessageContaining("expected is force: true");
        assertThat(run(request.force(true), Requester.ANYBODY).status()).isEqualTo("stopped");
        assertThat(lab.proxmox.tasks().ofType("qmstop")).hasSize(1);
    }

    @Test
    void aProtectedGuestIsNotReplaced() {
        guest(102).protectedGuest();

        assertThatThrownBy(() -> run(backupOf(102), Requester.ANYBODY))
                .hasMessage("build (102) is protected, so it can't be replaced until it is not any more");
    }

    @Test
    void aContainerGoesBackToItsStorage() {
        GuestFacts facts = run(backupOf(202).start(true), Requester.ANYBODY);

        assertThat(facts.status()).isEqualTo("running");
        assertThat(guest(202).config().get("rootfs")).startsWith("local-lvm:");
    }

    @Test
    void whatAFailedRestoreLeavesIsRemoved() {
        RestoreRequest request = backupOf(102).vmid(555);
        lab.proxmox.faults().task("qmrestore").fails("no space left");

        assertThatThrownBy(() -> run(request, ME)).hasMessageContaining("failed: no space left");
        assertThat(lab.proxmox.cluster().guest(555)).isEmpty();
        assertThat(lab.proxmox.tasks().ofType("qmdestroy")).hasSize(1);
    }

    /** Bare as it is, somebody else may be about to fill it. */
    @Test
    void whatOnlyLooksLikeThatIsNotTouched() throws IOException {
        RestoreRequest request = backupOf(102).vmid(555);
        MortalProcess.Disk disk = new MortalProcess.Disk();
        try (MortalProcess process = new MortalProcess(lab.proxmox, MortalClient.dyingBefore(ApiMethod.POST), disk)) {
            process.run(() -> new RestoreGuest(request));
        }
        lab.runner
                .cluster()
                .nodes()
                .of("pve2")
                .virtualMachines()
                .create(NewVirtualMachine.of(new VmId(555)))
                .await(Duration.ofMinutes(1));

        try (MortalProcess process = new MortalProcess(lab.proxmox, MortalClient.immortal(), disk)) {
            String json = disk.read().orElseThrow();
            assertThatThrownBy(() -> Lab.result(process.resume(new RestoreGuest(request), json)))
                    .hasMessageContaining("it may be what a failed restore has left")
                    .hasMessageContaining("Cleaning up failed, something may be left in Proxmox VE.");
        }
        assertThat(lab.proxmox.cluster().guest(555)).isPresent();
        assertThat(lab.proxmox.tasks().ofType("qmdestroy")).isEmpty();
    }

    @Test
    void aReplacedGuestThatFailedIsSaidToBeLost() {
        RestoreRequest request = backupOf(102);
        lab.proxmox.faults().task("qmrestore").fails("no space left");

        assertThatThrownBy(() -> run(request, Requester.ANYBODY)).hasMessageContaining("no space left");
        assertThat(lab.console).anyMatch(line -> line.contains("What build (102) was before may be lost"));
        assertThat(lab.proxmox.cluster().guest(102)).isPresent();
        assertThat(lab.proxmox.tasks().ofType("qmdestroy")).isEmpty();
    }

    @Test
    void theNewestBackupOfAGuestIsFound() {
        lab.proxmox.cluster().addBackup(102);
        guest(102).set("cores", "3");
        lab.run(new BackUp(new BackupRequest(List.of("build"), null, null).storage("nfs")));
        String archives = lab.proxmox.cluster().archives().toString();

        run(new RestoreRequest(null, "build").vmid(555), ME);

        assertThat(guest(555).config()).as(archives).containsKey("cores");
    }

    @Test
    void aSharedBackupCanBeRestoredOnAnotherNode() {
        lab.run(new BackUp(new BackupRequest(List.of("build"), null, null).storage("nfs")));

        assertThat(run(new RestoreRequest(null, "build").asNew(true).node("pve1"), ME)
                        .node())
                .isEqualTo("pve1");
    }
}
