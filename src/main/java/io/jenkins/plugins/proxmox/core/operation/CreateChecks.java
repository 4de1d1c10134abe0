package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.storage.NodeStorage;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a new guest can come true as it is asked for; each check throws a {@link ProxmoxException}. */
final class CreateChecks {
    private CreateChecks() {}

    /** What goes with VMs or with containers only. */
    static void kind(CreateRequest request) {
        if (request.isContainer()) {
            if (request.osTemplate().isEmpty()) {
                throw ProxmoxException.invalid(
                        "ostemplate",
                        "No ostemplate is given, from which the container is to be made; expected is a volume as in"
                                + " local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst");
            }
            only("iso", request.iso().isPresent(), "VMs");
            return;
        }
        only("ostemplate", request.osTemplate().isPresent(), "containers");
        only("unprivileged", request.unprivileged().isPresent(), "containers");
        only("password", request.options().containsKey(GuestOptions.PASSWORD), "containers");
        only("sshKeys", !request.sshKeys().isEmpty(), "containers");
        only("ipConfig", request.ipConfig().isPresent(), "containers");
        only("nameserver", request.nameServer().isPresent(), "containers");
        if (request.storage().isPresent() && request.disk().isEmpty()) {
            throw ProxmoxException.invalid(
                    "storage",
                    "storage: '" + request.storage().get() + "' needs disk, the size of the disk that goes there");
        }
    }

    private static void only(String parameter, boolean given, String kind) {
        if (given) {
            throw ProxmoxException.invalid(
                    parameter,
                    parameter + " is for " + kind + " only, and this is to be a "
                            + (kind.equals("VMs") ? "container" : "VM"));
        }
    }

    /** What is said twice. */
    static void contradictions(CreateRequest request) {
        Map<String, String> config = request.options();
        if (request.ipConfig().isPresent() && request.bridge().isEmpty()) {
            throw ProxmoxException.invalid("ipConfig", "ipConfig needs bridge, without which there is no NIC");
        }
        either("bridge", request.bridge().isPresent(), "net0", config);
        either("iso", request.iso().isPresent(), "ide2", config);
        either("disk", request.disk().isPresent() && !request.isContainer(), "scsi0", config);
    }

    private static void either(String parameter, boolean given, String key, Map<String, String> config) {
        if (given && config.containsKey(key)) {
            throw ProxmoxException.invalid(
                    parameter, parameter + " sets the option " + key + ", and so does config; expected is one of them");
        }
    }

    /** The node that was asked for, or the only one. */
    static String node(Cluster cluster, Optional<String> wanted) {
        if (wanted.isPresent()) {
            Checks.node(cluster, wanted.get());
            return wanted.get();
        }
        List<String> online = cluster.nodes().online();
        if (online.size() != 1) {
            throw ProxmoxException.invalid(
                    "node", "No node is given, and several are online; expected is one of " + Checks.choices(online));
        }
        return online.get(0);
    }

    /** The storage that was asked for, or the only one that takes this. */
    static String storage(Cluster cluster, String node, Optional<String> wanted, String content) {
        if (wanted.isPresent()) {
            Checks.storage(cluster, node, wanted.get(), content);
            return wanted.get();
        }
        List<String> suitable =
                Checks.suitable(cluster.nodes().of(node).storages().list(), content);
        if (suitable.size() != 1) {
            throw ProxmoxException.invalid(
                    "storage",
                    suitable.isEmpty()
                            ? "Node " + node + " has no storage for " + content + " that the credentials may see"
                            : "Node " + node + " has several storages for " + content + ", so one must be named: "
                                    + Checks.choices(suitable));
        }
        return suitable.get(0);
    }

    /** An image that is to be read. */
    static void image(Cluster cluster, String node, String parameter, VolumeId image, String content) {
        List<Volume> there;
        try {
            there = new NodeStorage(cluster.tasks(), node, image.storage()).volumes(content);
        } catch (ProxmoxException e) {
            throw e.is(Problem.NotFound.class)
                    ? ProxmoxException.invalid(
                            parameter, "There is no storage '" + image.storage() + "' on node " + node)
                    : e;
        }
        if (there.stream().noneMatch(volume -> volume.id().equals(image))) {
            throw new ProxmoxException(
                    new Problem.NotFound(),
                    "There is no volume '" + image + "' on node " + node + " (" + parameter + "); expected is one of "
                            + Checks.choices(there.stream()
                                    .map(volume -> volume.id().toString())
                                    .collect(Collectors.toList())));
        }
    }
}
