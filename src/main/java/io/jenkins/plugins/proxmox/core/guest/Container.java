package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.network.Addresses;
import io.jenkins.plugins.proxmox.core.network.NetworkInterface;
import io.jenkins.plugins.proxmox.core.task.Upid;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;
import java.util.Optional;

/** An LXC container. */
public final class Container extends Guest {
    Container(ApiClient client, VmId vmid, String node) {
        super(client, vmid, node);
    }

    @Override
    public GuestType type() {
        return GuestType.CONTAINER;
    }

    @Override
    String nameParameter() {
        return "hostname";
    }

    /** Takes a snapshot: {@code POST .../snapshot}. */
    public Upid takeSnapshot(SnapshotName name, Optional<String> description) {
        return task(ApiRequest.post(path().and("snapshot"))
                .with(Parameters.NONE.with("snapname", name).with("description", description)));
    }

    /**
     * Asks the node: {@code GET .../interfaces}, which PVE 7 does not have; there, and before DHCP has answered, the
     * static addresses of the configuration are all that is known.
     */
    @Override
    public List<String> addresses(GuestConfig config) {
        try {
            Addresses current = Addresses.of(
                    NetworkInterface.ofContainer(client.get(path().and("interfaces"))), config.macAddresses());
            return current.isEmpty() ? Addresses.ofConfiguration(config).all() : current.all();
        } catch (ProxmoxException e) {
            if (e.is(Problem.Unsupported.class)) {
                return Addresses.ofConfiguration(config).all();
            }
            throw e;
        }
    }
}
