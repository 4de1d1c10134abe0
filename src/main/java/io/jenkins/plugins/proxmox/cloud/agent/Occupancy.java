package io.jenkins.plugins.proxmox.cloud.agent;

import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.placement.AddressPool;
import io.jenkins.plugins.proxmox.core.placement.Capacity;
import io.jenkins.plugins.proxmox.core.placement.Slot;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the guests of agents take up until they are gone, those of each connection apart: slots, and addresses of ranges. Whatever
 * an earlier life of this controller has left counts from the beginning.
 */
public final class Occupancy {
    /** A slot is taken a moment before there is an agent. */
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    /** Since when there is nothing that would take up a slot, by connection and slot. */
    private final Map<String, Map<String, Long>> unused = new ConcurrentHashMap<>();

    private final RecentRemovals removals = new RecentRemovals(System::nanoTime);
    private final Map<String, Capacity> capacities = new ConcurrentHashMap<>();
    private final Map<String, AddressPool> addresses = new ConcurrentHashMap<>();

    /** The slots of a connection; what an earlier life of this controller has left takes up its room from the beginning. */
    public Capacity capacity(String connection) {
        Capacity known = capacities.get(connection);
        if (known != null) {
            return known;
        }
        Capacity restored = new Capacity(System::nanoTime);
        Map<String, Remnant> there = Remnant.all(connection);
        there.forEach((operation, it) -> restore(restored, connection, operation, it.owner(), it.node()));
        Capacity other = capacities.putIfAbsent(connection, restored);
        if (other != null) {
            return other;
        }
        // Nobody could be told here as long as it was not to be found.
        Set<String> gone = there.keySet().stream().filter(removals::contains).collect(Collectors.toSet());
        gone.forEach(restored::free);
        if (!gone.isEmpty()) {
            AgentListener.room();
        }
        return restored;
    }

    private void restore(
            Capacity capacity, String connection, String operation, AgentOwner owner, Optional<String> node) {
        AddressPool pool = addresses(connection);
        capacity.restore(slot(operation, owner, node));
        owner.addresses().forEach(address -> pool.restore(operation, address));
        // Asked only now: what is removed from now on is freed by whoever removes it.
        if (removals.contains(operation)) {
            capacity.free(operation);
            pool.free(operation);
        }
    }

    /** A guest takes up its room that an earlier life of this controller has left and forgotten, until it is removed. */
    public void leftBehind(String connection, Mark mark, Optional<String> node) {
        AgentOwner.parse(mark.owner())
                .ifPresent(owner -> restore(capacity(connection), connection, mark.operation(), owner, node));
    }

    /**
     * Frees what nothing takes up any more, if that was so for a while: nobody hears of it when an administrator takes a guest off
     * the list of those to be destroyed, or destroys one that was left behind.
     *
     * @param there the operations whose guests were found in the cluster, though nobody sees to them
     * @param now as {@link System#nanoTime}
     */
    public void review(String connection, Set<String> there, long now) {
        Capacity capacity = capacity(connection);
        // Before it is asked what there is: what is handed on meanwhile is not overlooked.
        List<String> taken = capacity.slots().stream().map(Slot::id).toList();
        Set<String> used = new HashSet<>(there);
        used.addAll(Remnant.all(connection).keySet());
        Map<String, Long> before = unused.getOrDefault(connection, Map.of());
        Map<String, Long> since = taken.stream()
                .filter(operation -> !used.contains(operation))
                .collect(Collectors.toMap(Function.identity(), operation -> before.getOrDefault(operation, now)));
        unused.put(connection, since);
        since.forEach((operation, time) -> {
            if (now - time >= LONG_ENOUGH.toNanos()) {
                free(operation);
                AgentListener.room();
            }
        });
    }

    /** The addresses of ranges; nobody takes one before {@link #capacity} was asked for. */
    public AddressPool addresses(String connection) {
        return addresses.computeIfAbsent(connection, key -> new AddressPool());
    }

    static Slot slot(String operation, AgentOwner owner, Optional<String> node) {
        return new Slot(operation, owner.cloud(), owner.template(), node);
    }

    /** An agent that would get no address need not be begun. */
    void reserve(ProxmoxTemplate template, String connection, String operation) {
        Optional.ofNullable(template.getNetwork()).ifPresent(net -> net.take(addresses(connection), operation));
    }

    /** Its guest is gone, or never was. */
    void free(String operation) {
        removals.add(operation);
        capacities.values().forEach(capacity -> capacity.free(operation));
        addresses.values().forEach(pool -> pool.free(operation));
    }
}
