package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks a guest agent until it answers, which it does as soon as the system inside has come up. A node holds the question of one
 * that is silent for 3 s and answers at once if it comes up meanwhile, but one of its three workers does nothing else. So the
 * first question comes about when other VMs of the kind have answered, only one is under way on a node, and they
 * become fewer the longer it is silent. A guest agent that has answered lately is simply asked.
 *
 * <p>Belongs to one look, which is run again and again meanwhile. What was learned is lost with the process.
 */
final class Inquiry<T> {
    /** What is held for longer was not answered at once. */
    private static final Duration AT_ONCE = Duration.ofMillis(300);

    /** Whoever asks for the first time so long after the start has not seen the boot. */
    private static final Duration TOO_LATE = Boots.LATEST.plusSeconds(10);

    /** What differs by less is the same start, seen through calls that took their time. */
    private static final Duration SAME = Duration.ofSeconds(5);

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(6);

    /** One that has been silent for long lets others by whose chances are better, but not for ever. */
    private static final Duration COURTESY = Duration.ofSeconds(10);

    private final Errand<T> errand = new Errand<>();
    private Optional<Instant> started = Optional.empty();
    private Optional<Instant> firstAsked = Optional.empty();
    private Duration pause = Duration.ZERO;
    private String reason = "the guest agent has not answered yet";
    private int unanswered;
    private volatile Instant asked = Instant.MIN;
    private volatile Instant answered = Instant.MIN;

    /** For how long the VM runs, in whole seconds and so in truth perhaps a bit longer; empty if nobody knows. */
    void runs(Optional<Duration> uptime, Instant now) {
        uptime.map(now::minus).ifPresent(this::runsSince);
    }

    /** Since when the VM runs; the truth can be up to a second earlier. */
    void runsSince(Instant when) {
        boolean another = started.filter(it -> when.isBefore(it.plus(SAME))).isEmpty();
        if (another || when.isBefore(started.get())) {
            started = Optional.of(when);
        }
    }

    /** Whether a question is under way, so that there is nothing else to do. */
    boolean isUnderWay() {
        return errand.isUnderWay();
    }

    /**
     * Asks, or gives the answer to what was asked in an earlier run.
     *
     * @return empty if {@link #await} is to be done
     * @throws ProxmoxException as the question does; then it can be asked anew, best after a {@link #pause}
     */
    Optional<T> ask(OperationContext context, VirtualMachine guest, Supplier<T> question) {
        Boots boots = context.agents().boots();
        if (!errand.isUnderWay()) {
            Instant now = context.now();
            if (boots.answers(guest.vmid(), started, now)) {
                return Optional.of(heard(context, guest, question));
            }
            pause = firstAsked.isPresent() ? Duration.ZERO : untilItMakesSense(context, guest, now);
            if (!pause.isZero()) {
                return Optional.empty();
            }
            firstAsked = firstAsked.or(() -> Optional.of(now));
            errand.begin(context.agents().turns().ask(guest.node(), rank(boots, guest, now), timed(context, question)));
        }
        if (!errand.isBack()) {
            return Optional.empty();
        }
        T answer = heard(context, guest, errand::fetch);
        learn(boots, guest);
        return Optional.of(answer);
    }

    /** How the look goes on that got no answer. */
    <R> Next<R> await(String stage) {
        return errand.isUnderWay() ? errand.await(reason, stage) : Next.after(pause, reason, stage);
    }

    /** How long to leave it alone after a question that was not answered, or not as it should be. */
    Duration pause(Instant now) {
        Duration age = Duration.between(started.or(() -> firstAsked).orElse(now), now);
        Duration share = age.dividedBy(20);
        return share.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : shorter(share, LONGEST_PAUSE);
    }

    private T heard(OperationContext context, VirtualMachine guest, Supplier<T> question) {
        try {
            T answer = question.get();
            context.agents().boots().answered(guest.vmid(), context.now());
            return answer;
        } catch (ProxmoxException e) {
            context.agents().boots().silent(guest.vmid());
            unanswered++;
            reason = e.getMessage();
            throw e;
        }
    }

    private Supplier<T> timed(OperationContext context, Supplier<T> question) {
        return () -> {
            asked = context.now();
            try {
                return question.get();
            } finally {
                answered = context.now();
            }
        };
    }

    /** Where somebody else asks, only what will be answered at once is to be asked. */
    private Duration untilItMakesSense(OperationContext context, VirtualMachine guest, Instant now) {
        boolean alone = context.agents().turns().isFree(guest.node());
        return started.map(it -> Duration.between(
                        now, it.plus(context.agents().boots().untilFirstQuestion(guest.vmid(), alone))))
                // Less is no pause at all.
                .filter(left -> left.toMillis() > 0)
                .orElse(Duration.ZERO);
    }

    /** First those that should have come up before others. */
    private Instant rank(Boots boots, VirtualMachine guest, Instant now) {
        if (unanswered > 0) {
            return now.plus(shorter(Duration.ofSeconds(unanswered), COURTESY));
        }
        Optional<Instant> up =
                started.map(it -> it.plus(boots.usual(guest.vmid()).orElse(Duration.ZERO)));
        return up.filter(now::isAfter).orElse(now);
    }

    private void learn(Boots boots, VirtualMachine guest) {
        if (started.isEmpty() || firstAsked.get().isAfter(started.get().plus(TOO_LATE))) {
            return;
        }
        Duration age = Duration.between(started.get(), answered);
        if (unanswered > 0 || Duration.between(asked, answered).compareTo(AT_ONCE) > 0) {
            boots.took(guest.vmid(), age);
        } else if (boots.usual(guest.vmid()).filter(it -> age.compareTo(it) < 0).isPresent()) {
            // It was there before it was expected, nobody knows for how long.
            boots.took(guest.vmid(), age.dividedBy(2));
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
