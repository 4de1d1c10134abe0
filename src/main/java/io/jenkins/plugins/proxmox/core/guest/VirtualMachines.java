package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;

/** The VMs of a node. */
public final class VirtualMachines extends NodeGuests<VirtualMachine> {
    VirtualMachines(Site site, String node) {
        super(site, node);
    }

    @Override
    GuestType type() {
        return GuestType.VIRTUAL_MACHINE;
    }

    @Override
    public VirtualMachine of(VmId vmid) {
        return new VirtualMachine(site, vmid, node());
    }

    /**
     * Makes a VM: {@code POST /nodes/{node}/qemu}. It is off afterwards.
     *
     * @throws ProxmoxException with {@link Problem.AlreadyExists} if somebody has the VMID
     */
    public Creation<VirtualMachine> create(NewVirtualMachine wanted) {
        return new Creation<>(
                of(wanted.vmid()), site.begin(ApiRequest.post(path()).with(wanted.parameters())));
    }

    /**
     * Makes a VM out of a backup: {@code POST /nodes/{node}/qemu} with {@code archive}. It is off afterwards.
     *
     * @throws ProxmoxException with {@link Problem.AlreadyExists} if somebody has the VMID and shall not be replaced
     */
    public Creation<VirtualMachine> restore(RestoreCall call) {
        return new Creation<>(
                of(call.vmid()), site.begin(ApiRequest.post(path()).with(call.parameters(type()))));
    }
}
