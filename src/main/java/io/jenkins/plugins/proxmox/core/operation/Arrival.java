package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Waits until a guest that was started is as ready as it has to be, and then gives its facts.
 *
 * <p>What it has learned in earlier looks it keeps for itself: after a restart it is simply asked again.
 */
final class Arrival implements Look<GuestFacts> {
    private static final String WANTED = "waitFor";
    private static final String CLOSED = "no SSH server answers yet";

    private final String key;
    private final String itself;
    private final SshPort ssh;
    private final boolean ours;
    private FoundGuest known;
    private GuestConfig config;
    private final Inquiry<List<String>> inquiry = new Inquiry<>();
    private final Errand<Boolean> knocking = new Errand<>();
    private List<String> addresses = List.of();
    private int looks;

    /**
     * @param key under which the memo has the guest
     * @param itself what the stage is called that this is
     */
    Arrival(String key, String itself, SshPort ssh) {
        this(key, itself, ssh, true);
    }

    private Arrival(String key, String itself, SshPort ssh, boolean ours) {
        this.key = key;
        this.itself = itself;
        this.ssh = ssh;
        this.ours = ours;
    }

    /** The same of a guest that somebody else starts, sooner or later. */
    static Arrival ofSomebodyElses(String key, String itself, SshPort ssh) {
        return new Arrival(key, itself, ssh, false);
    }

    /** Decides how ready the guest has to be. */
    static void wanted(Memo memo, Readiness readiness) {
        memo.put(WANTED, readiness.label());
    }

    /**
     * Refuses what can't come true, before anything is touched.
     *
     * @throws ProxmoxException with {@link Problem.Parameter}
     */
    static void check(Readiness wanted, FoundGuest source) {
        check(wanted, source.guest().type(), source.toString());
    }

    /** The same of a guest that is not there yet. */
    static void check(Readiness wanted, GuestType type, String guest) {
        if (wanted == Readiness.AGENT && type == GuestType.CONTAINER) {
            throw ProxmoxException.invalid(
                    "waitFor",
                    "waitFor: 'agent' is not possible for the container " + guest
                            + ", only VMs have a guest agent; expected is one of none, running, address, ssh");
        }
    }

    /**
     * Refuses to wait for a VM that could tell nothing.
     *
     * @param agent the option of the VM
     * @param advice what there is to do besides setting it
     * @throws ProxmoxException with {@link Problem.Parameter}
     */
    static void checkAgent(Readiness wanted, GuestType type, String guest, String agent, String advice) {
        if (wanted.asksGuest() && type == GuestType.VIRTUAL_MACHINE && !GuestConfig.enablesGuestAgent(agent)) {
            throw ProxmoxException.invalid(
                    "waitFor",
                    "waitFor: '" + wanted.label() + "' needs the guest agent, which " + guest
                            + " has not enabled; set its option agent" + advice);
        }
    }

    @Override
    public Next<GuestFacts> run(OperationContext context) {
        Guest guest = context.memo().guest(key).in(context.cluster());
        Readiness wanted = context.memo().text(WANTED).map(Readiness::parse).orElse(Readiness.NONE);
        if (known == null) {
            known = FoundGuest.of(guest, guest.status());
            if (wanted != Readiness.NONE && !known.status().running()) {
                return stopped(context, guest, known.status());
            }
            inquiry.runs(known.status().uptime(), context.now());
        }
        if (!wanted.asksGuest()) {
            return Next.done(Facts.of(known, List.of()));
        }
        if (ours) {
            context.doing("Waiting for " + what(wanted) + " of " + known + " on " + guest.node());
        }
        String missing;
        try {
            Optional<Next<GuestFacts>> next = look(context, guest, wanted);
            if (next.isPresent()) {
                return next.get();
            }
            missing = wanted == Readiness.SSH ? CLOSED : "it has no address yet";
        } catch (ProxmoxException e) {
            boolean passes = e.is(Problem.WrongState.class)
                    || e.is(Problem.NodeUnreachable.class)
                    // The guest agent is asked with a call that looks like a change, but is none.
                    || e.is(Problem.OutcomeUnknown.class);
            if (!passes) {
                throw e;
            }
            missing = e.getMessage();
        }
        GuestStatus now = guest.status();
        inquiry.runs(now.uptime(), context.now());
        return now.running() ? again(context.now(), missing) : stopped(context, guest, now);
    }

    /** Gives nothing if it is not as ready as it has to be. */
    private Optional<Next<GuestFacts>> look(OperationContext context, Guest guest, Readiness wanted) {
        if (!knocking.isUnderWay()) {
            Optional<List<String>> answer = addresses(context, guest, wanted);
            if (answer.isEmpty()) {
                return Optional.of(inquiry.await(itself));
            }
            addresses = answer.get();
            if (wanted == Readiness.AGENT) {
                return Optional.of(done());
            }
            if (addresses.isEmpty()) {
                return Optional.empty();
            }
        }
        return wanted == Readiness.SSH ? knock(context) : Optional.of(done());
    }

    private Next<GuestFacts> done() {
        return Next.done(Facts.of(known, addresses));
    }

    /** A guest under high availability is started some seconds after the task that asked for it. */
    private Next<GuestFacts> stopped(OperationContext context, Guest guest, GuestStatus status) {
        if (!ours) {
            known = null;
            return again(context.now(), "it is " + Facts.state(status));
        }
        if (status.highAvailability()) {
            known = null;
            return again(context.now(), "the HA manager has not started it yet");
        }
        throw new ProxmoxException(new Problem.WrongState(), guest + " stopped again right after its start");
    }

    private Next<GuestFacts> again(Instant now, String reason) {
        return Next.after(inquiry.pause(now), reason, itself);
    }

    /** Gives nothing as long as the answer is waited for. */
    private Optional<List<String>> addresses(OperationContext context, Guest guest, Readiness wanted) {
        if (config == null) {
            config = guest.config();
        }
        GuestConfig its = config;
        if (!(guest instanceof VirtualMachine machine)) {
            return Optional.of(guest.addresses(its));
        }
        return inquiry.ask(context, machine, () -> {
            if (wanted == Readiness.AGENT) {
                machine.guestAgent().ping();
            }
            return machine.addresses(its);
        });
    }

    /** Tries one of the addresses, each time another one; the one at which SSH answers is the first then. */
    private Optional<Next<GuestFacts>> knock(OperationContext context) {
        String candidate = addresses.get(looks % addresses.size());
        if (!knocking.isUnderWay()) {
            knocking.begin(context.errands().run(() -> ssh.answersAt(candidate)));
        }
        if (!knocking.isBack()) {
            return Optional.of(knocking.await(CLOSED, itself));
        }
        looks++;
        if (!knocking.fetch()) {
            return Optional.empty();
        }
        addresses = Stream.concat(Stream.of(candidate), addresses.stream().filter(it -> !it.equals(candidate)))
                .toList();
        return Optional.of(done());
    }

    static String what(Readiness wanted) {
        return switch (wanted) {
            case AGENT -> "the guest agent";
            case SSH -> "the SSH server";
            default -> "an address";
        };
    }
}
