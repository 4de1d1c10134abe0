package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The cluster as a whole: version, nodes and VMIDs. */
final class ClusterCalls {
    private static final int LOWEST_VMID = 100;

    private final Services services;
    private final NodeFacts nodeFacts;

    ClusterCalls(Services services) {
        this.services = services;
        this.nodeFacts = new NodeFacts(services);
    }

    void register(Routes routes) {
        routes.on("GET", "/", call -> index())
                .on("GET", "/version", call -> version())
                .on("GET", "/cluster/status", call -> status())
                .on("GET", "/cluster/ha/status/manager_status", call -> manager())
                .on("GET", "/cluster/nextid", this::nextId)
                .on("GET", "/nodes", call -> nodes(call.caller()))
                .on("GET", "/nodes/{node}/status", call -> Answer.of(nodeFacts.status(node(call))))
                .on("GET", "/nodes/{node}/version", call -> version())
                .on("GET", "/nodes/{node}/network", call -> network());
    }

    private Node node(Call call) {
        return services.dataCenter().node(call.node()).orElseThrow();
    }

    private static Answer index() {
        return Answer.of(Stream.of("version", "cluster", "nodes", "storage", "access", "pools")
                .map(name -> Facts.of("subdir", name))
                .toList());
    }

    private Answer version() {
        return Answer.of(Facts.of("version", services.version().version())
                .with("release", services.version().release())
                .with("repoid", services.version().repositoryId()));
    }

    private Answer status() {
        DataCenter dataCenter = services.dataCenter();
        long online = dataCenter.nodes().stream().filter(Node::online).count();
        boolean quorate = online * 2 > dataCenter.nodes().size();
        List<Facts> entries = new ArrayList<>();
        entries.add(Facts.of("type", "cluster")
                .with("id", "cluster")
                .with("name", "embedded")
                .with("version", dataCenter.nodes().size())
                .with("nodes", dataCenter.nodes().size())
                .with("quorate", quorate));
        for (Node node : dataCenter.nodes()) {
            entries.add(Facts.of("type", "node")
                    .with("id", "node/" + node.name())
                    .with("name", node.name())
                    .with("nodeid", node.id())
                    .with("ip", "192.0.2." + node.id())
                    .with("online", node.online())
                    .with("local", node.name().equals(dataCenter.entryNode()))
                    .with("level", ""));
        }
        return Answer.of(entries);
    }

    private Answer manager() {
        Facts nodes = new Facts();
        if (NodeFacts.hasHighAvailability(services)) {
            services.dataCenter().nodes().forEach(node -> nodes.put(node.name(), NodeFacts.haState(node)));
        }
        return Answer.of(Facts.of("manager_status", Facts.of("node_status", nodes)));
    }

    private Answer nextId(Call call) {
        if (call.has("vmid")) {
            int wanted = call.vmid();
            if (services.dataCenter().guest(wanted).isPresent()) {
                throw ApiException.parameter("vmid", "VM " + wanted + " already exists");
            }
            return Answer.of("" + wanted);
        }
        int free = LOWEST_VMID;
        while (services.dataCenter().guest(free).isPresent()) {
            free++;
        }
        // A text, although the API declares a number.
        return Answer.of("" + free);
    }

    private Answer nodes(Caller caller) {
        return Answer.of(services.dataCenter().nodes().stream()
                .map(node -> {
                    Facts facts = nodeFacts.brief(node, caller);
                    facts.put("ssl_fingerprint", services.fingerprint());
                    return facts;
                })
                .toList());
    }

    private static Answer network() {
        return Answer.of(List.of(Facts.of("iface", "vmbr0")
                .with("type", "bridge")
                .with("active", 1)
                .with("autostart", 1)
                .with("method", "static")
                .with("address", "192.0.2.1")
                .with("netmask", "24")
                .with("cidr", "192.0.2.1/24")
                .with("bridge_ports", "eth0")
                .with("priority", 3)));
    }
}
