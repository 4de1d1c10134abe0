package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.guest.NodeEntry;
import io.jenkins.plugins.proxmox.core.guest.Resources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Chooses the template that would be cloned to each node: the newest of those that can get there. With local storages this
 * is the node's own one, and so each node can have its copy; a template on shared storage serves all nodes.
 *
 * <p>Which guests are templates and what they are called is up to ten seconds old, so a template made this very moment is
 * not seen yet.
 */
final class TemplateChooser {
    private static final int CHOICES = 10;
    private static final String PARAMETER = "template";

    /**
     * What each node gets.
     *
     * @param reasons why there is nothing for a node
     */
    record Chosen(Map<String, Template> templates, Map<String, String> reasons) {}

    private final Resources resources;
    private final CloneWish wish;
    private final Fitness fitness;
    private final CloneReach reach;
    private final Set<String> offline;
    private Optional<ProxmoxException> unread = Optional.empty();

    TemplateChooser(Resources resources, CloneWish wish) {
        this.resources = resources;
        this.wish = wish;
        this.fitness = new Fitness(resources, wish);
        this.reach = new CloneReach(resources, wish);
        this.offline = resources.nodes().stream()
                .filter(node -> !node.online())
                .map(NodeEntry::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * @param read what a guest of the list is like
     * @throws ProxmoxException with {@link Problem.NotFound} if there is no such template, with
     *     {@link Problem.NodeUnreachable} if it is, or may be, on a node that is offline, and with {@link Problem.Parameter} if it is not clear which one is meant or none of them can be cloned as it is wished
     */
    Chosen choose(Function<GuestEntry, Optional<Template>> read) {
        List<Template> candidates = candidates(read);
        requireOneType(candidates);
        List<String> unfit = candidates.stream()
                .flatMap(it -> fitness.obstacle(it).stream().map(reason -> it + " " + reason))
                .toList();
        if (unfit.size() == candidates.size()) {
            throw ProxmoxException.invalid(PARAMETER, "For " + wish.source() + ": " + String.join("; ", unfit));
        }
        Map<String, Template> templates = new TreeMap<>();
        Map<String, String> reasons = new TreeMap<>();
        for (NodeEntry node : resources.nodes()) {
            choose(candidates, node.name(), templates, reasons);
        }
        return new Chosen(templates, reasons);
    }

    private void choose(
            List<Template> candidates, String node, Map<String, Template> templates, Map<String, String> reasons) {
        if (offline.contains(node)) {
            reasons.put(node, "is offline");
            return;
        }
        List<String> obstacles = new ArrayList<>();
        List<Template> possible = new ArrayList<>();
        for (Template candidate : candidates) {
            reach.obstacle(candidate, node).ifPresentOrElse(obstacles::add, () -> possible.add(candidate));
        }
        if (possible.isEmpty()) {
            reasons.put(node, String.join(" and ", obstacles));
            return;
        }
        if (possible.size() > 1 && !wish.source().takesNewest()) {
            throw ambiguous(possible);
        }
        Template newest =
                possible.stream().max(Comparator.comparing(Template::age)).orElseThrow();
        fitness.obstacle(newest)
                .ifPresentOrElse(
                        reason -> reasons.put(node, "would get a clone of " + newest + ", which " + reason),
                        () -> templates.put(node, newest));
    }

    private List<Template> candidates(Function<GuestEntry, Optional<Template>> read) {
        List<GuestEntry> matching =
                resources.guests().stream().filter(wish.source()::matches).toList();
        // All that was ever cloned from a template can bear its tag; only what is meant exactly is asked for itself.
        boolean exact = wish.source() instanceof TemplateSource.ByVmId;
        boolean others = wish.full() && wish.snapshot() && !wish.source().takesNewest();
        List<Template> usable = matching.stream()
                .filter(entry -> entry.template() || exact || others)
                .filter(entry -> !offline.contains(entry.node()))
                .flatMap(entry -> read(read, entry).stream())
                .filter(template -> exact || stillMatches(template))
                .filter(template -> template.template() || others)
                .toList();
        if (usable.isEmpty()) {
            throw unread.isPresent() ? unread.get() : missing(matching);
        }
        return usable;
    }

    /** A node that has just gone down need not keep others from their templates. */
    private Optional<Template> read(Function<GuestEntry, Optional<Template>> read, GuestEntry entry) {
        try {
            return read.apply(entry);
        } catch (ProxmoxException e) {
            if (!e.is(Problem.NodeUnreachable.class)) {
                throw e;
            }
            offline.add(entry.node());
            unread = Optional.of(e);
            return Optional.empty();
        }
    }

    /** A VMID that is used again shows the name of whoever had it before for some seconds. */
    private boolean stillMatches(Template template) {
        return !(wish.source() instanceof TemplateSource.ByName byName)
                || byName.name().equals(template.name());
    }

    private ProxmoxException missing(List<GuestEntry> matching) {
        List<GuestEntry> hidden =
                matching.stream().filter(it -> offline.contains(it.node())).toList();
        if (!hidden.isEmpty()) {
            return new ProxmoxException(
                    new Problem.NodeUnreachable(), "The node of " + texts(hidden) + " is offline (" + PARAMETER + ")");
        }
        if (!matching.isEmpty() && !wish.source().takesNewest()) {
            return ProxmoxException.invalid(
                    PARAMETER,
                    texts(matching) + " is no template; expected is one, or a full clone of a snapshot of it");
        }
        // Some minutes after the end of a node nothing tells any more what its guests are called, and which are
        // templates.
        boolean unknown = !(wish.source() instanceof TemplateSource.ByVmId)
                && resources.guests().stream()
                        .anyMatch(it -> offline.contains(it.node()) && it.name().isEmpty());
        if (unknown) {
            return new ProxmoxException(
                    new Problem.NodeUnreachable(),
                    "There is no template " + kind() + " on the nodes that are online (" + PARAMETER
                            + "); what there is on " + String.join(", ", offline) + " is not known");
        }
        List<GuestEntry> templates =
                resources.guests().stream().filter(GuestEntry::template).toList();
        return new ProxmoxException(
                new Problem.NotFound(),
                "There is no template " + kind() + " (" + PARAMETER + "); "
                        + (templates.isEmpty()
                                ? "the credentials may see no template at all (VM.Audit)"
                                : "the credentials may see " + texts(templates)));
    }

    private String kind() {
        String text = "'" + wish.source() + "'";
        return wish.source() instanceof TemplateSource.ByVmId
                ? "with the VMID " + wish.source()
                : wish.source() instanceof TemplateSource.ByTag byTag
                        ? "with the tag '" + byTag.tag() + "'"
                        : wish.source() instanceof TemplateSource.ByPattern
                                ? "with a name like " + text
                                : "with the name " + text;
    }

    private static String texts(Collection<GuestEntry> entries) {
        return entries.stream()
                        .sorted(Comparator.comparing(GuestEntry::vmid))
                        .limit(CHOICES)
                        .map(GuestEntry::toString)
                        .collect(Collectors.joining(", "))
                + (entries.size() > CHOICES ? " and " + (entries.size() - CHOICES) + " more" : "");
    }

    private ProxmoxException ambiguous(List<Template> several) {
        return ProxmoxException.invalid(
                PARAMETER,
                "The name '" + wish.source() + "' is not unique; expected is a VMID, one of "
                        + several.stream()
                                .map(it -> it.vmid() + " (on " + it.node() + ")")
                                .collect(Collectors.joining(", "))
                        + ", or for the newest of them a pattern as in " + wish.source() + "* or tag:NAME");
    }

    private void requireOneType(List<Template> candidates) {
        if (candidates.stream().map(Template::type).distinct().count() > 1) {
            throw ProxmoxException.invalid(
                    PARAMETER,
                    "Both VMs and containers are meant by " + wish.source()
                            + "; expected are templates of one type, but"
                            + " there are "
                            + candidates.stream()
                                    .map(it -> it.type().noun() + " " + it)
                                    .collect(Collectors.joining(", ")));
        }
    }
}
