package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.policy.Right;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Lists guests, one call for all of them. Only guests that were made in the last ten seconds or so, of which the list does
 * not tell the name yet, are asked one by one, and so is the configuration of those that may be own ones where that
 * matters. What the policy does not let be looked at is left out.
 */
public final class ListGuests implements Operation<List<Map<String, Object>>> {
    static final String KIND = "list";

    private final GuestFilter filter;

    /** Lists what passes this filter. */
    public ListGuests(GuestFilter filter) {
        this.filter = filter;
    }

    static ListGuests of(Request request) {
        return new ListGuests(GuestFilter.of(request));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return filter.write().map();
    }

    @Override
    public Stages<List<Map<String, Object>>> stages() {
        return Stages.beginningWith("list", this::list);
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }

    private Next<List<Map<String, Object>>> list(OperationContext context) {
        List<GuestEntry> all = withNames(context.cluster());
        List<Map<String, Object>> matches = new ArrayList<>();
        all.stream()
                .filter(filter::matches)
                .filter(guest -> context.permits(Right.READ, guest))
                .filter(guest -> filter.own()
                        .filter(wanted -> wanted != isOwn(context, guest))
                        .isEmpty())
                .sorted(Comparator.comparing(GuestEntry::vmid))
                .forEach(guest -> matches.add(facts(guest)));
        if (matches.isEmpty()) {
            explain(context.cluster(), all);
        }
        return Next.done(matches);
    }

    /** Nothing where there can't be anything is a mistake rather than an answer. */
    private void explain(Cluster cluster, List<GuestEntry> all) {
        filter.node()
                .filter(node -> all.stream().noneMatch(guest -> guest.node().equals(node)))
                .ifPresent(node -> cluster.nodes().get(node));
        filter.pool()
                .filter(pool -> all.stream().noneMatch(guest -> guest.pool().equals(filter.pool())))
                .ifPresent(pool -> Checks.pool(cluster, pool));
    }

    /** A guest of a node that is down has no name either, and can't be asked. */
    private static List<GuestEntry> withNames(Cluster cluster) {
        List<GuestEntry> all = cluster.guests().list();
        if (all.stream().allMatch(guest -> guest.name().isPresent())) {
            return all;
        }
        List<String> online = cluster.nodes().online();
        return all.stream()
                .flatMap(guest -> guest.name().isPresent() || !online.contains(guest.node())
                        ? Stream.of(guest)
                        : asked(cluster, guest).stream())
                .toList();
    }

    private static Optional<GuestEntry> asked(Cluster cluster, GuestEntry guest) {
        return ifThere(() -> guest.with(cluster.guests().of(guest).status()));
    }

    /** Whoever is not tagged is no own one, so that hardly any configuration has to be read. */
    private static boolean isOwn(OperationContext context, GuestEntry entry) {
        Guest guest = context.cluster().guests().of(entry);
        return entry.tags().stream().anyMatch(Mark.TAG.text()::equalsIgnoreCase)
                && ifThere(guest::config)
                        .filter(config -> context.isOwn(entry.vmid(), config))
                        .isPresent();
    }

    /** It may be destroyed between two calls; with rights on a pool only it is forbidden then rather than missing. */
    private static <T> Optional<T> ifThere(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (ProxmoxException e) {
            if (e.is(Problem.NotFound.class) || e.is(Problem.Permission.class)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Map<String, Object> facts(GuestEntry guest) {
        Map<String, Object> map = new GuestFacts(
                        guest.vmid(),
                        guest.name().orElseGet(() -> guest.type().noun() + " " + guest.vmid()),
                        guest.node(),
                        guest.type(),
                        Facts.state(guest),
                        guest.template(),
                        List.of())
                .toMap();
        map.put("tags", new ArrayList<>(guest.tags()));
        map.put("pool", guest.pool().orElse(null));
        map.put("lock", guest.lock().orElse(null));
        return map;
    }
}
