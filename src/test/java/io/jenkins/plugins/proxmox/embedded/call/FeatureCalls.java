package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Node;
import io.jenkins.plugins.proxmox.embedded.state.Volumes;
import java.util.List;

/** Tells what the storages of a guest are able to do. */
final class FeatureCalls {
    private final Services services;
    private final GuestKind kind;

    FeatureCalls(Services services, GuestKind kind) {
        this.services = services;
        this.kind = kind;
    }

    void register(Routes routes) {
        routes.on("GET", GuestCalls.pathOf(kind) + "/feature", this::feature);
    }

    private Answer feature(Call call) {
        DataCenter dataCenter = services.dataCenter();
        Guest guest = dataCenter.guest(kind, call.node(), call.vmid());
        boolean has = has(dataCenter, guest, call.text("feature"), call.has("snapname"));
        Facts facts = new Facts().with("hasFeature", has);
        if (kind.isVirtualMachine()) {
            facts.put("nodes", nodes(dataCenter, guest));
        }
        return Answer.of(facts);
    }

    static boolean canSnapshot(DataCenter dataCenter, Guest guest) {
        return has(dataCenter, guest, "snapshot", false);
    }

    private static boolean has(DataCenter dataCenter, Guest guest, String feature, boolean ofSnapshot) {
        Volumes volumes = dataCenter.volumes();
        return guest.disks().stream()
                .allMatch(disk -> volumes.find(guest.node(), disk.volid())
                        .filter(volume -> volumes.storage(disk.storage()).has(feature, volume, ofSnapshot))
                        .filter(volume -> !feature.equals("clone")
                                || guest.kind().isVirtualMachine()
                                || volumes.storage(disk.storage()).linksContainers())
                        .isPresent());
    }

    /** The nodes from which all volumes can be seen. */
    private static List<String> nodes(DataCenter dataCenter, Guest guest) {
        boolean shared = guest.disks().stream()
                .map(Drive::storage)
                .allMatch(id -> dataCenter.volumes().storage(id).shared());
        return shared ? dataCenter.nodes().stream().map(Node::name).toList() : List.of(guest.node());
    }
}
