package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import io.jenkins.plugins.proxmox.core.guestagent.GuestAgent;
import io.jenkins.plugins.proxmox.core.guestagent.JobScripts;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.policy.Right;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The way into a VM: which one it is, whether its guest agent answers, and which system is inside. */
final class Inside {
    /** A guest agent that does not answer costs the node 3 s of a worker's time with each question. */
    static final Duration PAUSE = Duration.ofSeconds(3);

    private static final String GUEST = "guest";
    private static final String WINDOWS = "windows";
    private static final String SILENT = "silent";
    private static final String SINCE = "runsSince";
    private static final String NO_ANSWER = "the guest agent does not answer yet";

    private Inside() {}

    /**
     * Finds the VM, before anything is asked of its inside.
     *
     * @throws ProxmoxException if it is no VM that runs and has a guest agent, or may not be entered
     */
    static void prepare(OperationContext context, GuestReference reference) {
        prepare(context, reference, Optional.empty());
    }

    /**
     * The same of a VM that must bear a mark, since secrets are for no other.
     *
     * @throws ProxmoxException with {@link Problem.NotFound} if it does not
     */
    static void prepare(OperationContext context, GuestReference reference, Optional<Mark> mark) {
        FoundGuest found = context.cluster().guests().find("guest", reference);
        context.permit(Right.EXECUTE, found);
        Checks.noTemplate(found, "entered");
        if (!(found.guest() instanceof VirtualMachine)) {
            throw ProxmoxException.invalid(
                    "guest",
                    found + " is a container, and Proxmox VE's API has no way inside of containers; expected is a VM"
                            + " with a guest agent");
        }
        String node = found.guest().node();
        GuestStatus status = found.status();
        if (!status.running() || status.paused()) {
            throw new ProxmoxException(
                    new Problem.WrongState(),
                    found + " on " + node + " can't be entered, it is " + Facts.state(status) + "; start it first");
        }
        GuestConfig config = found.guest().config();
        mark.ifPresent(it -> Checks.marked(found, it, config));
        if (config.value("agent").filter(GuestConfig::enablesGuestAgent).isEmpty()) {
            throw new ProxmoxException(
                    new Problem.Unsupported(),
                    found + " on " + node + " has no guest agent enabled; install qemu-guest-agent inside, set the VM's"
                            + " option agent to 1 and start it anew");
        }
        context.memo().put(GUEST, Memo.Subject.of(found));
        status.uptime()
                .ifPresent(
                        it -> context.memo().put(SINCE, context.now().minus(it).toEpochMilli()));
    }

    static Memo.Subject guest(Memo memo) {
        return memo.guest(GUEST);
    }

    /** The guest and its node, for sentences. */
    static String place(Memo memo) {
        Memo.Subject guest = guest(memo);
        return guest + " on " + guest.node();
    }

    static VirtualMachine machine(OperationContext context) {
        return (VirtualMachine) guest(context.memo()).in(context.cluster());
    }

    static GuestAgent agent(OperationContext context) {
        return machine(context).guestAgent();
    }

    /**
     * Waits until the guest agent answers, and learns which system is inside.
     *
     * @param itself what this stage is called
     * @param next the stage that follows
     */
    static <R> Look<R> arrival(String itself, String next) {
        Inquiry<Boolean> inquiry = new Inquiry<>();
        return context -> {
            Memo memo = context.memo();
            VirtualMachine machine = machine(context);
            memo.number(SINCE).ifPresent(since -> inquiry.runsSince(Instant.ofEpochMilli(since)));
            Optional<Boolean> windows;
            try {
                windows = inquiry.ask(context, machine, () -> isWindows(machine));
            } catch (ProxmoxException e) {
                if (!isPassing(e)) {
                    throw e;
                }
                context.doing("Waiting for the guest agent of " + place(memo) + " to answer");
                return Next.after(inquiry.pause(context.now()), e.getMessage(), itself);
            }
            if (windows.isEmpty()) {
                return inquiry.await(itself);
            }
            memo.put(WINDOWS, windows.get());
            return Next.then(next);
        };
    }

    /** Guest agents that can't tell are so old that the VM's own settings have to do. */
    private static boolean isWindows(VirtualMachine machine) {
        GuestAgent agent = machine.guestAgent();
        agent.ping();
        try {
            return agent.osInfo().isWindows();
        } catch (ProxmoxException e) {
            if (!e.is(Problem.Unsupported.class)) {
                throw e;
            }
            return machine.config()
                    .value("ostype")
                    .filter(type -> type.startsWith("w"))
                    .isPresent();
        }
    }

    static boolean isWindows(Memo memo) {
        return memo.flag(WINDOWS);
    }

    static JobScripts scripts(Memo memo) {
        return JobScripts.of(isWindows(memo));
    }

    /** What may be gone the next time the guest agent is asked, where to ask again does no harm. */
    static boolean isPassing(ProxmoxException failure) {
        return GuestAgent.isSilence(failure) || failure.is(Problem.OutcomeUnknown.class);
    }

    /** Another try later, after a failure that may pass; says once that the guest agent is silent. */
    static <R> Next<R> later(OperationContext context, ProxmoxException failure, String stage) {
        if (!isPassing(failure)) {
            throw failure;
        }
        if (GuestAgent.isSilence(failure) && !context.memo().flag(SILENT)) {
            context.memo().put(SILENT, true);
            context.say("The guest agent of " + place(context.memo()) + " does not answer, waiting for it");
        }
        Duration pause = GuestAgent.isSilence(failure) ? PAUSE : Duration.ofSeconds(1);
        return Next.after(pause, GuestAgent.isSilence(failure) ? NO_ANSWER : failure.getMessage(), stage);
    }

    /** It has answered; should it fall silent again, that is worth telling again. */
    static void answered(Memo memo) {
        memo.remove(SILENT);
    }
}
