package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.value.GuestType;

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
        vmid(cluster);
        cloudInit();
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

    private void vmid(Cluster cluster) {
        request.vmid().filter(vmid -> !cluster.isFree(vmid)).ifPresent(vmid -> {
            throw new ProxmoxException(
                    new Problem.AlreadyExists(),
                    "The VMID " + vmid + " is taken already; expected is a free one, or none to get one");
        });
    }

    /** Proxmox takes options of cloud-init from any VM, and they do nothing where it has no drive for them. */
    private void cloudInit() {
        boolean possible = isMachine() && config.hasCloudInitDrive();
        request.options().keySet().stream()
                .filter(key -> !possible && key.matches(CLOUD_INIT))
                .findFirst()
                .ifPresent(key -> {
                    throw ProxmoxException.invalid(
                            key,
                            key + " is an option of cloud-init, for which the "
                                    + source.guest().type().noun() + " " + source + " has no drive");
                });
    }

    /** Whoever waits for what can't come waits until the time is over. */
    private void readiness() {
        Arrival.check(request.waitFor(), source);
        String agent =
                request.options().getOrDefault("agent", config.value("agent").orElse("0"));
        if (request.waitFor().asksGuest() && isMachine() && !GuestConfig.enablesGuestAgent(agent)) {
            throw ProxmoxException.invalid(
                    "waitFor",
                    "waitFor: '" + request.waitFor().label() + "' needs the guest agent, which " + source
                            + " has not enabled; set its option agent, or give config: [agent: 1]");
        }
    }

    private boolean isMachine() {
        return source.guest().type() == GuestType.VIRTUAL_MACHINE;
    }
}
