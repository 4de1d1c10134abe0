package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guestagent.GuestAgent;
import io.jenkins.plugins.proxmox.core.network.Addresses;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;

/** A QEMU virtual machine. */
public final class VirtualMachine extends Guest {
    VirtualMachine(Site site, VmId vmid, String node) {
        super(site, vmid, node);
    }

    @Override
    public GuestType type() {
        return GuestType.VIRTUAL_MACHINE;
    }

    /** Presses the reset button: {@code POST .../status/reset}. */
    public Task reset() {
        return power("reset", Parameters.NONE);
    }

    @Override
    public Task suspend() {
        return power("suspend", Parameters.NONE);
    }

    /** Writes the memory to disk and switches off: {@code POST .../status/suspend} with {@code todisk}. */
    public Task hibernate() {
        return power("suspend", Parameters.NONE.with("todisk", true));
    }

    @Override
    public Task resume() {
        return power("resume", Parameters.NONE);
    }

    @Override
    public Creation<VirtualMachine> cloneTo(CloneCall call) {
        Task task = site.begin(ApiRequest.post(path().and("clone")).with(call.parameters(type())));
        return new Creation<>(new VirtualMachine(site, call.newId(), call.node().orElse(node())), task);
    }

    @Override
    public Task convertToTemplate() {
        return site.begin(ApiRequest.post(path().and("template")));
    }

    /** What its node says of a migration to another one: {@code GET .../migrate}. */
    public MigrationOutlook migrationTo(String target) {
        return MigrationOutlook.of(
                site.call(ApiRequest.get(path().and("migrate")).with("target", Names.node(target))));
    }

    /** Its disks and CD-ROM drives. */
    public Disks disks() {
        return new Disks(site, this);
    }

    /** Who can be asked inside, if it runs there. */
    public GuestAgent guestAgent() {
        return new GuestAgent(
                site.tasks(), path(), toString(), () -> site.differences().agentAbilities(node()));
    }

    /** Asks the guest agent: {@code GET .../agent/network-get-interfaces}, for the NICs of the configuration. */
    @Override
    public List<String> addresses(GuestConfig config) {
        return Addresses.of(guestAgent().interfaces(), config.macAddresses()).all();
    }
}
