package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.guest.Snapshot;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes a guest a template, which can't be undone. One that is a template already is left as it is. */
public final class MakeTemplate implements Operation<GuestFacts> {
    static final String KIND = "template";
    private static final String GUEST = "guest";
    private static final String SINCE = "since";
    private static final String CONVERT = "convert";
    private static final String FINISH = "finish";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final GuestReference reference;

    /**
     * @param guest a VMID or a name
     * @throws ProxmoxException with {@link Problem.Parameter} if it can't be right
     */
    public MakeTemplate(String guest) {
        reference = GuestReference.parse("guest", guest);
    }

    static MakeTemplate of(Request request) {
        return new MakeTemplate(request.text("guest"));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return Request.write().with("guest", reference).map();
    }

    @Override
    public Stages<GuestFacts> stages() {
        return Stages.beginningWith("prepare", this::prepare)
                .change(CONVERT, new Convert())
                .look(FINISH, this::finish);
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }

    private Next<GuestFacts> prepare(OperationContext context) {
        FoundGuest guest = context.cluster().guests().find("guest", reference);
        context.permit(Right.CONFIGURE, guest);
        String text = guest + " on " + guest.guest().node();
        GuestStatus status = guest.status();
        if (status.template()) {
            context.say(text + " is a template already");
            return Next.done(Facts.of(guest, List.of()));
        }
        if (!status.stopped()) {
            throw new ProxmoxException(
                    new Problem.WrongState(),
                    text + " can't become a template, it is " + Facts.state(status) + "; stop it first");
        }
        List<Snapshot> snapshots = guest.guest().snapshots().list();
        if (!snapshots.isEmpty()) {
            throw new ProxmoxException(
                    new Problem.WrongState(),
                    text + " can't become a template, it has snapshots: "
                            + snapshots.stream().map(Snapshot::name).collect(Collectors.joining(", "))
                            + "; delete them first");
        }
        context.memo().put(GUEST, Memo.Subject.of(guest));
        return Next.then(CONVERT);
    }

    private static final class Convert implements Change<GuestFacts> {
        @Override
        public String activity(Memo memo) {
            Memo.Subject guest = memo.guest(GUEST);
            return "Making " + guest + " on " + guest.node() + " a template";
        }

        @Override
        public Task make(OperationContext context) {
            Guest guest = guest(context);
            Checks.unlockedByNow(context, guest);
            return guest.convertToTemplate();
        }

        /** It counts as a template from the beginning of the task on, so the task is looked for first. */
        @Override
        public Trace trace(OperationContext context) {
            GuestConfig config = guest(context).config();
            boolean done = config.template() && config.lock().isEmpty();
            return new Traces(context, context.memo().guest(GUEST)).of(done, "qmtemplate", "vztemplate");
        }

        /** Somebody else, or a call of ours that nobody answered, may have been faster. */
        @Override
        public Next<GuestFacts> then(OperationContext context, Optional<ProxmoxException> failure) {
            boolean done = failure.filter(e -> !e.is(Problem.Locked.class)).isPresent()
                    && trace(context) instanceof Trace.Done;
            return Change.orFail(done ? Optional.empty() : failure, FINISH);
        }
    }

    private static Guest guest(OperationContext context) {
        return context.memo().guest(GUEST).in(context.cluster());
    }

    /** A container's task need not be over by then: Proxmox VE does not say which one it is. */
    private Next<GuestFacts> finish(OperationContext context) {
        Memo memo = context.memo();
        if (!memo.has(SINCE)) {
            memo.put(SINCE, context.now().toEpochMilli());
        }
        Guest guest = guest(context);
        GuestStatus now = guest.status();
        boolean running = new Traces(context, memo.guest(GUEST))
                .running("qmtemplate", "vztemplate")
                .isPresent();
        if (now.template() && !running) {
            return Next.done(Facts.of(FoundGuest.of(guest, now), List.of()));
        }
        Instant since = Instant.ofEpochMilli(memo.number(SINCE).orElse(0));
        if (!running && Duration.between(since, context.now()).compareTo(Way.ON_ITS_WAY) > 0) {
            throw new ProxmoxException(
                    new Problem.OutcomeUnknown(),
                    "Proxmox VE says that it succeeded, but " + guest + " is no template");
        }
        return Next.after(PAUSE, "it is no template yet", FINISH);
    }
}
