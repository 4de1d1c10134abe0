package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.storage.NodeStorage;
import io.jenkins.plugins.proxmox.core.storage.StorageEntry;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.task.Recent;
import io.jenkins.plugins.proxmox.core.task.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What a cluster has, for people who choose. Nobody waits long for it, and what was asked in the last seconds is not asked
 * again, so that a form with ten fields costs a call or two.
 *
 * <p>Every method throws {@link ProxmoxException} as the call fails, and with {@link Problem.TimedOut} if there is no answer
 * within {@link #PATIENCE}; the call goes on, and who asks again profits.
 */
public final class Overview {
    /** How long anybody waits. */
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration FRESH = Duration.ofSeconds(10);

    /** A backup server takes its time for each list. */
    private static final int STORAGES = 8;

    private static final int NODES = 8;

    private final Cluster cluster;
    private final Duration patience;
    private final Recent<Resources> resources;
    private final Recent<List<Snapshot>> snapshots;
    private final Recent<List<Volume>> volumes;
    private final Recent<List<String>> bridges;

    /** Asks with the client and on the threads of this cluster, with four calls under way at most. */
    public Overview(Cluster cluster) {
        this(cluster, PATIENCE);
    }

    Overview(Cluster cluster, Duration patience) {
        this.cluster = cluster;
        this.patience = patience;
        resources = new Recent<>(cluster.tasks().timing(), FRESH, 1);
        snapshots = new Recent<>(cluster.tasks().timing(), FRESH, 1);
        volumes = new Recent<>(cluster.tasks().timing(), FRESH, 1);
        bridges = new Recent<>(cluster.tasks().timing(), FRESH, 1);
    }

    /** Guests, nodes, storages and pools: {@code GET /cluster/resources}. */
    public Resources resources() {
        return await(resources.get("", cluster::resources));
    }

    /** The snapshots of a guest: {@code GET /nodes/{node}/{type}/{vmid}/snapshot}. */
    public List<Snapshot> snapshots(GuestEntry guest) {
        return await(snapshots.get(
                guest.vmid() + " " + guest.node(),
                () -> cluster.guests().of(guest).snapshots().list()));
    }

    /**
     * What the storages hold of one kind, the newest first: {@code GET /nodes/{node}/storage/{storage}/content} of up to
     * eight storages, each that is shared once. Those that can't be asked are left out, unless none can.
     *
     * @param content as in {@code backup}
     */
    public List<Volume> volumes(String content) {
        List<StorageEntry> storages = storagesFor(content, resources().storages());
        return await(volumes.get(content, () -> read(content, storages)));
    }

    /**
     * The bridges and virtual networks of the nodes that guests can be plugged into, each once:
     * {@code GET /nodes/{node}/network} of up to eight nodes that are online. Those that can't be asked are left out, unless none
     * can.
     */
    public List<String> bridges() {
        List<String> nodes = resources().nodes().stream()
                .filter(NodeEntry::online)
                .map(NodeEntry::name)
                .limit(NODES)
                .toList();
        return await(bridges.get("", () -> readBridges(nodes)));
    }

    private List<String> readBridges(List<String> nodes) {
        return readAll(nodes, node -> cluster.nodes().of(node).bridges()).stream()
                .distinct()
                .sorted()
                .toList();
    }

    private static List<StorageEntry> storagesFor(String content, List<StorageEntry> all) {
        Set<String> seen = new HashSet<>();
        return all.stream()
                .filter(storage -> storage.takes(content))
                .filter(storage -> seen.add(storage.shared() ? storage.id() : storage.id() + " on " + storage.node()))
                .limit(STORAGES)
                .toList();
    }

    private List<Volume> read(String content, List<StorageEntry> storages) {
        List<Volume> all = readAll(
                storages, storage -> new NodeStorage(cluster.tasks(), storage.node(), storage.id()).volumes(content));
        all.sort(Comparator.comparing((Volume volume) -> volume.created().orElse(Instant.EPOCH))
                .reversed());
        return List.copyOf(all);
    }

    /** What all places have together; fails only if each of them does. */
    private static <P, T> List<T> readAll(List<P> places, Function<P, List<T>> reading) {
        List<T> all = new ArrayList<>();
        List<ProxmoxException> failures = new ArrayList<>();
        for (P place : places) {
            try {
                all.addAll(reading.apply(place));
            } catch (ProxmoxException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty() && failures.size() == places.size()) {
            throw failures.get(0);
        }
        return all;
    }

    private <T> T await(CompletableFuture<T> answer) {
        return Waiting.result(answer, patience);
    }
}
