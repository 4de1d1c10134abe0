package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.guest.Resources;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a cluster has for a clone, as it was read: the template that each node would get, and what the clone needs there.
 * Nodes are ranked from it without any call, so that this can be done at the moment at which the room is taken.
 */
public final class CloneSurvey {
    private final Resources resources;
    private final CloneWish wish;
    private final TemplateChooser.Chosen chosen;
    private final CloneReach reach;
    private final Map<String, Demand> demands = new HashMap<>();

    CloneSurvey(Resources resources, CloneWish wish, TemplateChooser.Chosen chosen) {
        this.resources = resources;
        this.wish = wish;
        this.chosen = chosen;
        reach = new CloneReach(resources, wish);
        chosen.templates().forEach((node, template) -> demands.put(node, reach.demand(template)));
    }

    /**
     * Which clones are possible, the best one first.
     *
     * @param nodes how nodes are ranked, and what is about to start there
     * @param limits nodes that are full for reasons of somebody else, by node why
     * @param avoided nodes where it was tried without success, by node why
     */
    public ClonePlan plan(NodeChooser nodes, Map<String, String> limits, Map<String, String> avoided) {
        // What will not be otherwise in a moment is told before what will.
        Map<String, String> closed = new TreeMap<>(avoided);
        closed.putAll(limits);
        closed.putAll(chosen.reasons());
        Ranking ranking = nodes.rank(resources, wish.nodes(), demands::get, closed);
        return new ClonePlan(ranking.nodes().stream().map(this::choice).toList(), ranking.reasons());
    }

    private CloneChoice choice(String node) {
        Demand demand = demands.get(node);
        return new CloneChoice(chosen.templates().get(node), node, demand, reach.shared(demand));
    }
}
