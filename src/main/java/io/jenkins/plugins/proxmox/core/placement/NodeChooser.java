package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.guest.NodeEntry;
import io.jenkins.plugins.proxmox.core.guest.Resources;
import io.jenkins.plugins.proxmox.core.storage.StorageEntry;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Chooses the node of a new guest by what one call of {@code GET /cluster/resources} tells. Its figures are up to ten
 * seconds old, so what was begun lately has to be told as well. A node that tells no figures, since the credentials lack
 * {@code Sys.Audit} there, is taken only if no other is left.
 *
 * @param strategy which of several
 * @param expected what the figures don't tell yet, by node
 */
public record NodeChooser(Strategy strategy, Map<String, Expected> expected) {
    private static final double MEBIBYTE = 1024.0 * 1024;

    private record Candidate(String node, double use, int starting, boolean known) {
        /** Processors are promised to more guests than there are; memory never is. */
        boolean overcommitted() {
            return use > 1;
        }
    }

    /** Keeps a copy. */
    public NodeChooser {
        expected = Map.copyOf(expected);
    }

    /**
     * Which nodes can take the guest.
     *
     * @param avoided those where it was tried already, by node why not
     */
    public Ranking rank(Resources resources, Demand demand, Map<String, String> avoided) {
        return rank(resources, demand.nodes(), node -> demand, avoided);
    }

    /**
     * The same for a guest that needs something else on each node.
     *
     * @param wanted where it may go; anywhere if empty
     * @param demandOn what it needs on a node; not asked of nodes that are avoided
     * @param avoided those where it can't go anyway, by node why not
     */
    public Ranking rank(
            Resources resources, Set<String> wanted, Function<String, Demand> demandOn, Map<String, String> avoided) {
        List<Candidate> candidates = new ArrayList<>();
        Map<String, String> reasons = new TreeMap<>();
        for (NodeEntry node : resources.nodes()) {
            if (!wanted.isEmpty() && !wanted.contains(node.name())) {
                continue;
            }
            Optional<String> closed = closed(node).or(() -> Optional.ofNullable(avoided.get(node.name())));
            if (closed.isPresent()) {
                reasons.put(node.name(), closed.get());
                continue;
            }
            Demand demand = demandOn.apply(node.name());
            processors(node, demand)
                    .or(() -> memory(node, demand))
                    .or(() -> space(resources.storages(), node.name(), demand))
                    .ifPresentOrElse(
                            reason -> reasons.put(node.name(), reason), () -> candidates.add(candidate(node, demand)));
        }
        wanted.stream()
                .filter(name ->
                        resources.nodes().stream().noneMatch(node -> node.name().equals(name)))
                .forEach(name -> reasons.put(name, "does not exist, or the credentials may not see it"));
        return new Ranking(
                candidates.stream().sorted(order()).map(Candidate::node).toList(), reasons);
    }

    /** Ties are broken by what is about to start, and then by name, so that the choice is no matter of chance. */
    private Comparator<Candidate> order() {
        Comparator<Candidate> byUse = Comparator.comparingDouble(Candidate::use);
        Comparator<Candidate> byStarting = Comparator.comparingInt(Candidate::starting);
        boolean spread = strategy == Strategy.SPREAD;
        Comparator<Candidate> packed = Comparator.comparing(Candidate::overcommitted)
                .thenComparing(candidate -> candidate.overcommitted() ? candidate.use() : -candidate.use());
        return Comparator.comparing((Candidate candidate) -> !candidate.known())
                .thenComparing(spread ? byUse : packed)
                .thenComparing(spread ? byStarting : byStarting.reversed())
                .thenComparing(Candidate::node);
    }

    /** How much of the scarcer of memory and processors would be in use, 1 for all of it. */
    private Candidate candidate(NodeEntry node, Demand demand) {
        Expected more = expectedOn(node.name());
        if (node.memory().isEmpty() || node.processors().isEmpty()) {
            return new Candidate(node.name(), 0, more.guests(), false);
        }
        double memory = (double) (used(node, more) + demand.memory().bytes())
                / Math.max(1, node.memory().get().bytes());
        double processors = node.load().orElse(0)
                + (double) (more.processors() + demand.processors())
                        / Math.max(1, node.processors().getAsLong());
        return new Candidate(node.name(), Math.max(memory, processors), more.guests(), true);
    }

    private static Optional<String> closed(NodeEntry node) {
        if (!node.online()) {
            return Optional.of("is offline");
        }
        return node.closed()
                ? Optional.of("is in maintenance (" + node.haState().orElse("") + ")")
                : Optional.empty();
    }

    /** Proxmox VE starts no VM that has more of them than its node. */
    private static Optional<String> processors(NodeEntry node, Demand demand) {
        return demand.type() == GuestType.CONTAINER
                        || node.processors().isEmpty()
                        || node.processors().getAsLong() >= demand.processors()
                ? Optional.empty()
                : Optional.of(
                        "has " + node.processors().getAsLong() + " processors, " + demand.processors() + " are needed");
    }

    private Optional<String> memory(NodeEntry node, Demand demand) {
        if (node.memory().isEmpty()) {
            return Optional.empty();
        }
        long spare = node.memory().get().bytes() - used(node, expectedOn(node.name()));
        return spare >= demand.memory().bytes()
                ? Optional.empty()
                : Optional.of("has " + text(spare) + " of memory to spare, "
                        + text(demand.memory().bytes()) + " are needed");
    }

    private Optional<String> space(List<StorageEntry> storages, String node, Demand demand) {
        return new TreeMap<>(demand.space())
                .entrySet().stream()
                        .flatMap(needed -> space(storages, node, needed.getKey(), needed.getValue()).stream())
                        .findFirst();
    }

    private Optional<String> space(List<StorageEntry> storages, String node, String storage, DataSize needed) {
        Optional<StorageEntry> entry = storages.stream()
                .filter(it -> it.id().equals(storage) && it.node().equals(node))
                .findFirst();
        if (entry.isEmpty()) {
            return Optional.of("has no storage " + storage + " that the credentials may see");
        }
        if (!entry.get().available()) {
            return Optional.of("can't reach the storage " + storage);
        }
        if (entry.get().total().isEmpty() || entry.get().used().isEmpty()) {
            return Optional.empty();
        }
        long free =
                entry.get().total().get().bytes() - entry.get().used().get().bytes() - expectedSpace(node, entry.get());
        return free >= needed.bytes()
                ? Optional.empty()
                : Optional.of(
                        "has " + text(free) + " free on " + storage + ", " + text(needed.bytes()) + " are needed");
    }

    /** What is about to be written to a shared storage counts wherever it comes from. */
    private long expectedSpace(String node, StorageEntry storage) {
        return expected.entrySet().stream()
                .filter(it -> storage.shared() || it.getKey().equals(node))
                .map(it -> it.getValue().space().get(storage.id()))
                .filter(size -> size != null)
                .mapToLong(DataSize::bytes)
                .sum();
    }

    private static long used(NodeEntry node, Expected more) {
        return node.memoryUsed().map(DataSize::bytes).orElse(0L) + more.memory().bytes();
    }

    private Expected expectedOn(String node) {
        return expected.getOrDefault(node, Expected.NOTHING);
    }

    private static String text(long bytes) {
        return Math.round(Math.max(0, bytes) / MEBIBYTE) + " MiB";
    }
}
