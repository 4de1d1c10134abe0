package io.jenkins.plugins.proxmox.pipelineunit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.core.operation.OperationRunner;
import io.jenkins.plugins.proxmox.core.task.PooledTiming;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Jenkinsfile of docs/examples that looks at guests, without Jenkins. */
class LookAtGuestsExampleTest {
    private final List<String> console = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"build", "tools"})
    void worksWithVirtualMachinesAndContainers(String guest) throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                PooledTiming timing = new PooledTiming(4, "examples");
                ApiClient client = new ApiClient(new ApiClient.Settings(
                        ApiEndpoint.parse(proxmox.url().toString()),
                        new TlsTrust.Fingerprint(proxmox.fingerprint()),
                        Credentials.ApiToken.parse(proxmox.token())))) {
            new PipelineUnit(new OperationRunner(client, timing), console::add)
                    .run(Path.of("docs", "examples", "look-at-guests.Jenkinsfile"), Map.of("GUEST", guest));

            assertThat(console)
                    .contains("There are 2 templates, the first is debian-12", "Running are web, cache")
                    .anyMatch(line -> line.startsWith(guest + " has the address "))
                    .contains("Its description is seen by build 1");
        }
    }
}
