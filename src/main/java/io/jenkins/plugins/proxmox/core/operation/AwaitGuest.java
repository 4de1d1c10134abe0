package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import io.jenkins.plugins.proxmox.core.policy.Right;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Waits for a guest to get into a state that somebody else brings about; follows it to other nodes. */
public final class AwaitGuest implements Operation<GuestFacts> {
    static final String KIND = "await";
    private static final String GUEST = "guest";
    private static final String WAIT = "wait";

    private final GuestReference reference;
    private final AwaitedState state;
    private final SshPort ssh;

    /**
     * @param guest a VMID or a name
     * @throws ProxmoxException with {@link Problem.Parameter} if it can't be a guest
     */
    public AwaitGuest(String guest, AwaitedState state) {
        this(guest, state, SshPort.DIRECT);
    }

    AwaitGuest(String guest, AwaitedState state, SshPort ssh) {
        reference = GuestReference.parse(GUEST, guest);
        this.state = state;
        this.ssh = ssh;
    }

    static AwaitGuest of(Request request) {
        return new AwaitGuest(request.text(GUEST), AwaitedState.parse(request.text("state")));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return Request.write()
                .with(GUEST, reference)
                .with("state", state.label())
                .map();
    }

    @Override
    public Stages<GuestFacts> stages() {
        return Stages.beginningWith("prepare", this::prepare).look(WAIT, new Wait());
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }

    private Next<GuestFacts> prepare(OperationContext context) {
        FoundGuest found = context.cluster().guests().find(GUEST, reference);
        context.permit(Right.READ, found);
        check(found);
        context.memo().put(GUEST, Memo.Subject.of(found));
        state.readiness().ifPresent(readiness -> Arrival.wanted(context.memo(), readiness));
        return Next.then(WAIT);
    }

    /** Whoever waits for what can't come waits until the time is over. */
    private void check(FoundGuest found) {
        boolean machine = found.guest() instanceof VirtualMachine;
        if (state != AwaitedState.STOPPED) {
            Checks.noTemplate(found, "started");
        }
        if (!machine && (state == AwaitedState.PAUSED || state == AwaitedState.AGENT)) {
            throw ProxmoxException.invalid(
                    "state",
                    "state: '" + state.label() + "' is not possible for the container " + found
                            + ", only for VMs; expected is one of running, stopped, address, ssh");
        }
        if (machine && state.readiness().isPresent() && !hasGuestAgent(found.guest())) {
            throw ProxmoxException.invalid(
                    "state",
                    "state: '" + state.label() + "' needs the guest agent, which " + found
                            + " has not enabled; set its option agent");
        }
    }

    private static boolean hasGuestAgent(Guest guest) {
        return GuestConfig.enablesGuestAgent(guest.config().value("agent").orElse("0"));
    }

    /** What it has learned in earlier looks it keeps for itself: after a restart it simply begins anew. */
    private final class Wait implements Look<GuestFacts> {
        private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
        private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
        private static final int LOST = 5;

        private Arrival arrival = arrival();
        private Duration pause = SHORTEST_PAUSE;
        private int lost;

        private Arrival arrival() {
            return Arrival.ofSomebodyElses(GUEST, WAIT, ssh);
        }

        @Override
        public Next<GuestFacts> run(OperationContext context) {
            Memo.Subject guest = context.memo().guest(GUEST);
            context.doing("Waiting for " + guest + " on " + guest.node() + " to "
                    + (state.readiness().isPresent()
                            ? "have " + Arrival.what(state.readiness().get())
                            : "be " + state.label()));
            try {
                Next<GuestFacts> next =
                        state.readiness().isPresent() ? arrival.run(context) : look(guest.in(context.cluster()));
                lost = 0;
                return next;
            } catch (ProxmoxException e) {
                if (e.is(Problem.NotFound.class) || e.is(Problem.Permission.class)) {
                    return follow(context, guest, e);
                }
                throw e;
            }
        }

        private Next<GuestFacts> look(Guest guest) {
            GuestStatus now = guest.status();
            String is = Facts.state(now);
            if (is.equals(state.label()) || state == AwaitedState.STOPPED && now.stopped()) {
                return Next.done(Facts.of(FoundGuest.of(guest, now), List.of()));
            }
            Duration next = pause;
            pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            return Next.after(next, "it is " + is, WAIT);
        }

        private static Duration shorter(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }

        /** A guest that moves is missing on its old node, and for a moment perhaps on both. */
        private Next<GuestFacts> follow(OperationContext context, Memo.Subject guest, ProxmoxException failure) {
            Guest found = context.cluster()
                    .guests()
                    .find(guest.vmid())
                    .filter(it -> it.type() == guest.type())
                    .orElseThrow(() -> new ProxmoxException(
                            new Problem.NotFound(),
                            guest + " is not there any more, or the credentials may not see it any more",
                            failure));
            if (found.node().equals(guest.node()) && ++lost > LOST) {
                throw failure;
            }
            context.memo().put(GUEST, new Memo.Subject(guest.type(), guest.vmid(), found.node(), guest.name()));
            arrival = arrival();
            return Next.after(SHORTEST_PAUSE, "it moves to another node", WAIT);
        }
    }
}
