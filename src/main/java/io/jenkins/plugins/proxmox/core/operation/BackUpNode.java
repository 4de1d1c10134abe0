package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ErrorText;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.BackupOptions;
import io.jenkins.plugins.proxmox.core.storage.BackupLog;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.TaskEntry;
import io.jenkins.plugins.proxmox.core.task.TaskFilter;
import io.jenkins.plugins.proxmox.core.task.Upid;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Backs up the guests of one node.
 *
 * @param next the stage that follows
 */
record BackUpNode(BackupRequest request, String next) implements Change<List<Volume>> {
    private static final String TYPE = "vzdump";
    private static final String BATCH = "batch";
    private static final int RECENT = 50;

    /** Decides which batch comes next. */
    static void begin(OperationContext context, BackupBatch batch) {
        BackupBatch.write(context.memo(), BATCH, List.of(batch));
        Traces.remember(context, tasks(context, batch));
    }

    private static BackupBatch batch(Memo memo) {
        return BackupBatch.read(memo, BATCH).get(0);
    }

    /** The UPID of a backup of several guests bears none of their numbers. */
    private static Stream<Upid> tasks(OperationContext context, BackupBatch batch) {
        return context
                .cluster()
                .tasks()
                .search(batch.node(), TaskFilter.all().type(TYPE).page(0, RECENT))
                .stream()
                .map(TaskEntry::upid);
    }

    @Override
    public String activity(Memo memo) {
        return "Backing up " + batch(memo);
    }

    @Override
    public Task make(OperationContext context) {
        BackupBatch batch = batch(context.memo());
        BackupOptions options = new BackupOptions(
                batch.storage(),
                request.mode(),
                request.compress(),
                request.notes(),
                request.protect(),
                request.prunes(),
                request.retention(),
                context.remaining());
        return context.cluster()
                .nodes()
                .of(batch.node())
                .backups()
                .make(batch.vmids(), options)
                .orElseThrow(() -> new ProxmoxException(
                        new Problem.NotFound(),
                        "Proxmox VE found nothing to back up on node " + batch.node()
                                + "; the guests were moved to another node in this moment"));
    }

    @Override
    public Trace trace(OperationContext context) {
        BackupBatch batch = batch(context.memo());
        Optional<Upid> task = Traces.earliest(
                tasks(context, batch).filter(upid -> Traces.isNew(context, upid) && isOf(context, batch, upid)));
        return task.<Trace>map(
                        upid -> new Trace.ByTask(context.cluster().tasks().task(upid)))
                .orElseGet(() -> context.task().isPresent() && areThere(context, batch)
                        ? new Trace.Done()
                        : new Trace.Nothing());
    }

    /** Whether all archives are there though their task has vanished: they get their names when they are finished. */
    private static boolean areThere(OperationContext context, BackupBatch batch) {
        Instant begun = begun(context);
        return batch.vmids().stream()
                .allMatch(vmid -> archive(batch, vmid, begun, Optional.empty())
                        .find(context.cluster())
                        .isPresent());
    }

    private static Archive archive(BackupBatch batch, VmId vmid, Instant begun, Optional<VolumeId> volume) {
        return new Archive(batch.node(), batch.storage(), vmid, batch.guests().get(vmid), begun, volume);
    }

    private static Instant begun(OperationContext context) {
        return context.task().map(Upid::started).orElse(Instant.EPOCH);
    }

    /** Its log begins with the command line, the guests' numbers included. */
    private static boolean isOf(OperationContext context, BackupBatch batch, Upid upid) {
        if (batch.vmids().size() == 1) {
            return upid.id().equals(batch.vmids().get(0).toString());
        }
        String numbers = batch.vmids().stream().map(VmId::toString).collect(Collectors.joining(" "));
        return upid.id().isEmpty()
                && context.log(upid).stream().anyMatch(line -> line.contains("vzdump " + numbers + " "));
    }

    @Override
    public Next<List<Volume>> then(OperationContext context, Optional<ProxmoxException> failure) {
        BackupBatch batch = batch(context.memo());
        BackupLog log = BackupLog.read(context.task().map(context::log).orElse(List.of()));
        if (failure.isPresent()) {
            Traces.rememberFailed(context);
            throw log.failures().isEmpty() ? failure.get() : explained(batch, failure.get(), log);
        }
        Instant begun = begun(context);
        batch.guests()
                .forEach((vmid, name) -> archive(batch, vmid, begun, log.volume(vmid, batch.storage()))
                        .addTo(context.memo()));
        return Next.then(next);
    }

    private static ProxmoxException explained(BackupBatch batch, ProxmoxException failure, BackupLog log) {
        String text = log.failures().entrySet().stream()
                .map(e -> batch.guests().getOrDefault(e.getKey(), e.getKey().toString()) + ": " + e.getValue())
                .collect(Collectors.joining("; "));
        if (text.contains("max backup limit")) {
            text += " (give prune: 'storage' to let the storage's retention remove older archives)";
        }
        Problem meaning = ErrorText.meaning(text);
        // A lock is worth another try only if nothing would be backed up twice by it.
        boolean closer = batch.guests().size() == 1 && !(meaning instanceof Problem.Other);
        return new ProxmoxException(closer ? meaning : failure.problem(), text);
    }
}
