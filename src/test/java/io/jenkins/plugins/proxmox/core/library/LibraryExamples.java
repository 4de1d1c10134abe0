package io.jenkins.plugins.proxmox.core.library;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.task.PooledTiming;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Code that docs/library.md shows, on every release. What stands between {@code // example} and {@code // end} is there
 * word for word.
 */
@ParameterizedClass
@EnumSource(PveVersion.class)
abstract class LibraryExamples {
    static final Duration MINUTE = Duration.ofMinutes(1);

    @Parameter
    PveVersion version;

    EmbeddedProxmox proxmox;
    ApiClient client;
    Cluster cluster;
    private PooledTiming timing;

    @BeforeEach
    void start() {
        proxmox = EmbeddedProxmox.builder().version(version).start();
        client = new ApiClient(new ApiClient.Settings(
                ApiEndpoint.parse(proxmox.url().toString()),
                new TlsTrust.Fingerprint(proxmox.fingerprint()),
                Credentials.ApiToken.parse(proxmox.token())));
        timing = new PooledTiming(2, "examples");
        cluster = new Cluster(client, timing);
    }

    @AfterEach
    void stop() throws IOException {
        timing.close();
        client.close();
        proxmox.close();
    }

    EmbeddedGuest embedded(int vmid) {
        return proxmox.cluster().guest(vmid).orElseThrow();
    }
}
