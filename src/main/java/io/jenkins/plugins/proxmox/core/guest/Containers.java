package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;

/** The containers of a node. */
public final class Containers extends NodeGuests<Container> {
    Containers(Site site, String node) {
        super(site, node);
    }

    @Override
    GuestType type() {
        return GuestType.CONTAINER;
    }

    @Override
    public Container of(VmId vmid) {
        return new Container(site, vmid, node());
    }

    /**
     * Makes a container: {@code POST /nodes/{node}/lxc}. It is off afterwards.
     *
     * @throws ProxmoxException with {@link Problem.AlreadyExists} if somebody has the VMID
     */
    public Creation<Container> create(NewContainer wanted) {
        return new Creation<>(
                of(wanted.vmid()), site.begin(ApiRequest.post(path()).with(wanted.parameters())));
    }

    /**
     * Makes a container out of a backup: {@code POST /nodes/{node}/lxc} with {@code restore}. It is off afterwards.
     *
     * @throws ProxmoxException with {@link Problem.AlreadyExists} if somebody has the VMID and shall not be replaced;
     *     {@link Problem.Parameter} if no storage is given
     */
    public Creation<Container> restore(RestoreCall call) {
        if (call.storage().isEmpty()) {
            throw ProxmoxException.invalid(
                    "storage",
                    "No storage is given for the container " + call.vmid()
                            + "; a container does not go back to the one it" + " came from by itself");
        }
        return new Creation<>(
                of(call.vmid()), site.begin(ApiRequest.post(path()).with(call.parameters(type()))));
    }
}
