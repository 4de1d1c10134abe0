package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.NodeEntry;
import io.jenkins.plugins.proxmox.core.guest.Resources;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plans clones: which template, to which node. One planner serves one cluster for as long as it likes; it remembers for a
 * minute what templates are like, so that a plan mostly costs no more than the one call that gave the resources.
 */
public final class ClonePlanner {
    private final TemplateReader templates;
    private final NodeStates states;

    /**
     * @param clock tells when something has to be asked again
     */
    public ClonePlanner(InstantSource clock) {
        templates = new TemplateReader(clock);
        states = new NodeStates(clock);
    }

    /**
     * Which clones are possible at this moment, the best one first: {@code GET /cluster/resources}.
     *
     * @param cluster where templates are read that are not known yet
     * @param nodes how nodes are ranked, and what is about to start there
     * @param limits nodes that are full for reasons of somebody else, by node why
     * @throws ProxmoxException as {@link #survey}
     */
    public ClonePlan plan(Cluster cluster, NodeChooser nodes, CloneWish wish, Map<String, String> limits) {
        return survey(cluster, cluster.resources(), wish).plan(nodes, limits, Map.of());
    }

    /**
     * What there is for a clone, whoever else needs room.
     *
     * @param cluster where templates are read that are not known yet
     * @throws ProxmoxException with {@link Problem.NotFound} if there is no such template, with
     *     {@link Problem.NodeUnreachable} if it is, or may be, on a node that is offline, with {@link Problem.Parameter} if it
     *     is not clear which one is meant or it can't be cloned as it is wished, and if a template can't be read
     */
    public CloneSurvey survey(Cluster cluster, Resources resources, CloneWish wish) {
        Resources known = states.complete(cluster, resources);
        return new CloneSurvey(known, wish, chosen(cluster, known, wish));
    }

    private TemplateChooser.Chosen chosen(Cluster cluster, Resources known, CloneWish wish) {
        return new TemplateChooser(known, wish).choose(entry -> templates.read(cluster, entry));
    }

    /**
     * What would be cloned to a node now instead of what was cloned there once: a newer version of it.
     *
     * @param old what was cloned
     * @return empty if that is the newest, or can't be compared since its node is offline, or nothing could be cloned there
     * @throws ProxmoxException as {@link #survey}
     */
    public Optional<VmId> successor(Cluster cluster, Resources resources, CloneWish wish, VmId old, String node) {
        Resources known = states.complete(cluster, resources);
        Set<String> online = known.nodes().stream()
                .filter(NodeEntry::online)
                .map(NodeEntry::name)
                .collect(Collectors.toSet());
        boolean hidden =
                known.guests().stream().anyMatch(entry -> entry.vmid().equals(old) && !online.contains(entry.node()));
        if (hidden) {
            return Optional.empty();
        }
        return Optional.ofNullable(chosen(cluster, known, wish).templates().get(node))
                .map(Template::vmid)
                .filter(newest -> !newest.equals(old));
    }

    /** Lets templates be read again, as after a clone that failed. */
    public void forget() {
        templates.forget();
    }
}
