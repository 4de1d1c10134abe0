package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.Set;

/**
 * Whether a clone can come true as it is asked for; each check throws a {@link ProxmoxException} that says why not.
 *
 * @param config the configuration of the source
 * @param linked whether the clone shares the disks of its template
 * @param node where the clone goes
 */
record CloneChecks(CloneRequest request, FoundGuest source, GuestConfig config, boolean linked, String node) {
    private static final String CLOUD_INIT = "ciuser|sshkeys|ipconfig\\d+";

    void all(Cluster cluster) {
        kind();
        places(cluster);
        request.vmid().ifPresent(vmid -> Checks.free(cluster, vmid));
        keys();
        cloudInit(source, config, request.options().keySet());
        nic();
        readiness();
    }

    private void kind() {
        if (linked && request.storage().isPresent()) {
            throw ProxmoxException.invalid(
                    "storage",
                    "storage: '" + request.storage().get() + "' needs full: true, a linked clone of " + source
                            + " stays on the storage of its template");
        }
        if (linked && !source.status().template() && request.snapshot().isEmpty()) {
            throw ProxmoxException.invalid(
                    "template", source + " is no template, so only a full clone is possible (full: true)");
        }
    }

    private void places(Cluster cluster) {
        request.node().ifPresent(wanted -> Checks.node(cluster, wanted));
        request.storage()
                .ifPresent(storage -> Checks.storage(cluster, node, storage, isMachine() ? "images" : "rootdir"));
        request.pool().ifPresent(pool -> Checks.pool(cluster, pool));
        request.snapshot().ifPresent(snapshot -> Checks.snapshot(source, snapshot));
    }

    private void keys() {
        if (!isMachine() && request.options().containsKey("sshkeys")) {
            throw ProxmoxException.invalid(
                    "sshkeys",
                    "sshkeys can't be set for a clone of the container " + source
                            + ": it has those of its template, and others are possible only when a container is created");
        }
    }

    /** A container is told of its network by Proxmox, a VM by cloud-init alone. */
    private void nic() {
        FirstNic nic = request.nic();
        if (nic.isGiven() && !nic.hasBridge() && !config.nics().containsKey(0)) {
            throw ProxmoxException.invalid(
                    "bridge", source + " has no NIC net0; expected is a bridge that one is plugged into, as in vmbr0");
        }
        boolean told = nic.isAddressed()
                || request.options().keySet().stream().anyMatch(key -> key.matches("nameserver|searchdomain"));
        if (told && isMachine() && !config.hasCloudInitDrive()) {
            throw ProxmoxException.invalid(
                    nic.isAddressed() ? "ipv4" : "nameserver",
                    "Addresses and DNS servers are told to a VM by cloud-init, for which " + source
                            + " has no drive; expected is a template with one, as in ide2: 'local-lvm:cloudinit'");
        }
    }

    /** Proxmox takes options of cloud-init from any VM, and they do nothing where it has no drive for them. */
    static void cloudInit(FoundGuest guest, GuestConfig config, Set<String> options) {
        boolean possible = guest.guest().type() == GuestType.VIRTUAL_MACHINE && config.hasCloudInitDrive();
        options.stream()
                .filter(key -> !possible && key.matches(CLOUD_INIT))
                .findFirst()
                .ifPresent(key -> {
                    throw ProxmoxException.invalid(
                            key,
                            key + " is an option of cloud-init, for which the "
                                    + guest.guest().type().noun() + " " + guest + " has no drive");
                });
    }

    /** Whoever waits for what can't come waits until the time is over. */
    private void readiness() {
        String agent =
                request.options().getOrDefault("agent", config.value("agent").orElse("0"));
        Arrival.check(request.waitFor(), source);
        Arrival.checkAgent(
                request.waitFor(), source.guest().type(), source.toString(), agent, ", or give config: [agent: 1]");
    }

    private boolean isMachine() {
        return source.guest().type() == GuestType.VIRTUAL_MACHINE;
    }
}
