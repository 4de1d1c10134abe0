package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.Names;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The nodes of a cluster. */
public final class Nodes {
    private final Site site;

    Nodes(Site site) {
        this.site = site;
    }

    /** All of them by name: {@code GET /nodes}. */
    public List<NodeEntry> list() {
        return site.get(ApiPath.of("nodes")).elements().stream()
                .map(NodeEntry::of)
                .sorted(Comparator.comparing(NodeEntry::name))
                .toList();
    }

    /** The names of those that are online. */
    public List<String> online() {
        return list().stream().filter(NodeEntry::online).map(NodeEntry::name).toList();
    }

    /**
     * The node of this name.
     *
     * @throws ProxmoxException with {@link Problem.NotFound}, naming the nodes that there are, or
     *     {@link Problem.Parameter} if the text can't be the name of a node
     */
    public Node get(String name) {
        String wanted = Names.node(name);
        List<NodeEntry> all = list();
        if (all.stream().noneMatch(node -> node.name().equals(wanted))) {
            throw new ProxmoxException(
                    new Problem.NotFound(),
                    "There is no node '" + wanted + "'; expected is one of "
                            + all.stream().map(NodeEntry::name).collect(Collectors.joining(", ")));
        }
        return of(wanted);
    }

    /** The node of this name; nothing is looked up. */
    public Node of(String name) {
        return new Node(site, Names.node(name));
    }
}
