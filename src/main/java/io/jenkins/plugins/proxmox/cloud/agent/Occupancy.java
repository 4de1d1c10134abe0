package io.jenkins.plugins.proxmox.cloud.agent;

import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.placement.AddressPool;
import io.jenkins.plugins.proxmox.core.placement.Capacity;
import io.jenkins.plugins.proxmox.core.placement.Slot;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the guests of agents take up until they are gone, those of each connection apart: slots, and addresses of ranges. Whatever
 * an earlier life of this controller has left counts from the beginning.
 */
public final class Occupancy {
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
        // What has gone before anybody could be told here.
        Set<String> gone = new HashSet<>(there.keySet());
        gone.removeAll(Remnant.all(connection).keySet());
        gone.forEach(this::free);
        if (!gone.isEmpty()) {
            AgentListener.room();
        }
        return restored;
    }

    private void restore(
            Capacity capacity, String connection, String operation, AgentOwner owner, Optional<String> node) {
        capacity.restore(slot(operation, owner, node));
        owner.addresses().forEach(address -> addresses(connection).restore(operation, address));
    }

    /** A guest takes up its room that an earlier life of this controller has left and forgotten, until it is removed. */
    public void leftBehind(String connection, Mark mark, Optional<String> node) {
        AgentOwner.parse(mark.owner())
                .ifPresent(owner -> restore(capacity(connection), connection, mark.operation(), owner, node));
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
        capacities.values().forEach(capacity -> capacity.free(operation));
        addresses.values().forEach(pool -> pool.free(operation));
    }
}
