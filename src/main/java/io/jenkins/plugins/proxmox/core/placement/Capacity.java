package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.placement.Limits.Limit;
import io.jenkins.plugins.proxmox.core.placement.Limits.Nodes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The slots of one cluster: who may make another guest, and where. Whatever is asked for here is done at once or not at
 * all, whoever else asks at the same time, so that no limit is ever exceeded. A slot is held until its guest is known to be
 * gone: one that is still being destroyed takes up room as any other.
 *
 * <p>It knows nothing after a restart: {@link #restore} what there is before anybody takes a slot.
 */
public final class Capacity {
    private final LongSupplier nanoTime;
    private final Map<String, HeldSlot> held = new LinkedHashMap<>();

    /**
     * An empty one.
     *
     * @param nanoTime as {@link System#nanoTime}: unlike the time of day, it never jumps
     */
    public Capacity(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Takes a slot. To take one again changes nothing, whatever its limits. If nodes have a limit, those that are not full
     * have room for all guests that are not placed yet; if it is not known where those of a template can go, only one at a time
     * gets a slot, until it is placed.
     *
     * @return why there is none; empty if it was taken
     */
    public synchronized Optional<Shortage> take(Slot slot, Limits limits) {
        if (held.containsKey(slot.id())) {
            return Optional.empty();
        }
        Optional<Shortage> shortage = shortage("cloud", limits.cloud(), count(inCloud(slot.cloud())))
                .or(() -> shortage("template", limits.template(), count(fromTemplate(slot.cloud(), slot.template()))))
                .or(() -> limits.nodes()
                        .flatMap(nodes -> noRoom(slot, limits.template().name(), nodes)));
        if (shortage.isEmpty()) {
            held.put(slot.id(), HeldSlot.of(slot, limits.nodes().map(Nodes::open)));
        }
        return shortage;
    }

    private Optional<Shortage> noRoom(Slot slot, String template, Nodes nodes) {
        String prefix = " has room for a guest of the template '" + template + "'";
        if (nodes.open().isEmpty()) {
            return held.values().stream().anyMatch(it -> it.findsOutFor(slot))
                    ? Optional.of(Shortage.of("it is being found out which node" + prefix))
                    : Optional.empty();
        }
        if (hasRoom(nodes)) {
            return Optional.empty();
        }
        Map<String, String> reasons = new TreeMap<>(nodes.closed());
        Map<String, Integer> counts = onNodes();
        Limit limit = new Limit("", nodes.guests());
        nodes.open().forEach(node -> {
            int count = counts.getOrDefault(node, 0);
            reasons.put(
                    node,
                    limit.isReached(count) ? full(count, limit.guests()) : "is about to get the last that it may have");
        });
        return Optional.of(new Shortage("no node" + prefix, new Ranking(List.of(), reasons).reasonsText()));
    }

    /** Whether there is room on some node for one guest more than those that are about to go there. */
    public synchronized boolean hasRoom(Nodes nodes) {
        Map<String, Integer> counts = onNodes();
        int room = nodes.open().stream()
                .mapToInt(node -> Math.max(0, nodes.guests() - counts.getOrDefault(node, 0)))
                .sum();
        return held.values().stream().filter(it -> it.mayGoTo(nodes.open())).count() < room;
    }

    private static Optional<Shortage> shortage(String what, Limit limit, int count) {
        return limit.isReached(count)
                ? Optional.of(Shortage.of("the " + what + " '" + limit.name() + "' " + full(count, limit.guests())))
                : Optional.empty();
    }

    /** Limits may be lowered, and what was there before a restart is there whatever the limits. */
    private static String full(int count, int limit) {
        return count > limit
                ? "has " + count + " guests, and may have " + limit
                : "has its " + (limit == 1 ? "guest" : limit + " guests");
    }

    /** Says that a guest is there, in whatever number they are: after a restart. It replaces what was known of it. */
    public synchronized void restore(Slot slot) {
        held.put(slot.id(), HeldSlot.of(slot, Optional.empty()));
    }

    /**
     * Decides on the node of a guest. One that has a node already changes to this one, or keeps its own if this one is full;
     * to be placed on the same node again is always possible.
     *
     * @param demand what it will use there
     * @param nodeLimit how many guests may be on a node, whatever their cloud; 0 or absent for no limit
     * @return why it can't go there, to be put behind the node's name, as in {@code has its 5 guests}; empty if it can
     */
    public synchronized Optional<String> place(String id, String node, Demand demand, OptionalInt nodeLimit) {
        HeldSlot before = held.get(id);
        if (before == null) {
            return Optional.of("gets no guest without a slot");
        }
        if (!before.slot().node().equals(Optional.of(node))) {
            Optional<String> obstacle = Optional.ofNullable(full(nodeLimit).get(node));
            if (obstacle.isPresent()) {
                return obstacle;
            }
        }
        held.put(id, before.on(before.slot().on(node), Optional.of(demand), OptionalLong.empty()));
        return Optional.empty();
    }

    /** Says that the guest could not be made where it was placed; it keeps its slot. */
    public synchronized void unplace(String id) {
        held.computeIfPresent(id, (key, it) -> it.on(it.slot().nowhere(), Optional.empty(), OptionalLong.empty()));
    }

    /** Says where a guest was found that somebody else has moved, whatever the limit of that node. */
    public synchronized void moved(String id, String node) {
        held.computeIfPresent(id, (key, it) -> it.on(it.slot().on(node), it.demand(), it.started()));
    }

    /** Says that the guest was started: soon the cluster's own figures tell what it uses. */
    public synchronized void started(String id) {
        held.computeIfPresent(
                id,
                (key, it) -> it.started().isPresent()
                        ? it
                        : it.on(it.slot(), it.demand(), OptionalLong.of(nanoTime.getAsLong())));
    }

    /** Gives the slot back, once the guest is known to be gone. To do so again changes nothing. */
    public synchronized void free(String id) {
        held.remove(id);
    }

    /** All that are held, in the order in which they were taken. */
    public synchronized List<Slot> slots() {
        return held.values().stream().map(HeldSlot::slot).toList();
    }

    /** How many guests a cloud has. */
    public synchronized int ofCloud(String cloud) {
        return count(inCloud(cloud));
    }

    /** How many guests of one of its templates a cloud has. */
    public synchronized int ofTemplate(String cloud, String template) {
        return count(fromTemplate(cloud, template));
    }

    /** How many guests, of whatever cloud, are on each node that has any. */
    public synchronized Map<String, Integer> onNodes() {
        Map<String, Integer> counts = new HashMap<>();
        held.values().forEach(it -> it.slot().node().ifPresent(node -> counts.merge(node, 1, Integer::sum)));
        return counts;
    }

    /** What the figures of the nodes don't tell yet, by node: guests that are in the making, or have just started. */
    public synchronized Map<String, Expected> expected() {
        long now = nanoTime.getAsLong();
        Map<String, Expected> expected = new HashMap<>();
        for (HeldSlot it : held.values()) {
            if (it.slot().node().isPresent() && it.demand().isPresent() && it.isUnseen(now)) {
                Expected before = expected.getOrDefault(it.slot().node().get(), Expected.NOTHING);
                expected.put(it.slot().node().get(), before.and(it.demand().get()));
            }
        }
        return expected;
    }

    /**
     * The nodes that can take no more guests, each with the reason to be put behind its name.
     *
     * @param nodeLimit how many guests may be on a node, whatever their cloud; 0 or absent for no limit
     */
    public synchronized Map<String, String> full(OptionalInt nodeLimit) {
        Map<String, String> full = new HashMap<>();
        Limit limit = new Limit("", nodeLimit.orElse(0));
        onNodes().forEach((node, count) -> {
            if (limit.isReached(count)) {
                full.put(node, full(count, limit.guests()));
            }
        });
        return full;
    }

    private int count(Predicate<Slot> which) {
        return Math.toIntExact(
                held.values().stream().map(HeldSlot::slot).filter(which).count());
    }

    private static Predicate<Slot> inCloud(String cloud) {
        return slot -> slot.cloud().equals(cloud);
    }

    private static Predicate<Slot> fromTemplate(String cloud, String template) {
        return inCloud(cloud).and(slot -> slot.template().equals(template));
    }
}
