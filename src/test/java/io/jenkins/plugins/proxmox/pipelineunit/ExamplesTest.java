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
