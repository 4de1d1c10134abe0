package io.jenkins.plugins.proxmox.pipelineunit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.core.operation.OperationRunner;
import io.jenkins.plugins.proxmox.core.task.PooledTiming;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Jenkinsfiles of docs/examples, without Jenkins. */
class ExamplesTest {
    private final List<String> console = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"debian-12", "debian-ct"})
    void theMainStepsWorkOnVirtualMachinesAndContainers(String template) throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            run(proxmox, Path.of("docs", "examples", "main-steps.Jenkinsfile"), Map.of("TEMPLATE", template));

            assertThat(console)
                    .anyMatch(line -> line.startsWith("[proxmox] Cloning template " + template))
                    .anyMatch(line -> line.startsWith("ci-1 is stopped"));
            assertThat(proxmox.cluster().archives()).hasSize(1);
            assertThat(proxmox.tasks().all())
                    .allSatisfy(task -> assertThat(task.exitStatus()).contains("OK"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian-12", "debian-ct"})
    void aGuestOfItsOwnIsGoneInTheEnd(String template) throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            int before = proxmox.cluster().guests().size();
            run(proxmox, Path.of("docs", "examples", "with-guest.Jenkinsfile"), Map.of("TEMPLATE", template));

            assertThat(console)
                    .anyMatch(line -> line.matches("ci-1 \\(\\d+\\) on pve\\d is at (\\S+), and at \\1"))
                    .anyMatch(line -> line.startsWith("[proxmox] Rolling back ci-1"))
                    .contains("ci-1 was running in the end")
                    .anyMatch(line -> line.startsWith("[proxmox] Destroying ci-1"))
                    .contains("[proxmox] There is no guest left-over-1, so there is nothing to destroy");
            assertThat(proxmox.cluster().guests()).hasSize(before);
        }
    }

    @Test
    void aBodyThatFailsIsCleanedUpAfter(@TempDir Path folder) throws IOException {
        Path jenkinsfile = Files.writeString(
                folder.resolve("Jenkinsfile"),
                "withProxmoxGuest(template: 'debian-12') { vm -> throw new Error('no') }");
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            int before = proxmox.cluster().guests().size();
            assertThatThrownBy(() -> run(proxmox, jenkinsfile, Map.of())).hasMessageContaining("no");
            assertThat(proxmox.cluster().guests()).hasSize(before);
        }
    }

    @Test
    void guestsAreChanged() throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            run(proxmox, Path.of("docs", "examples", "change-guests.Jenkinsfile"), Map.of());

            assertThat(console).contains("These wait for a restart: []", "base-1 is a template: true");
            assertThat(proxmox.cluster().guests())
                    .filteredOn(guest -> guest.name().equals("base-1"))
                    .singleElement()
                    .satisfies(guest -> assertThat(guest.node()).isEqualTo("pve2"));
        }
    }

    @Test
    void guestsAreCreatedAndRestored() throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            run(proxmox, Path.of("docs", "examples", "create-restore.Jenkinsfile"), Map.of());

            assertThat(console).contains("copy-1 is made out of a backup and running", "ci-1 is as it was and stopped");
            assertThat(proxmox.cluster().archives()).isEmpty();
        }
    }

    @Test
    void ownAgentsCostNothingWithoutJenkins() throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            run(proxmox, Path.of("docs", "examples", "own-agents.Jenkinsfile"), Map.of());

            assertThat(console).containsExactly("Build 1 runs on a fresh debian");
            assertThat(proxmox.requests().all()).isEmpty();
        }
    }

    @Test
    void anUnknownParameterIsAnErrorAsInJenkins(@TempDir Path folder) throws IOException {
        Path jenkinsfile = Files.writeString(folder.resolve("Jenkinsfile"), "proxmoxAction guest: 101, acton: 'stop'");
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            assertThatThrownBy(() -> run(proxmox, jenkinsfile, Map.of())).hasMessageContaining("ac");
            assertThat(proxmox.requests().all()).isEmpty();
        }
    }

    private void run(EmbeddedProxmox proxmox, Path jenkinsfile, Map<String, String> parameters) throws IOException {
        try (PooledTiming timing = new PooledTiming(4, "examples");
                ApiClient client = new ApiClient(new ApiClient.Settings(
                        ApiEndpoint.parse(proxmox.url().toString()),
                        new TlsTrust.Fingerprint(proxmox.fingerprint()),
                        Credentials.ApiToken.parse(proxmox.token())))) {
            new PipelineUnit(new OperationRunner(client, timing), console::add).run(jenkinsfile, parameters);
        }
    }
}
