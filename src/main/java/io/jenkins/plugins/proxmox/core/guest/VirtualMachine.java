package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.network.Addresses;
import io.jenkins.plugins.proxmox.core.network.NetworkInterface;
import io.jenkins.plugins.proxmox.core.task.Upid;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;
import java.util.Optional;

/** A QEMU virtual machine. */
public final class VirtualMachine extends Guest {
    VirtualMachine(ApiClient client, VmId vmid, String node) {
        super(client, vmid, node);
    }

    @Override
    public GuestType type() {
        return GuestType.VIRTUAL_MACHINE;
    }

    @Override
    String nameParameter() {
        return "name";
    }

    /** Presses the reset button: {@code POST .../status/reset}. */
    public Upid reset() {
        return power("reset", Parameters.NONE);
    }

    /** Stops executing and keeps everything in memory: {@code POST .../status/suspend}. */
    public Upid suspend() {
        return power("suspend", Parameters.NONE);
    }

    /** Writes the memory to disk and switches off: {@code POST .../status/suspend} with {@code todisk}. */
    public Upid hibernate() {
        return power("suspend", Parameters.NONE.with("todisk", true));
    }

    /** Goes on after {@link #suspend} or {@link #hibernate}: {@code POST .../status/resume}. */
    public Upid resume() {
        return power("resume", Parameters.NONE);
    }

    /**
     * Takes a snapshot: {@code POST .../snapshot}.
     *
     * @param ram whether the memory goes with it; means nothing for a VM that is off
     */
    public Upid takeSnapshot(SnapshotName name, Optional<String> description, boolean ram) {
        return task(ApiRequest.post(path().and("snapshot"))
                .with(Parameters.NONE
                        .with("snapname", name)
                        .with("description", description)
                        .with("vmstate", ram)));
    }

    /**
     * Whether the guest agent answers: {@code POST .../agent/ping}. Costs the node 3 s of a worker's time when it does
     * not.
     *
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException with
     *     {@link io.jenkins.plugins.proxmox.core.api.Problem.WrongState} if it does not answer (yet)
     */
    public void pingGuestAgent() {
        client.call(ApiRequest.post(path().and("agent", "ping")));
    }

    /** Asks the guest agent: {@code GET .../agent/network-get-interfaces}, for the NICs of the configuration. */
    @Override
    public List<String> addresses(GuestConfig config) {
        return Addresses.of(
                        NetworkInterface.ofGuestAgent(client.get(path().and("agent", "network-get-interfaces"))),
                        config.macAddresses())
                .all();
    }
}
