package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.task.Upid;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A VM or a container, on the node where it was found.
 *
 * <p>A method that gives a {@link Upid} only begins something; its task tells how that ends. Any method throws
 * {@link ProxmoxException} if Proxmox refuses.
 */
public abstract sealed class Guest permits VirtualMachine, Container {
    /** A change of the configuration can move disks and then outlasts the usual time-out. */
    private static final Duration CONFIGURATION = Duration.ofSeconds(90);

    final ApiClient client;
    private final VmId vmid;
    private final String node;

    Guest(ApiClient client, VmId vmid, String node) {
        this.client = client;
        this.vmid = vmid;
        this.node = node;
    }

    static Guest of(ApiClient client, GuestType type, VmId vmid, String node) {
        return switch (type) {
            case VIRTUAL_MACHINE -> new VirtualMachine(client, vmid, node);
            case CONTAINER -> new Container(client, vmid, node);
        };
    }

    /** The guest's number. */
    public final VmId vmid() {
        return vmid;
    }

    /** The node that had the guest when it was looked up. */
    public final String node() {
        return node;
    }

    /** VM or container. */
    public abstract GuestType type();

    /** What the guest does at this moment: {@code GET .../status/current}. */
    public final GuestStatus status() {
        return GuestStatus.of(client.get(path().and("status", "current")));
    }

    /** The configuration, changes that wait for a restart included: {@code GET .../config}. */
    public final GuestConfig config() {
        return GuestConfig.of(client.get(path().and("config")));
    }

    /**
     * Sets options at once: {@code PUT .../config}. On a running guest some of them only take effect with the next start.
     *
     * @param options as Proxmox spells them, not empty
     */
    public final void configure(Map<String, String> options) {
        Parameters parameters = Parameters.NONE;
        for (Map.Entry<String, String> option : options.entrySet()) {
            parameters = parameters.with(option.getKey(), option.getValue());
        }
        client.call(ApiRequest.put(path().and("config")).with(parameters).within(CONFIGURATION));
    }

    /** Clones the guest: {@code POST .../clone}. The task's UPID carries this guest's VMID, not the clone's. */
    public final Upid cloneTo(CloneCall call) {
        return task(ApiRequest.post(path().and("clone"))
                .with(Parameters.NONE
                        .with("newid", call.newId())
                        .with(nameParameter(), call.name())
                        .with("full", call.full())
                        .with("storage", call.storage())
                        .with("target", call.node())
                        .with("pool", call.pool())
                        .with("snapname", call.snapshot())
                        .with("description", call.description())));
    }

    /** Starts the guest: {@code POST .../status/start}. */
    public final Upid start() {
        return power("start", Parameters.NONE);
    }

    /** Switches the guest off: {@code POST .../status/stop}. */
    public final Upid stop() {
        return power("stop", Parameters.NONE);
    }

    /**
     * Asks the guest to shut down: {@code POST .../status/shutdown}. The task holds the guest's lock until its end.
     *
     * @param patience how long the guest may take, in whole seconds, at least one
     * @param force whether it is switched off then; if not, the task fails
     */
    public final Upid shutdown(Duration patience, boolean force) {
        return power(
                "shutdown",
                Parameters.NONE
                        .with("timeout", Math.max(1, patience.toSeconds()))
                        .with("forceStop", force));
    }

    /**
     * Asks the guest to shut down and starts it again: {@code POST .../status/reboot}. A VM starts after the task's end.
     *
     * @param patience how long it may take to shut down, in whole seconds, at least one
     */
    public final Upid reboot(Duration patience) {
        return power("reboot", Parameters.NONE.with("timeout", Math.max(1, patience.toSeconds())));
    }

    /** The guest's snapshots in no order: {@code GET .../snapshot}. */
    public final List<Snapshot> snapshots() {
        return client.get(path().and("snapshot")).elements().stream()
                .map(Snapshot::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Goes back to a snapshot: {@code POST .../snapshot/{name}/rollback}. Stops a running guest first. */
    public final Upid rollBack(SnapshotName name) {
        return task(ApiRequest.post(path().and("snapshot", name, "rollback")));
    }

    /**
     * The addresses that others can reach the guest at, IPv4 before IPv6; empty as long as it has none. Fails with
     * {@link io.jenkins.plugins.proxmox.core.api.Problem.WrongState} while whoever knows them does not run yet.
     */
    public final List<String> addresses() {
        return addresses(config());
    }

    /** The same, for whoever asks repeatedly and knows the configuration already. */
    public abstract List<String> addresses(GuestConfig config);

    /** {@code name} or {@code hostname}. */
    abstract String nameParameter();

    final ApiPath path() {
        return ApiPath.of("nodes", node, type().path(), vmid);
    }

    final Upid power(String action, Parameters parameters) {
        return task(ApiRequest.post(path().and("status", action)).with(parameters));
    }

    final Upid task(ApiRequest request) {
        return Upid.parse(client.call(request).text().orElse(""));
    }

    /** {@code VM 101 on pve1}. */
    @Override
    public final String toString() {
        return type().noun() + " " + vmid + " on " + node;
    }
}
