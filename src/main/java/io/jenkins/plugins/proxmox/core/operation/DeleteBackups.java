package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.storage.NodeStorage;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.TaskFilter;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes backups; that there is none is success. If one of them is protected or must not be deleted, none is. Gives
 * nothing.
 */
public final class DeleteBackups implements Operation<Void> {
    static final String KIND = "deleteBackups";
    private static final String LEFT = "left";
    private static final String NODE = "node";
    private static final String VOLUME = "volume";
    private static final String NEXT = "next";
    private static final String DELETE = "delete";
    private static final String SEPARATOR = " ";
    private static final String TASK = "imgdel";

    private final List<VolumeId> backups;

    /**
     * @param backups volume ids
     * @throws ProxmoxException with {@link Problem.Parameter} if there is none, or one of them is no backup
     */
    public DeleteBackups(Collection<String> backups) {
        this.backups = backups.stream().map(BackupFinder::parse).distinct().toList();
        if (this.backups.isEmpty()) {
            throw ProxmoxException.invalid(
                    "backup", "No backup is given; expected is what proxmoxBackup returned, or a volume");
        }
    }

    static DeleteBackups of(Request request) {
        return new DeleteBackups(request.texts("backups"));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return Request.write()
                .with("backups", backups.stream().map(VolumeId::toString).toList())
                .map();
    }

    @Override
    public Stages<Void> stages() {
        return Stages.beginningWith("prepare", this::prepare)
                .look(NEXT, DeleteBackups::next)
                .change(DELETE, new Delete());
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }

    private Next<Void> prepare(OperationContext context) {
        BackupFinder finder = new BackupFinder(context);
        List<String> nodes = finder.nodes(Optional.empty());
        List<String> left = new ArrayList<>();
        for (VolumeId id : backups) {
            Optional<Volume> found = finder.find(id, nodes);
            found.ifPresent(backup -> {
                refuseProtected(backup);
                finder.permit(Right.DESTROY, backup);
                left.add(backup.node() + SEPARATOR + id);
            });
            if (found.isEmpty()) {
                context.say("There is no backup " + id + " (any more)");
            }
        }
        context.memo().put(LEFT, left);
        return Next.then(NEXT);
    }

    private static void refuseProtected(Volume backup) {
        if (backup.protectedFromDeletion()) {
            throw new ProxmoxException(
                    new Problem.WrongState(),
                    "The backup " + backup.id() + " is protected, so it can't be deleted until somebody unprotects it");
        }
    }

    private static Next<Void> next(OperationContext context) {
        Memo memo = context.memo();
        List<String> left = memo.texts(LEFT);
        if (left.isEmpty()) {
            return Next.done(null);
        }
        String[] first = left.get(0).split(SEPARATOR, 2);
        memo.put(NODE, first[0]);
        memo.put(VOLUME, first[1]);
        memo.put(LEFT, left.subList(1, left.size()));
        return Next.then(DELETE);
    }

    /** Deletes one. That it is gone already is no failure, so it does no harm to do it again. */
    private static final class Delete implements Change<Void> {
        @Override
        public String activity(Memo memo) {
            return "Deleting backup " + volume(memo) + " on " + node(memo);
        }

        private static String node(Memo memo) {
            return memo.text(NODE).orElse("");
        }

        private static VolumeId volume(Memo memo) {
            return VolumeId.parse(memo.text(VOLUME).orElse(""));
        }

        private static NodeStorage storage(Cluster cluster, Memo memo) {
            return new NodeStorage(cluster.tasks(), node(memo), volume(memo).storage());
        }

        @Override
        public Task make(OperationContext context) {
            return storage(context.cluster(), context.memo()).delete(volume(context.memo()));
        }

        @Override
        public Trace trace(OperationContext context) {
            boolean working =
                    context
                            .cluster()
                            .tasks()
                            .search(node(context.memo()), TaskFilter.active().type(TASK))
                            .stream()
                            .anyMatch(entry -> entry.running());
            if (isGone(context)) {
                return new Trace.Done();
            }
            return working ? new Trace.Unclear("volumes are being deleted") : new Trace.Nothing();
        }

        private static boolean isGone(OperationContext context) {
            Memo memo = context.memo();
            return storage(context.cluster(), memo).volumes(Volume.BACKUP).stream()
                    .noneMatch(backup -> backup.id().equals(volume(memo)));
        }

        @Override
        public Next<Void> then(OperationContext context, Optional<ProxmoxException> failure) {
            boolean gone = failure.filter(e -> e.is(Problem.NotFound.class)).isPresent() && isGone(context);
            return Change.orFail(gone ? Optional.empty() : failure, NEXT);
        }
    }
}
