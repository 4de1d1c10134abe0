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

    private final String key;
    private final String itself;
    private final SshPort ssh;
    private final boolean ours;
    private FoundGuest known;
    private GuestConfig config;
    private final Silence silence = new Silence();
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
        }
        if (!wanted.asksGuest()) {
            return Next.done(Facts.of(known, List.of()));
        }
        if (ours) {
            context.doing("Waiting for " + what(wanted) + " of " + known + " on " + guest.node());
        }
        String missing;
        try {
            Optional<List<String>> addresses = ready(guest, wanted);
            if (addresses.isPresent()) {
                return Next.done(Facts.of(known, addresses.get()));
            }
            missing = wanted == Readiness.SSH ? "no SSH server answers yet" : "it has no address yet";
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
        return now.running() ? again(context.now(), missing) : stopped(context, guest, now);
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
        return Next.after(silence.pause(now), reason, itself);
    }

    private Optional<List<String>> ready(Guest guest, Readiness wanted) {
        if (config == null) {
            config = guest.config();
        }
        return switch (wanted) {
            case NONE, RUNNING -> Optional.of(List.of());
            case AGENT -> {
                ((VirtualMachine) guest).guestAgent().ping();
                yield Optional.of(guest.addresses(config));
            }
            case ADDRESS -> Optional.of(guest.addresses(config)).filter(a -> !a.isEmpty());
            case SSH -> answering(guest.addresses(config));
        };
    }

    /** The addresses, the one at which SSH answers first. Each look tries one of them, so that it never takes long. */
    private Optional<List<String>> answering(List<String> addresses) {
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        String candidate = addresses.get(looks++ % addresses.size());
        return Optional.of(candidate)
                .filter(ssh::answersAt)
                .map(it -> Stream.concat(Stream.of(it), addresses.stream().filter(a -> !a.equals(it)))
                        .toList());
    }

    static String what(Readiness wanted) {
        return switch (wanted) {
            case AGENT -> "the guest agent";
            case SSH -> "the SSH server";
            default -> "an address";
        };
    }
}
