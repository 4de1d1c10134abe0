package io.jenkins.plugins.proxmox.core.task;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What follows from the answers of a node, or from none, for those who wait for its tasks. Not safe for threads: the
 * node's watch guards it.
 */
final class Findings {
    private final Agenda agenda;
    private final Outage outage;
    private final Timing timing;

    Findings(Agenda agenda, Outage outage, Timing timing) {
        this.agenda = agenda;
        this.outage = outage;
        this.timing = timing;
    }

    /** A task was asked for by itself. */
    void status(Watched watched, TaskStatus status, Instant now) {
        outage.answered(now);
        Optional<TaskOutcome> outcome = status.outcome().filter(it -> watched.canBe(it, now));
        stands(watched, outcome, now);
        if (outcome.isEmpty()) {
            agenda.lookLater(watched, now);
        }
    }

    /**
     * The list of the node has come.
     *
     * @param asked those who waited when it was asked for; a task that began later need not be in it
     */
    void list(List<Watched> asked, TaskList list, Instant now) {
        outage.answered(now);
        for (Watched watched : asked) {
            list.find(watched.waiting().upid())
                    .ifPresentOrElse(
                            entry -> {
                                watched.unlisted(false);
                                stands(watched, entry.outcome(), now);
                            },
                            () -> agenda.unlisted(watched, now));
        }
        agenda.listed(now);
    }

    private void stands(Watched watched, Optional<TaskOutcome> outcome, Instant now) {
        if (watched.outcome().isPresent()) {
            return;
        }
        if (outcome.isPresent()) {
            watched.ended(outcome.get(), now);
            if (!watched.log().isListenedTo()) {
                end(watched, now);
            }
        } else if (watched.deadline().isAfter(now)) {
            watched.runs(now);
        } else {
            end(watched, now);
        }
    }

    /**
     * Lines of a log were told.
     *
     * @param calls how many were made for them
     */
    void lines(Call call, int calls, Instant now) {
        outage.answered(now);
        agenda.spend(calls - 1, now);
        call.target().ifPresent(it -> it.read(now));
        if (call.kind() == Call.Kind.LAST_LINES) {
            call.target().ifPresent(it -> end(it, now));
        }
    }

    /** A call has failed. */
    void failure(Call call, ProxmoxException failure, Instant now) {
        if (Outage.isBehind(failure)) {
            outage.failed(now);
            agenda.awaited().stream()
                    .filter(it -> outage.isUnbearable(it.begun(), now))
                    .forEach(it -> end(it, failure, now));
            return;
        }
        outage.answered(now);
        switch (call.kind()) {
            case LIST -> noList(failure, now);
            case STATUS -> call.target().ifPresent(it -> end(it, failure, now));
            // The log is for reading only: that it can't be had is no reason to give up a task.
            case NEW_LINES -> call.target().ifPresent(it -> it.read(now));
            case LAST_LINES -> call.target().ifPresent(it -> end(it, now));
        }
    }

    /** What makes every call fail need not be found out a thousand times. */
    private void noList(ProxmoxException failure, Instant now) {
        if (failure.is(Problem.Authentication.class) || failure.is(Problem.Untrusted.class)) {
            broken(failure, now);
        } else {
            agenda.notListed(now);
        }
    }

    /** Something happened that must not happen; whoever it concerns shall not wait for ever. */
    void broken(Call call, Throwable failure, Instant now) {
        call.target().ifPresentOrElse(it -> end(it, failure, now), () -> broken(failure, now));
    }

    private void broken(Throwable failure, Instant now) {
        agenda.awaited().forEach(it -> end(it, failure, now));
    }

    /** Ends a wait with what is known. */
    void end(Watched watched, Instant now) {
        if (watched.outcome().isPresent()) {
            TaskOutcome outcome = watched.outcome().get();
            end(watched, future -> future.complete(outcome), now);
        } else {
            String message = "task " + watched.waiting().upid() + " was still running";
            end(watched, new ProxmoxException(new Problem.TimedOut(), message), now);
        }
    }

    private void end(Watched watched, Throwable failure, Instant now) {
        end(watched, future -> future.completeExceptionally(failure), now);
    }

    /** Whoever waits for this end goes on with it, which can take its time. */
    private void end(Watched watched, Consumer<CompletableFuture<TaskOutcome>> how, Instant now) {
        agenda.remove(watched, now);
        timing.schedule(Duration.ZERO, () -> how.accept(watched.waiting().outcome()));
    }
}
