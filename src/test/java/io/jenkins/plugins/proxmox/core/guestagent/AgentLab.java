package io.jenkins.plugins.proxmox.core.guestagent;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.RetryPolicy;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.core.task.PooledTiming;
import io.jenkins.plugins.proxmox.core.task.Tasks;
import io.jenkins.plugins.proxmox.core.task.VirtualTiming;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** An embedded Proxmox VE with a running VM, and its guest agent. */
public final class AgentLab implements AutoCloseable {
    /** The path of any call to the guest agent. */
    static final String AGENT = "/nodes/pve1/qemu/101/agent/";

    public final EmbeddedProxmox proxmox;
    public final Tasks tasks;
    final EmbeddedGuest guest;
    final GuestAgent agent;
    /** Time for waits that a test lets pass. */
    final VirtualTiming time = new VirtualTiming();
    /** The same guest agent, waited for in that time. */
    final GuestAgent timed;

    private final ApiClient client;
    private final PooledTiming timing = new PooledTiming(2, "agent-lab");

    private AgentLab(PveVersion version) {
        proxmox = EmbeddedProxmox.builder().version(version).start();
        guest = proxmox.cluster().guest(101).orElseThrow();
        client = new ApiClient(new ApiClient.Settings(
                ApiEndpoint.parse(proxmox.url().toString()),
                new TlsTrust.Fingerprint(proxmox.fingerprint()),
                Credentials.ApiToken.parse(proxmox.token()),
                "proxmox-guests",
                new RetryPolicy(4, Duration.ZERO, RandomGenerator.getDefault(), pause -> {}),
                InstantSource.system()));
        tasks = new Tasks(client, timing);
        agent = agent(version, tasks);
        timed = agent(version, new Tasks(client, time));
    }

    public static AgentLab start() {
        return start(PveVersion.V8);
    }

    public static AgentLab start(PveVersion version) {
        return new AgentLab(version);
    }

    private static GuestAgent agent(PveVersion version, Tasks tasks) {
        AgentAbilities abilities = new AgentAbilities(version != PveVersion.V7, version == PveVersion.V9);
        return new GuestAgent(tasks, ApiPath.of("nodes", "pve1", "qemu", 101), "VM 101 on pve1", () -> abilities);
    }

    /** How often the guest agent was asked for something. */
    int count(String method, String command) {
        return proxmox.requests().count(method, AGENT + command);
    }

    @Override
    public void close() throws IOException {
        timing.close();
        client.close();
        proxmox.close();
    }
}
