package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.network.Addresses;
import io.jenkins.plugins.proxmox.core.network.NetworkInterface;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.TaskEntry;
import io.jenkins.plugins.proxmox.core.task.TaskFilter;
import io.jenkins.plugins.proxmox.core.task.Upid;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An LXC container. */
public final class Container extends Guest {
    Container(Site site, VmId vmid, String node) {
        super(site, vmid, node);
    }

    @Override
    public GuestType type() {
        return GuestType.CONTAINER;
    }

    /** What Proxmox VE has for it hardly ever works (CRIU), and then leaves a broken container behind. */
    @Override
    public Task suspend() {
        throw refuse("suspended");
    }

    @Override
    public Task resume() {
        throw refuse("resumed");
    }

    private ProxmoxException refuse(String participle) {
        return new ProxmoxException(
                new Problem.Unsupported(),
                "The " + this + " can't be " + participle + ", only VMs can; expected is one of start, stop, shutdown,"
                        + " reboot");
    }

    @Override
    public Creation<Container> cloneTo(CloneCall call) {
        Task task = site.begin(ApiRequest.post(path().and("clone")).with(call.parameters(type())));
        return new Creation<>(new Container(site, call.newId(), call.node().orElse(node())), task);
    }

    /** As for VMs; but Proxmox VE does not say which task does it, so that is looked up. */
    @Override
    public Task convertToTemplate() {
        Set<Upid> before = templateTasks();
        Task answered = site.begin(ApiRequest.post(path().and("template")));
        return templateTasks().stream()
                .filter(upid -> !before.contains(upid))
                .findFirst()
                .map(site.tasks()::task)
                .orElse(answered);
    }

    private Set<Upid> templateTasks() {
        return site.tasks().search(node(), TaskFilter.all().vmid(vmid()).type("vztemplate")).stream()
                .map(TaskEntry::upid)
                .collect(Collectors.toSet());
    }

    /** Its root file system and mount points. */
    public MountPoints mountPoints() {
        return new MountPoints(site, this);
    }

    /**
     * Its network interfaces as seen from inside: {@code GET .../interfaces}. None while it is off.
     *
     * @throws ProxmoxException with {@link Problem.Unsupported} before PVE 8.1
     */
    public List<NetworkInterface> interfaces() {
        if (!site.differences().tellsContainerInterfaces(node())) {
            throw new ProxmoxException(
                    new Problem.Unsupported(), "Proxmox VE before 8.1 does not tell the network interfaces of " + this);
        }
        return NetworkInterface.ofContainer(site.get(path().and("interfaces")));
    }

    /**
     * Asks the node: {@code GET .../interfaces}, which PVE 7 does not have; there, and before DHCP has answered, the
     * static addresses of the configuration are all that is known.
     */
    @Override
    public List<String> addresses(GuestConfig config) {
        try {
            List<String> current =
                    Addresses.of(interfaces(), config.macAddresses()).all();
            return current.isEmpty() ? Addresses.ofConfiguration(config).all() : current;
        } catch (ProxmoxException e) {
            if (e.is(Problem.Unsupported.class)) {
                return Addresses.ofConfiguration(config).all();
            }
            throw e;
        }
    }
}
