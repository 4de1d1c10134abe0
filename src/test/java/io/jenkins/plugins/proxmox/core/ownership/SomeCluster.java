package io.jenkins.plugins.proxmox.core.ownership;

import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.guest.NodeEntry;
import io.jenkins.plugins.proxmox.core.guest.Resources;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a list of a cluster's resources tells, changed at will. */
final class SomeCluster {
    private final SortedMap<String, Boolean> nodes = new TreeMap<>(Map.of("n1", true, "n2", true, "n3", true));
    private final SortedMap<VmId, GuestEntry> guests = new TreeMap<>();

    SomeCluster node(String name, boolean online) {
        nodes.put(name, online);
        return this;
    }

    SomeCluster noNodes() {
        nodes.clear();
        return this;
    }

    SomeCluster guest(int vmid, String node) {
        return guest(vmid, node, false, "jenkins");
    }

    SomeCluster guest(int vmid, String node, boolean template, String... tags) {
        VmId id = new VmId(vmid);
        guests.put(
                id,
                new GuestEntry(
                        id,
                        GuestType.VIRTUAL_MACHINE,
                        node,
                        Optional.empty(),
                        "running",
                        template,
                        Optional.empty(),
                        List.of(tags),
                        Optional.empty()));
        return this;
    }

    SomeCluster without(int vmid) {
        guests.remove(new VmId(vmid));
        return this;
    }

    Resources resources() {
        List<NodeEntry> entries = nodes.entrySet().stream()
                .map(node -> new NodeEntry(
                        node.getKey(),
                        node.getValue(),
                        OptionalDouble.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
        return new Resources(List.copyOf(guests.values()), entries, List.of(), List.of());
    }
}
