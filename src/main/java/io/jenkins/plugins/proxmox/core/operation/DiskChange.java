package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.task.Task;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out what is done with a disk.
 *
 * @param itself what the stage is called that this is
 * @param next the stage that follows
 */
record DiskChange(DiskRequest request, DiskWork work, String itself, String next)
        implements Change<Map<String, Object>> {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Override
    public String activity(Memo memo) {
        Memo.Subject guest = memo.guest(ChangeDisk.GUEST);
        String details = work.details(memo);
        return request.action().activity() + " " + request.disk() + " of " + guest + " on " + guest.node()
                + (details.isEmpty() ? "" : " (" + details + ")");
    }

    @Override
    public Task make(OperationContext context) {
        Guest guest = guest(context);
        Checks.unlockedByNow(context, guest);
        return work.make(context, guest);
    }

    private static Guest guest(OperationContext context) {
        return context.memo().guest(ChangeDisk.GUEST).in(context.cluster());
    }

    @Override
    public Trace trace(OperationContext context) {
        Memo.Subject guest = context.memo().guest(ChangeDisk.GUEST);
        return new Traces(context, guest).of(shows(context), work.taskTypes());
    }

    private boolean shows(OperationContext context) {
        return work.shows(context.memo(), guest(context).config());
    }

    @Override
    public Next<Map<String, Object>> then(OperationContext context, Optional<ProxmoxException> failure) {
        if (failure.filter(e -> e.is(Problem.Conflict.class)).isPresent()) {
            return Next.after(PAUSE, failure.get().getMessage(), itself);
        }
        // What is refused now may be what an earlier call has done, whose answer never came.
        boolean done = failure.isPresent() && context.repeated() && shows(context);
        return Change.orFail(done ? Optional.empty() : failure, next);
    }
}
