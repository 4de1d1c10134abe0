package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Backs up guests, node by node, and makes sure that every archive is really there. */
public final class BackUp implements Operation<List<Volume>> {
    static final String KIND = "backup";
    private static final String BATCHES = "batches";
    private static final String NEXT = "next";
    private static final String BACK_UP = "backUp";
    private static final String COLLECT = "collect";

    private final BackupRequest request;

    /** Backs up as the request says, with one task per node. */
    public BackUp(BackupRequest request) {
        this.request = request;
    }

    static BackUp of(Request request) {
        return new BackUp(BackupRequest.of(request));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return request.map();
    }

    @Override
    public Stages<List<Volume>> stages() {
        return Stages.beginningWith("prepare", this::prepare)
                .look(NEXT, this::nextNode)
                .change(BACK_UP, new BackUpNode(request, NEXT))
                .look(COLLECT, this::collect);
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofHours(6);
    }

    private Next<List<Volume>> prepare(OperationContext context) {
        Map<String, Map<VmId, String>> byNode = new TreeMap<>();
        guests(context)
                .forEach((vmid, where) -> byNode.computeIfAbsent(where.node(), n -> new TreeMap<>())
                        .put(vmid, where.toString()));
        List<BackupBatch> all = new ArrayList<>();
        byNode.forEach((node, guests) -> all.add(new BackupBatch(node, storage(context, node), guests)));
        BackupBatch.write(context.memo(), BATCHES, all);
        return Next.then(NEXT);
    }

    private record Target(String name, VmId vmid, String node) {
        @Override
        public String toString() {
            return name + " (" + vmid + ")";
        }
    }

    private Map<VmId, Target> guests(OperationContext context) {
        if (request.pool().isPresent()) {
            Checks.pool(context.cluster(), request.pool().get());
            return all(
                    context,
                    e -> e.pool().equals(request.pool()),
                    "pool " + request.pool().get());
        }
        if (request.node().isPresent()) {
            Checks.node(context.cluster(), request.node().get());
            return all(
                    context,
                    e -> e.node().equals(request.node().get()),
                    "node " + request.node().get());
        }
        return request.guests().stream()
                .map(reference -> context.cluster().guests().find("guest", reference))
                .peek(guest -> context.permit(Right.BACKUP, guest))
                .collect(Collectors.toMap(
                        (FoundGuest g) -> g.guest().vmid(),
                        g -> new Target(g.name(), g.guest().vmid(), g.guest().node()),
                        (first, same) -> first,
                        TreeMap::new));
    }

    private static Map<VmId, Target> all(OperationContext context, Predicate<GuestEntry> wanted, String of) {
        Map<VmId, Target> targets = context.cluster().guests().list().stream()
                .filter(wanted)
                .peek(guest -> context.permit(Right.BACKUP, guest))
                .map(e -> new Target(e.name().orElse(e.type().noun()), e.vmid(), e.node()))
                .collect(Collectors.toMap(Target::vmid, t -> t, (first, same) -> first, TreeMap::new));
        if (targets.isEmpty()) {
            throw new ProxmoxException(
                    new Problem.NotFound(), "There is no guest in " + of + " that the credentials may see");
        }
        return targets;
    }

    private String storage(OperationContext context, String node) {
        if (request.storage().isPresent()) {
            Checks.storage(context.cluster(), node, request.storage().get(), "backup");
            return request.storage().get();
        }
        List<String> suitable =
                Checks.suitable(context.cluster().nodes().of(node).storages().list(), "backup");
        if (suitable.size() != 1) {
            throw ProxmoxException.invalid(
                    "storage",
                    suitable.isEmpty()
                            ? "Node " + node + " has no storage for backups that the credentials may see"
                            : "Node " + node + " has several storages for backups, so one must be named: "
                                    + String.join(", ", suitable));
        }
        return suitable.get(0);
    }

    private Next<List<Volume>> nextNode(OperationContext context) {
        List<BackupBatch> left = BackupBatch.read(context.memo(), BATCHES);
        if (left.isEmpty()) {
            return Next.then(COLLECT);
        }
        BackUpNode.begin(context, left.get(0));
        BackupBatch.write(context.memo(), BATCHES, left.subList(1, left.size()));
        return Next.then(BACK_UP);
    }

    private Next<List<Volume>> collect(OperationContext context) {
        List<Volume> volumes = new ArrayList<>();
        for (Archive archive : Archive.all(context.memo())) {
            volumes.add(archive.get(context.cluster()));
        }
        return Next.done(List.copyOf(volumes));
    }
}
