package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.Node;
import io.jenkins.plugins.proxmox.embedded.state.Pool;
import io.jenkins.plugins.proxmox.embedded.state.Statistics;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The list of everything in the cluster; part of it is live, part of it is as old as the last statistics. */
final class ResourceCalls {
    private final Services services;
    private final NodeFacts nodeFacts;

    ResourceCalls(Services services) {
        this.services = services;
        this.nodeFacts = new NodeFacts(services);
    }

    void register(Routes routes) {
        routes.on("GET", "/cluster/resources", this::list);
    }

    private Answer list(Call call) {
        DataCenter dataCenter = services.dataCenter();
        Caller caller = call.caller();
        Optional<String> type = call.find("type");
        List<Facts> entries = new ArrayList<>();
        if (type.isEmpty()) {
            dataCenter.pools().stream()
                    .filter(pool -> services.permissions().has(caller, "/pool/" + pool.id(), "Pool.Audit"))
                    .forEach(pool -> entries.add(pool(pool)));
        }
        if (type.isEmpty() || type.get().equals("vm")) {
            dataCenter.guests().stream()
                    .filter(guest -> services.permissions().has(caller, "/vms/" + guest.vmid(), "VM.Audit"))
                    .forEach(guest -> entries.add(guest(guest, caller)));
        }
        if (type.isEmpty() || type.get().equals("node")) {
            dataCenter.nodes().forEach(node -> entries.add(node(node, caller)));
        }
        if (type.isEmpty() || type.get().equals("storage")) {
            dataCenter.nodes().forEach(node -> entries.addAll(storages(node, caller)));
        }
        if (listsZones(call)) {
            dataCenter.nodes().forEach(node -> entries.add(zone(node)));
        }
        return Answer.of(entries);
    }

    /** With the sums over the guests of the pool that run. */
    private Facts pool(Pool pool) {
        Facts facts = Facts.of("id", "/pool/" + pool.id()).with("type", "pool").with("pool", pool.id());
        List<Guest> running = pool.guests().stream()
                .flatMap(vmid -> services.dataCenter().guest(vmid).stream())
                .filter(guest -> services.statistics()
                        .of(guest)
                        .filter(entry -> entry.uptime() > 0)
                        .isPresent())
                .toList();
        if (!running.isEmpty()) {
            for (String name : List.of("mem", "maxmem", "maxcpu")) {
                facts.put(
                        name,
                        running.stream()
                                .mapToLong(guest ->
                                        ((Number) GuestFacts.numbers(guest).get(name)).longValue())
                                .sum());
            }
            facts.put("cpu", 0.01);
            facts.put(
                    "uptime",
                    running.stream()
                            .mapToLong(guest -> guest.uptime().toSeconds())
                            .max()
                            .orElse(0));
        }
        return facts;
    }

    /** The zone that every node has; the newest version counts it among networks. */
    private Facts zone(Node node) {
        boolean networks = services.version().atLeast(PveVersion.V9);
        String kind = networks ? "network" : "sdn";
        Facts facts = Facts.of("id", kind + "/" + node.name() + (networks ? "/zone/" : "/") + "localnetwork")
                .with("type", kind)
                .with(kind, "localnetwork")
                .with("node", node.name())
                .with("status", "ok");
        return networks ? facts.with("network-type", "zone") : facts;
    }

    private boolean listsZones(Call call) {
        Optional<String> type = call.find("type");
        boolean meant = type.isEmpty()
                || (type.get().equals("sdn") && !services.version().atLeast(PveVersion.V9));
        return meant
                && services.version().atLeast(PveVersion.V8)
                && services.permissions().has(call.caller(), "/sdn/zones/localnetwork", "SDN.Audit");
    }

    private Facts guest(Guest guest, Caller caller) {
        Facts facts = Facts.of("id", guest.kind().path() + "/" + guest.vmid())
                .with("type", guest.kind().path())
                .with("vmid", guest.vmid())
                .with("node", guest.node());
        guest.setting("tags").ifPresent(tags -> facts.put("tags", tags));
        if (guest.isHighlyAvailable()) {
            facts.put("hastate", "started");
        }
        if (services.version().atLeast(PveVersion.V8)) {
            guest.lock().ifPresent(lock -> facts.put("lock", lock));
        }
        services.dataCenter()
                .poolOf(guest.vmid())
                .filter(pool -> services.permissions().has(caller, "/pool/" + pool.id(), "Pool.Audit"))
                .ifPresent(pool -> facts.put("pool", pool.id()));
        Optional<Statistics.Entry> statistics = services.statistics().of(guest);
        facts.put("status", statistics.map(Statistics.Entry::status).orElse("unknown"));
        statistics.ifPresent(entry -> {
            facts.with("name", entry.name()).with("template", entry.template());
            facts.putAll(GuestFacts.numbers(guest));
            facts.put("uptime", entry.uptime());
        });
        return facts;
    }

    private Facts node(Node node, Caller caller) {
        Facts facts = nodeFacts.brief(node, caller);
        facts.put("cgroup-mode", 2);
        // Since 8.3.
        if (services.version().atLeast(PveVersion.V8) && NodeFacts.hasHighAvailability(services)) {
            facts.put("hastate", NodeFacts.haState(node));
        }
        return facts;
    }

    private List<Facts> storages(Node node, Caller caller) {
        List<Facts> entries = new ArrayList<>();
        for (Storage storage : services.dataCenter().volumes().storages()) {
            if (!services.permissions().has(caller, "/storage/" + storage.id(), "Datastore.Audit")) {
                continue;
            }
            Facts facts = Facts.of("id", "storage/" + node.name() + "/" + storage.id())
                    .with("type", "storage")
                    .with("storage", storage.id())
                    .with("node", node.name())
                    .with("plugintype", storage.type())
                    .with("shared", storage.shared())
                    .with("content", String.join(",", storage.contents()))
                    .with("status", node.online() ? "available" : "unknown");
            if (node.online()) {
                facts.putAll(Facts.of("disk", StorageCalls.used(services, storage, node.name()))
                        .with("maxdisk", storage.total()));
            }
            entries.add(facts);
        }
        return entries;
    }
}
