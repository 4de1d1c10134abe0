package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds a guest by number, name or tag.
 *
 * <p>One call lists the guests of the whole cluster, but what it says of names and templates is up to ten seconds old:
 * a guest just cloned has no name there, and one that reuses a VMID has its predecessor's. So every match, and every
 * guest that shows no name, is asked itself, and only if nobody answers to the name are the nodes' own lists read.
 */
final class GuestFinder {
    private static final int CHOICES = 10;

    private final Site site;
    private final Guests guests;
    private final Nodes nodes;
    private final String parameter;
    private final boolean templatesOnly;

    /**
     * @param templatesOnly whether a tag means templates; clones inherit the tags of theirs
     */
    GuestFinder(Site site, String parameter, boolean templatesOnly) {
        this.site = site;
        this.templatesOnly = templatesOnly;
        guests = new Guests(site);
        nodes = new Nodes(site);
        this.parameter = parameter;
    }

    FoundGuest find(GuestReference reference) {
        List<GuestEntry> all = guests.list();
        if (reference instanceof GuestReference.ByVmId byVmId) {
            return byVmId(byVmId.vmid(), all);
        }
        if (reference instanceof GuestReference.NewestWithTag newest) {
            return newestWithTag(newest, all);
        }
        return byName(((GuestReference.ByName) reference).name(), all);
    }

    private FoundGuest byVmId(VmId vmid, List<GuestEntry> all) {
        return all.stream()
                .filter(e -> e.vmid().equals(vmid))
                .findFirst()
                .map(this::ask)
                .orElseThrow(() -> notFound("There is no guest with the VMID " + vmid, all));
    }

    private FoundGuest byName(String name, List<GuestEntry> all) {
        List<FoundGuest> matches = ask(Stream.concat(
                        all.stream().filter(e -> e.name().filter(name::equals).isPresent()), nameless(all)))
                .filter(g -> g.name().equals(name))
                .toList();
        if (matches.isEmpty()) {
            matches = ask(fresh().filter(e -> e.name().filter(name::equals).isPresent())
                            .map(e -> inPool(e, all)))
                    .toList();
        }
        if (matches.size() > 1) {
            throw ProxmoxException.invalid(
                    parameter,
                    "The name '" + name + "' is not unique; expected is a VMID, one of "
                            + matches.stream()
                                    .map(g -> g.guest().vmid() + " (" + g.guest() + ")")
                                    .collect(Collectors.joining(", ")));
        }
        return matches.stream()
                .findFirst()
                .orElseThrow(() -> notFound("There is no guest with the name '" + name + "'", all));
    }

    /** Only the cluster's list tells the pool. */
    private static GuestEntry inPool(GuestEntry entry, List<GuestEntry> all) {
        return all.stream()
                .filter(e -> e.vmid().equals(entry.vmid()))
                .findFirst()
                .flatMap(GuestEntry::pool)
                .map(entry::inPool)
                .orElse(entry);
    }

    private FoundGuest newestWithTag(GuestReference.NewestWithTag reference, List<GuestEntry> all) {
        Predicate<GuestEntry> tagged = e -> e.tags().stream().anyMatch(reference.tag()::equalsIgnoreCase);
        return ask(all.stream().filter(tagged))
                .filter(g -> g.status().template() || !templatesOnly)
                .max(Comparator.comparing(
                        (FoundGuest g) -> Age.of(g.guest().config(), g.guest().vmid())))
                .orElseThrow(() -> notFound(
                        "There is no " + (templatesOnly ? "template" : "guest") + " with the tag '" + reference.tag()
                                + "'",
                        all));
    }

    /** Guests too new to show a name. Those of a node that is down show none either, and would only cost time. */
    private Stream<GuestEntry> nameless(List<GuestEntry> all) {
        List<GuestEntry> nameless = all.stream().filter(e -> e.name().isEmpty()).toList();
        if (nameless.isEmpty()) {
            return Stream.empty();
        }
        List<String> online = nodes.online();
        return nameless.stream().filter(e -> online.contains(e.node()));
    }

    private Stream<GuestEntry> fresh() {
        return nodes.online().stream()
                .flatMap(node -> Stream.of(new VirtualMachines(site, node), new Containers(site, node)))
                .flatMap(ofNode -> ofNode.list().stream());
    }

    private Stream<FoundGuest> ask(Stream<GuestEntry> entries) {
        return entries.map(this::askIfThere).flatMap(Optional::stream);
    }

    /** A guest may be destroyed between two calls, or be on its way to another node. */
    private Optional<FoundGuest> askIfThere(GuestEntry entry) {
        try {
            return Optional.of(ask(entry));
        } catch (ProxmoxException e) {
            // With rights on a pool only, a guest that left it is forbidden rather than missing.
            if (e.is(Problem.NotFound.class) || e.is(Problem.Permission.class)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private FoundGuest ask(GuestEntry entry) {
        Guest guest = guests.of(entry);
        return FoundGuest.of(guest, guest.status(), entry.pool());
    }

    private ProxmoxException notFound(String sentence, List<GuestEntry> all) {
        String choices = all.isEmpty()
                ? "the credentials may see no guest at all (VM.Audit)"
                : "the credentials may see "
                        + all.stream()
                                .sorted(Comparator.comparing(GuestEntry::vmid))
                                .limit(CHOICES)
                                .map(GuestEntry::toString)
                                .collect(Collectors.joining(", "))
                        + (all.size() > CHOICES ? " and " + (all.size() - CHOICES) + " more" : "");
        return new ProxmoxException(new Problem.NotFound(), sentence + " (" + parameter + "); " + choices);
    }
}
