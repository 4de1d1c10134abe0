package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the snapshots of a guest build on each other.
 *
 * @param roots those that build on none, the oldest first
 * @param current the snapshot that the guest's state of now builds on, if any
 */
public record SnapshotTree(List<Branch> roots, Optional<String> current) {
    /** The list holds one more entry for what the guest is now. */
    private static final String NOW = "current";

    private static final Comparator<Snapshot> BY_AGE =
            Comparator.comparing((Snapshot s) -> s.taken().orElse(Instant.MAX)).thenComparing(Snapshot::name);

    /**
     * A snapshot and those that build on it.
     *
     * @param children the oldest first
     */
    public record Branch(Snapshot snapshot, List<Branch> children) {}

    /** Reads {@code GET .../snapshot}. */
    static SnapshotTree of(Reply data) {
        List<Snapshot> all = data.elements().stream()
                .map(Snapshot::of)
                .flatMap(Optional::stream)
                .sorted(BY_AGE)
                .toList();
        Optional<String> current = data.elements().stream()
                .filter(entry -> entry.text("name").filter(NOW::equals).isPresent())
                .findFirst()
                .flatMap(entry -> entry.text("parent"));
        Set<String> names = all.stream().map(Snapshot::name).collect(Collectors.toSet());
        List<Branch> roots = new ArrayList<>();
        for (Snapshot snapshot : all) {
            // A parent that is not listed any more must not take its children along.
            if (snapshot.parent().filter(names::contains).isEmpty()) {
                roots.add(branch(snapshot, all));
            }
        }
        return new SnapshotTree(List.copyOf(roots), current);
    }

    private static Branch branch(Snapshot snapshot, List<Snapshot> all) {
        return new Branch(
                snapshot,
                all.stream()
                        .filter(s -> s.parent().filter(snapshot.name()::equals).isPresent())
                        .map(child -> branch(child, all))
                        .toList());
    }

    /** From the oldest to the one that the guest's state of now builds on; empty if it builds on none. */
    public List<Snapshot> line() {
        return roots.stream()
                .map(this::line)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private List<Snapshot> line(Branch branch) {
        if (current.filter(branch.snapshot().name()::equals).isPresent()) {
            return List.of(branch.snapshot());
        }
        for (Branch child : branch.children()) {
            List<Snapshot> rest = line(child);
            if (!rest.isEmpty()) {
                List<Snapshot> line = new ArrayList<>(List.of(branch.snapshot()));
                line.addAll(rest);
                return List.copyOf(line);
            }
        }
        return List.of();
    }
}
