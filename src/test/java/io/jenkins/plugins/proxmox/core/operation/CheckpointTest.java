package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.ApiMethod;
import io.jenkins.plugins.proxmox.core.api.MortalClient;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final Mark MARK =
            new Mark("controller", new VmId(105), "operation", "agent/a/b/c", Optional.empty());

    private static final String PASSWORD = "not-for-everybody";

    private static CloneGuest withPassword() {
        return new CloneGuest(
                new CloneRequest("debian-12").name("ci-1").vmid(555).cores(2).config(Map.of("cipassword", PASSWORD)));
    }

    /** The process dies before the call that sets the password. */
    private static String lastBeforeConfiguration(EmbeddedProxmox proxmox) throws IOException {
        MortalProcess.Disk disk = new MortalProcess.Disk();
        try (MortalProcess process = new MortalProcess(proxmox, MortalClient.dyingBefore(ApiMethod.PUT), disk)) {
            process.run(CheckpointTest::withPassword);
        }
        return disk.read().orElseThrow();
    }

    @Test
    void holdsNoPasswords() throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            assertThat(lastBeforeConfiguration(proxmox))
                    .contains("cipassword", "\"cores\":\"2\"")
                    .doesNotContain(PASSWORD);
        }
    }

    @Test
    void takesPasswordsFromWhoeverResumes() throws IOException {
        try (Lab lab = Lab.start()) {
            String json = lastBeforeConfiguration(lab.proxmox);

            Operation<?> operation = Operations.of(json, Map.of("cipassword", PASSWORD));
            Lab.result(resume(lab, operation, json));

            EmbeddedGuest clone = lab.proxmox.cluster().guest(555).orElseThrow();
            assertThat(clone.config()).containsEntry("cores", "2").containsKey("cipassword");
        }
    }

    @Test
    void aPasswordThatNobodyGivesAgainEndsTheOperation() throws IOException {
        try (Lab lab = Lab.start()) {
            String json = lastBeforeConfiguration(lab.proxmox);

            assertThatThrownBy(() -> Lab.result(resume(lab, Operations.of(json), json)))
                    .hasMessageContaining("what was given for cipassword is kept nowhere");
            assertThat(lab.proxmox.cluster().guest(555)).isEmpty();
        }
    }

    private static <R> OperationRun<R> resume(Lab lab, Operation<R> operation, String json) {
        MortalProcess.Disk disk = new MortalProcess.Disk();
        MortalProcess process = new MortalProcess(lab.proxmox, MortalClient.immortal(), disk);
        return process.resume(operation, json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"form\":2,\"memo\":{}}", "{\"form\":1}"})
    void saysSoIfItCantBeRead(String json) {
        assertThatThrownBy(() -> Operations.of(json))
                .isInstanceOfSatisfying(
                        ProxmoxException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.OutcomeUnknown.class))
                .hasMessageContaining("can't be read");
    }

    @Test
    void givesBackWhatWasAskedFor() {
        List<Operation<?>> operations = List.of(
                new CloneGuest(new CloneRequest("tag:nightly")
                        .name("ci-1")
                        .vmid(150)
                        .full(true)
                        .node("pve2")
                        .storage("nfs")
                        .pool("ci")
                        .snapshot("clean")
                        .description("two\nlines")
                        .tags(List.of("a", "b"))
                        .memory(512)
                        .sshKeys("ssh-rsa AAAA x")
                        .waitFor("ssh")),
                new TakeSnapshot("web", "clean", "before", true),
                new RollBack("101", "clean", true),
                RollBack.marked(MARK, "clean", true),
                TakeSnapshot.ofMarked(MARK, "clean", "before", true),
                DestroyGuest.marked(MARK, Duration.ofSeconds(90)),
                new BackUp(new BackupRequest(List.of("web", "102"), null, null)
                        .storage("nfs")
                        .notes("nightly")
                        .protect(true)
                        .prune("keep-last=3")),
                new ChangePower("web", PowerAction.SHUTDOWN, 30));
        for (Operation<?> operation : operations) {
            String json = new Checkpoint(
                            "id",
                            operation.kind(),
                            Checkpoint.json(operation.request()),
                            Instant.EPOCH,
                            "prepare",
                            "",
                            Optional.empty(),
                            false,
                            Optional.empty(),
                            Optional.empty(),
                            0,
                            Optional.empty(),
                            new Memo().json())
                    .toJson();

            Operation<?> again = Operations.of(json);

            assertThat(again).hasSameClassAs(operation);
            assertThat(again.request()).isEqualTo(operation.request());
        }
    }
}
