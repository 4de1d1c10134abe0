package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ErrorText;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.BackupOptions;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.storage.BackupLog;
import io.jenkins.plugins.proxmox.core.storage.NodeStorage;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.TaskOutcome;
import io.jenkins.plugins.proxmox.core.task.Upid;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Backs up guests, node by node, and makes sure that every archive is really there. */
public final class BackUp implements Operation<List<Volume>> {
    /** The guests of one node, and where their archives go. */
    private record Batch(String node, String storage, Map<VmId, String> guests) {
        @Override
        public String toString() {
            return String.join(", ", guests.values()) + " on " + node + " to " + storage;
        }
    }

    private final BackupRequest request;
    private final List<Volume> archives = new ArrayList<>();
    private Iterator<Batch> batches;
    private Batch batch;

    /** Backs up as the request says, with one task per node. */
    public BackUp(BackupRequest request) {
        this.request = request;
    }

    @Override
    public Stage<List<Volume>> first() {
        return this::prepare;
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
        List<Batch> all = new ArrayList<>();
        byNode.forEach((node, guests) -> all.add(new Batch(node, storage(context, node), guests)));
        batches = all.iterator();
        return Next.then(this::nextNode);
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
                .collect(Collectors.toMap(
                        (FoundGuest g) -> g.guest().vmid(),
                        g -> new Target(g.name(), g.guest().vmid(), g.guest().node()),
                        (first, same) -> first,
                        TreeMap::new));
    }

    private static Map<VmId, Target> all(OperationContext context, Predicate<GuestEntry> wanted, String of) {
        Map<VmId, Target> targets = context.cluster().guests().list().stream()
                .filter(wanted)
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
        if (!batches.hasNext()) {
            return Next.done(List.copyOf(archives));
        }
        batch = batches.next();
        return Next.then(this::backUp);
    }

    private Next<List<Volume>> backUp(OperationContext context) {
        context.doing("Backing up " + batch);
        BackupOptions options = new BackupOptions(
                batch.storage(),
                request.mode(),
                request.compress(),
                request.notes(),
                request.protect(),
                request.prunes(),
                request.retention(),
                context.remaining());
        Upid upid = context.cluster()
                .nodes()
                .of(batch.node())
                .backups()
                .make(List.copyOf(batch.guests().keySet()), options)
                .flatMap(Task::upid)
                .orElseThrow(() -> new ProxmoxException(
                        new Problem.NotFound(),
                        "Proxmox VE found nothing to back up on node " + batch.node()
                                + "; the guests were moved to another node in this moment"));
        return new Next.Await<>(upid, (ctx, outcome) -> finished(ctx, upid, outcome));
    }

    private Next<List<Volume>> finished(OperationContext context, Upid upid, TaskOutcome outcome) {
        BackupLog log = BackupLog.read(context.log(upid));
        if (outcome instanceof TaskOutcome.Failed failed && !log.failures().isEmpty()) {
            throw failure(upid, failed, log);
        }
        outcome.failure(upid).ifPresent(failure -> {
            throw failure;
        });
        batch.guests().keySet().forEach(vmid -> archives.add(archive(context, vmid, upid, log)));
        return Next.then(this::nextNode);
    }

    private ProxmoxException failure(Upid upid, TaskOutcome.Failed failed, BackupLog log) {
        String text = log.failures().entrySet().stream()
                .map(e -> batch.guests().getOrDefault(e.getKey(), e.getKey().toString()) + ": " + e.getValue())
                .collect(Collectors.joining("; "));
        if (text.contains("max backup limit")) {
            text += " (give prune: 'storage' to let the storage's retention remove older archives)";
        }
        Problem meaning = ErrorText.meaning(text);
        // A lock is worth another try only if nothing would be backed up twice by it.
        boolean closer = batch.guests().size() == 1 && !(meaning instanceof Problem.Other);
        return new ProxmoxException(
                closer ? meaning : new Problem.TaskFailed(upid.toString(), failed.exitStatus()), text);
    }

    private Volume archive(OperationContext context, VmId vmid, Upid upid, BackupLog log) {
        List<Volume> all =
                new NodeStorage(context.cluster().tasks(), batch.node(), batch.storage()).volumes(Volume.BACKUP, vmid);
        Optional<VolumeId> made = log.volume(vmid, batch.storage());
        Predicate<Volume> isIt = volume -> made.map(volume.id()::equals)
                .orElseGet(() -> volume.created()
                        .filter(time -> !time.isBefore(upid.started()))
                        .isPresent());
        return all.stream()
                .filter(isIt)
                .findFirst()
                .orElseThrow(() -> new ProxmoxException(
                        new Problem.OutcomeUnknown(),
                        "the task succeeded, but storage " + batch.storage() + " lists no new archive of "
                                + batch.guests().get(vmid)));
    }
}
