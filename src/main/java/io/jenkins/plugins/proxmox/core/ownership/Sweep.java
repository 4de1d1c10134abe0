package io.jenkins.plugins.proxmox.core.ownership;

import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.guest.NodeEntry;
import io.jenkins.plugins.proxmox.core.guest.Resources;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Decides which guests of one cluster were left behind by agents of this controller, and are to be removed. It calls
 * nothing; a run is to list the resources of the cluster, {@link #toRead}, to read these configurations, and {@link
 * #decide}.
 *
 * <p>A guest is left behind if its mark has the id of this controller, an owner as in {@code agent/...}, and an operation
 * that nobody sees to any more. It is removed after a grace period, and only if its mark was read in the same run, and if no
 * node is offline, or only ones that have been for a day.
 *
 * <p>Every operation is told here before it makes a guest. So a guest that appears while this controller runs, and whose
 * operation was never told, was made by another controller with the same id, as a copy of this one has. Then nothing at all
 * is removed, since that controller may need any of them, until an administrator has decided. What was there from the
 * beginning is from an earlier life of this controller.
 */
public final class Sweep {
    /** VMIDs are used again, so what was read of one is good for a while only. */
    private static final Duration READ_AGAIN = Duration.ofHours(1);

    /** A node that is off for so long is out of service, and takes part in nothing. */
    private static final Duration OUT_OF_SERVICE = Duration.ofDays(1);

    /** Enough for days; the guest of one that is forgotten is taken for another controller's, which is safe. */
    private static final int MOST_OPERATIONS = 20_000;

    /**
     * What a run came to.
     *
     * @param remove the marks of guests that are to be removed, if they still bear them when that is done
     * @param waiting the marks of guests that are removed later, if nobody sees to them by then
     * @param doubt why nothing is removed, for people; empty if there is no doubt
     */
    public record Verdict(List<Mark> remove, List<Mark> waiting, Optional<String> doubt) {
        /** Keeps copies. */
        public Verdict {
            remove = List.copyOf(remove);
            waiting = List.copyOf(waiting);
        }
    }

    /** A guest as its mark names it; what else the mark says may be changed. */
    private record Key(VmId vmid, String operation) {
        static Key of(Mark mark) {
            return new Key(mark.vmid(), mark.operation());
        }
    }

    /** What was read of a guest: its mark if it is an agent's of this controller. */
    private record Reading(Optional<Mark> mark, long time) {}

    private final String controller;
    private final Duration grace;
    private final LongSupplier nanoTime;
    private final Set<String> operations = new LinkedHashSet<>();
    private final Map<VmId, Reading> readings = new HashMap<>();
    private final Map<String, Long> offline = new HashMap<>();
    private final Map<Key, Long> alone = new HashMap<>();
    private final Set<Key> leftovers = new HashSet<>();
    private final Map<Key, Mark> suspects = new LinkedHashMap<>();
    private final Map<Key, Mark> others = new LinkedHashMap<>();

    /** Guests that were there from the beginning and could not be read yet. */
    private final Set<VmId> unread = new HashSet<>();

    private boolean begun;

    /**
     * One that knows of no guest.
     *
     * @param controller the id of this controller, as in marks
     * @param grace how long nobody must have seen to a guest
     * @param nanoTime as {@link System#nanoTime}: unlike the time of day, it never jumps
     */
    public Sweep(String controller, Duration grace, LongSupplier nanoTime) {
        this.controller = controller;
        this.grace = grace;
        this.nanoTime = nanoTime;
    }

    /** Says that an operation is about to make a guest; to be called before it makes any. */
    public synchronized void register(String operation) {
        if (operations.add(operation) && operations.size() > MOST_OPERATIONS) {
            operations.remove(operations.iterator().next());
        }
    }

    /** Says what {@link #suspects} and {@link #others} were before a restart. */
    public synchronized void restore(Collection<Mark> suspected, Collection<Mark> notOurs) {
        suspected.forEach(mark -> suspects.put(Key.of(mark), mark));
        notOurs.forEach(mark -> others.put(Key.of(mark), mark));
    }

    /** Guests that another controller with the same id seems to have made; to be kept over restarts. */
    public synchronized List<Mark> suspects() {
        return List.copyOf(suspects.values());
    }

    /** Guests of which an administrator said that they are another controller's; to be kept over restarts. */
    public synchronized List<Mark> others() {
        return List.copyOf(others.values());
    }

    /**
     * Ends the suspicion.
     *
     * @param ours whether the guests are this controller's after all, and may be removed after another grace period; else
     *     they are never touched
     */
    public synchronized void settle(boolean ours) {
        if (ours) {
            leftovers.addAll(suspects.keySet());
        } else {
            others.putAll(suspects);
        }
        suspects.clear();
        // Meanwhile the other controller could have been at work on any of them.
        alone.clear();
    }

    /**
     * Which guests have to be looked at, so that it can be decided: those that are tagged and that nobody sees to, unless
     * they were read lately. Mostly there are none.
     *
     * @param resources what the cluster has now
     * @param known all that somebody sees to
     */
    public synchronized List<GuestEntry> toRead(Resources resources, Collection<KnownGuest> known) {
        if (doubt(resources).isPresent()) {
            return List.of();
        }
        Set<String> online = Sightings.onlineNodes(resources);
        return tagged(resources).stream()
                .filter(guest -> online.contains(guest.node()) && !isKnown(guest.vmid(), known))
                .filter(guest -> Optional.ofNullable(readings.get(guest.vmid()))
                        .map(this::isOutdated)
                        .orElse(true))
                .toList();
    }

    private boolean isOutdated(Reading reading) {
        return nanoTime.getAsLong() - reading.time() >= READ_AGAIN.toNanos()
                || reading.mark().filter(mark -> isDue(Key.of(mark))).isPresent();
    }

    /**
     * Decides.
     *
     * @param resources the same as for {@link #toRead}
     * @param read the configurations that could be read of those guests, by VMID
     * @param known all that somebody sees to, asked for again after the configurations were read
     */
    public synchronized Verdict decide(Resources resources, Map<VmId, GuestConfig> read, Collection<KnownGuest> known) {
        Optional<String> outage = outage(resources);
        Optional<String> doubt = doubt(resources);
        if (doubt.isPresent()) {
            return new Verdict(List.of(), List.of(), doubt);
        }
        known.forEach(it -> register(it.operation()));
        Set<VmId> there = tagged(resources).stream().map(GuestEntry::vmid).collect(Collectors.toSet());
        readings.keySet().retainAll(there);
        unread.retainAll(there);
        read.forEach((vmid, config) -> readings.put(vmid, new Reading(agentMark(vmid, config), nanoTime.getAsLong())));
        Map<Key, Mark> nobodys = new LinkedHashMap<>();
        readings.values().stream()
                .flatMap(reading -> reading.mark().stream())
                .filter(mark -> known.stream().noneMatch(it -> it.covers(mark)))
                .forEach(mark -> nobodys.put(Key.of(mark), mark));
        nobodys.values().forEach(this::classify);
        begin(there, known);
        unread.removeAll(read.keySet());
        nobodys.keySet().retainAll(leftovers);
        alone.keySet().retainAll(nobodys.keySet());
        nobodys.keySet().forEach(key -> alone.putIfAbsent(key, nanoTime.getAsLong()));
        return verdict(nobodys, read.keySet(), suspicion().or(() -> outage));
    }

    private Verdict verdict(Map<Key, Mark> nobodys, Set<VmId> fresh, Optional<String> doubt) {
        List<Mark> remove = new ArrayList<>();
        List<Mark> waiting = new ArrayList<>();
        nobodys.forEach((key, mark) -> {
            boolean now = doubt.isEmpty() && isDue(key) && fresh.contains(key.vmid());
            (now ? remove : waiting).add(mark);
        });
        return new Verdict(remove, waiting, doubt);
    }

    /**
     * Which nodes are offline that may be back soon. What is there is looked at all the same, so that nothing that appears
     * meanwhile is taken for what was there from the beginning.
     */
    private Optional<String> outage(Resources resources) {
        Set<String> online = Sightings.onlineNodes(resources);
        Set<String> away =
                resources.nodes().stream().map(NodeEntry::name).collect(Collectors.toCollection(TreeSet::new));
        away.removeAll(online);
        offline.keySet().retainAll(away);
        away.forEach(node -> offline.putIfAbsent(node, nanoTime.getAsLong()));
        away.removeIf(node -> nanoTime.getAsLong() - offline.get(node) >= OUT_OF_SERVICE.toNanos());
        return away.isEmpty()
                ? Optional.empty()
                : Optional.of("Nodes are offline, though not for a whole day yet: " + String.join(", ", away));
    }

    private Optional<String> suspicion() {
        String guests = suspects.keySet().stream()
                .map(key -> key.vmid().toString())
                .sorted()
                .collect(Collectors.joining(", "));
        return guests.isEmpty()
                ? Optional.empty()
                : Optional.of("Another controller with the same id seems to have made these guests: " + guests
                        + "; nothing is removed until an administrator has decided");
    }

    /** Whose a guest is that nobody sees to, once and for all. */
    private void classify(Mark mark) {
        Key key = Key.of(mark);
        if (leftovers.contains(key) || suspects.containsKey(key) || others.containsKey(key)) {
            return;
        }
        if (!begun || unread.contains(key.vmid()) || operations.contains(key.operation())) {
            leftovers.add(key);
        } else {
            suspects.put(key, mark);
        }
    }

    private void begin(Set<VmId> there, Collection<KnownGuest> known) {
        if (!begun) {
            there.stream()
                    .filter(vmid -> !readings.containsKey(vmid) && !isKnown(vmid, known))
                    .forEach(unread::add);
            begun = true;
        }
    }

    private boolean isDue(Key key) {
        return Optional.ofNullable(alone.get(key))
                .filter(since -> nanoTime.getAsLong() - since >= grace.toNanos())
                .isPresent();
    }

    private Optional<Mark> agentMark(VmId vmid, GuestConfig config) {
        return Mark.of(config, vmid)
                .filter(mark -> mark.controller().equals(controller) && mark.isOfAgent())
                .filter(mark -> !config.template() && !config.protection());
    }

    private static Optional<String> doubt(Resources resources) {
        return Sightings.canBeTrusted(resources)
                ? Optional.empty()
                : Optional.of("Most nodes of the cluster are offline or not to be seen");
    }

    private static List<GuestEntry> tagged(Resources resources) {
        return resources.guests().stream()
                .filter(guest -> !guest.template() && guest.tags().contains(Mark.TAG.text()))
                .toList();
    }

    private static boolean isKnown(VmId vmid, Collection<KnownGuest> known) {
        return known.stream().anyMatch(it -> it.vmid().equals(Optional.of(vmid)));
    }
}
