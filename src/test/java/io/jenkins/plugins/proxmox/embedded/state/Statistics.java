package io.jenkins.plugins.proxmox.embedded.state;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the nodes last told about their guests, which is all that the list of resources knows of names, states and
 * numbers. To be used under the state lock.
 */
public final class Statistics {
    private final DataCenter dataCenter;
    private final boolean live;
    private final Map<Integer, Entry> entries = new HashMap<>();

    /** @param live whether the statistics never lag behind */
    public Statistics(DataCenter dataCenter, boolean live) {
        this.dataCenter = dataCenter;
        this.live = live;
    }

    /** A guest as it was at the time of the last round. */
    public record Entry(String name, String status, boolean template, long uptime) {
        static Entry of(Guest guest) {
            return new Entry(
                    guest.name(),
                    // Nodes tell what QEMU says of a VM.
                    guest.kind().isVirtualMachine()
                            ? guest.power().monitorName()
                            : guest.power().status(),
                    guest.isTemplate(),
                    guest.uptime().toSeconds());
        }
    }

    /** What a round every few seconds does; only nodes that are online report. */
    public void refresh() {
        entries.clear();
        dataCenter.guests().stream()
                .filter(guest ->
                        dataCenter.node(guest.node()).filter(Node::online).isPresent())
                .forEach(guest -> entries.put(guest.vmid(), Entry.of(guest)));
    }

    /** Empty for a guest that no round has seen; another guest's if its number was used before. */
    public Optional<Entry> of(Guest guest) {
        if (live) {
            boolean online = dataCenter.node(guest.node()).filter(Node::online).isPresent();
            return online ? Optional.of(Entry.of(guest)) : Optional.empty();
        }
        return Optional.ofNullable(entries.get(guest.vmid()));
    }
}
