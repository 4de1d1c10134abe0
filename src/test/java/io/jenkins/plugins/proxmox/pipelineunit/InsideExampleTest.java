package io.jenkins.plugins.proxmox.pipelineunit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.core.operation.OperationRunner;
import io.jenkins.plugins.proxmox.core.task.PooledTiming;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.RealShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The Jenkinsfile of docs/examples that works inside a guest, without Jenkins. */
class InsideExampleTest {
    private final List<String> console = new CopyOnWriteArrayList<>();

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void worksInsideAGuest(@TempDir Path folder) throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                RealShell shell = RealShell.in(proxmox.cluster().guest(101).orElseThrow(), folder);
                PooledTiming timing = new PooledTiming(4, "examples");
                ApiClient client = new ApiClient(new ApiClient.Settings(
                        ApiEndpoint.parse(proxmox.url().toString()),
                        new TlsTrust.Fingerprint(proxmox.fingerprint()),
                        Credentials.ApiToken.parse(proxmox.token())))) {
            new PipelineUnit(new OperationRunner(client, timing), console::add)
                    .run(Path.of("docs", "examples", "inside-guests.Jenkinsfile"), Map.of("FOLDER", folder.toString()));

            assertThat(console)
                    .contains("test ended with exit code 1", "The guest says: it's build 1")
                    .anyMatch(line -> line.startsWith("The guest runs "));
            assertThat(Files.readString(folder.resolve("answers.conf"))).isEqualTo("build=1\n");
            assertThat(shell.files()).hasSize(2);
        }
    }
}
