package io.jenkins.plugins.proxmox.core;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.RetryPolicy;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.task.PooledTiming;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** An embedded Proxmox VE and the model of it. */
public final class Connected implements AutoCloseable {
    public final EmbeddedProxmox proxmox;
    public final ApiClient client;
    public final Cluster cluster;
    private final PooledTiming timing = new PooledTiming(2, "connected");

    private final boolean owner;

    private Connected(EmbeddedProxmox proxmox, String token, boolean owner) {
        this.proxmox = proxmox;
        this.owner = owner;
        client = new ApiClient(new ApiClient.Settings(
                ApiEndpoint.parse(proxmox.url().toString()),
                new TlsTrust.Fingerprint(proxmox.fingerprint()),
                Credentials.ApiToken.parse(token),
                "proxmox-guests",
                new RetryPolicy(4, Duration.ZERO, RandomGenerator.getDefault(), pause -> {}),
                InstantSource.system()));
        cluster = new Cluster(client, timing);
    }

    public static Connected to(PveVersion version) {
        EmbeddedProxmox proxmox = EmbeddedProxmox.builder().version(version).start();
        return new Connected(proxmox, proxmox.token(), true);
    }

    /** A client of a Proxmox VE that was started for a test already, and goes on when the client is closed. */
    public static Connected with(EmbeddedProxmox proxmox) {
        return new Connected(proxmox, proxmox.token(), false);
    }

    /** Another client of the same Proxmox VE, which goes on when the client is closed. */
    public Connected as(String token) {
        return new Connected(proxmox, token, false);
    }

    /** The same for a user who is new, and may do what {@code proxmox.access()} grants only. */
    public Connected asNewUser(String user) {
        return as(proxmox.access().addUser(user, "some-password").addToken(user, "test", false));
    }

    public EmbeddedGuest embedded(int vmid) {
        return proxmox.cluster().guest(vmid).orElseThrow();
    }

    /** The calls that change something, as in {@code PUT /nodes/pve1/qemu/101/config}. */
    public List<String> changes() {
        return proxmox.requests().all().stream()
                .filter(request -> !request.method().equals("GET"))
                .map(request -> request.method() + " " + request.path())
                .toList();
    }

    @Override
    public void close() throws IOException {
        timing.close();
        client.close();
        if (owner) {
            proxmox.close();
        }
    }
}
