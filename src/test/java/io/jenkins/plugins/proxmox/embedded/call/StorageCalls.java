package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import java.util.List;

/** Storages as the nodes see them. */
final class StorageCalls {
    private final Services services;

    StorageCalls(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        routes.on("GET", "/nodes/{node}/storage", this::list)
                .on("GET", "/nodes/{node}/storage/{storage}/status", this::status);
    }

    /** How much of a storage its volumes take on a node. */
    static long used(Services services, Storage storage, String node) {
        return services
                .dataCenter()
                .volumes()
                .list(volume -> volume.storage().equals(storage.id()) && volume.isOn(node))
                .stream()
                .mapToLong(Volume::size)
                .sum();
    }

    private Answer list(Call call) {
        List<String> contents = call.list("content");
        return Answer.of(services.dataCenter().volumes().storages().stream()
                .filter(storage -> mayList(call.caller(), storage))
                .filter(storage -> contents.isEmpty() || contents.stream().anyMatch(storage::accepts))
                .filter(storage -> call.find("storage")
                        .filter(id -> !id.equals(storage.id()))
                        .isEmpty())
                // With a target node, only what both nodes share is of use.
                .filter(storage -> call.find("target")
                                .filter(node -> !node.equals(call.node()))
                                .isEmpty()
                        || storage.shared())
                .map(storage -> facts(storage, call.node()))
                .toList());
    }

    private boolean mayList(Caller caller, Storage storage) {
        return services.permissions()
                .hasAny(caller, "/storage/" + storage.id(), "Datastore.Audit", "Datastore.AllocateSpace");
    }

    private Facts facts(Storage storage, String node) {
        long used = used(services, storage, node);
        return Facts.of("storage", storage.id())
                .with("type", storage.type())
                .with("content", String.join(",", storage.contents()))
                .with("shared", storage.shared())
                .with("active", 1)
                .with("enabled", 1)
                .with("total", storage.total())
                .with("used", used)
                .with("avail", storage.total() - used)
                .with("used_fraction", (double) used / storage.total());
    }

    private Answer status(Call call) {
        Storage storage = services.dataCenter()
                .volumes()
                .findStorage(call.text("storage"))
                .orElseThrow(() -> ApiException.badRequest("No such storage."));
        Facts facts = facts(storage, call.node());
        facts.remove("storage");
        facts.remove("used_fraction");
        return Answer.of(facts);
    }
}
