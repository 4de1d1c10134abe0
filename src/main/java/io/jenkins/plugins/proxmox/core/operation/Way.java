package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.TaskOutcome;
import io.jenkins.plugins.proxmox.core.task.TaskWatcher;
import io.jenkins.plugins.proxmox.core.task.Upid;
import java.time.Duration;
import java.util.Optional;

/** The way through the stages of one operation, step by step. Knows what to do next, but neither waits nor ends. */
final class Way<R> {
    /** A call that has left no trace for so long was never carried out: no proxy of Proxmox VE waits longer. */
    static final Duration ON_ITS_WAY = Duration.ofSeconds(35);

    private final Stages<R> stages;
    private final RunContext context;
    private final Course course;
    private final Narration narration;
    private final Obstacles obstacles;

    /** Why the last call was refused or its task failed. */
    private ProxmoxException refusal;

    Way(Stages<R> stages, RunContext context) {
        this.stages = stages;
        this.context = context;
        course = context.course();
        narration = context.narration();
        obstacles = context.obstacles();
    }

    /** Where the last checkpoint of an earlier process says that the operation was. */
    After<R> takeUp() {
        narration.involves(course.memo().guests());
        if (stages.get(course.stage()) instanceof Change<R> change) {
            if (course.upid().isPresent()) {
                return new After.Waiting<>(change, course.upid().get());
            }
            if (course.calledAt().isPresent()) {
                return settle(change);
            }
        }
        return enter();
    }

    /** The stage that comes next. */
    After<R> enter() {
        Stage<R> stage = stages.get(course.stage());
        if (stage instanceof Look<R> look) {
            return follow(look.run(context));
        }
        Change<R> change = (Change<R>) stage;
        return now(() -> make(change));
    }

    /** Another stage than the one that would have come next. */
    After<R> turnTo(String stage) {
        course.enter(stage);
        course.note();
        obstacles.gone();
        return now(this::enter);
    }

    /** Whoever takes the operation up again is to do what has failed once more, not to find out that it has failed. */
    void leave() {
        if (course.calledAt().isEmpty()) {
            course.enter(course.stage());
            course.note();
        }
    }

    /** What comes after a task's end. Where that tells nothing, the guest may. */
    After<R> ended(Change<R> change, Upid upid, TaskOutcome outcome) {
        Optional<ProxmoxException> failure = outcome.failure(upid);
        boolean telling = !(outcome instanceof TaskOutcome.Unclear
                || outcome instanceof TaskOutcome.Vanished
                || outcome instanceof TaskOutcome.Interrupted);
        if (failure.isEmpty() || !telling && change.trace(context) instanceof Trace.Done) {
            return now(() -> carriedOut(change));
        }
        return now(() -> refused(change, failure.get()));
    }

    /**
     * Takes a step. Somebody else's work on the guest is no failure yet: the stage that met it is run again. Nor is a node
     * that can't be reached for a moment: nothing was done there, so exactly what could not be done is tried again.
     *
     * @throws ProxmoxException if it is no use to try again
     */
    After<R> take(Step<R> step) {
        try {
            return step.take();
        } catch (ProxmoxException e) {
            Duration pause = obstacles.met(e, context.now()).orElseThrow(() -> e);
            boolean wholeStage = e.is(Problem.Locked.class) || e == refusal;
            return new After.Later<>(pause, wholeStage ? this::enter : step);
        }
    }

    private After<R> make(Change<R> change) {
        context.doing(change.activity(course.memo()));
        course.calling(context.now());
        course.save();
        Task task;
        try {
            task = change.make(context);
        } catch (ProxmoxException e) {
            if (e.is(Problem.OutcomeUnknown.class)) {
                narration.goOn("no answer, looking what became of it: " + e.getMessage());
                return now(() -> settle(change));
            }
            course.answered();
            if (e.is(Problem.NodeUnreachable.class)) {
                throw e;
            }
            return now(() -> refused(change, e));
        }
        return await(change, task);
    }

    private After<R> await(Change<R> change, Task task) {
        if (task.upid().isEmpty()) {
            return now(() -> carriedOut(change));
        }
        course.awaiting(task.upid().get());
        course.note();
        return new After.Waiting<>(change, task.upid().get());
    }

    /** Finds out what became of a call that nobody knows the end of; repeats it only if it has left no trace. */
    private After<R> settle(Change<R> change) {
        Trace trace = change.trace(context);
        obstacles.gone();
        if (trace instanceof Trace.Done) {
            return now(() -> carriedOut(change));
        }
        if (trace instanceof Trace.ByTask by) {
            return await(change, by.task());
        }
        if (trace instanceof Trace.Failed failed) {
            course.answered();
            return now(() -> refused(change, failed.failure()));
        }
        if (trace instanceof Trace.Unclear unclear) {
            return lookAgain(change, unclear.reason());
        }
        if (sinceCall().compareTo(ON_ITS_WAY) < 0) {
            return lookAgain(change, "it is not known yet whether the call was carried out");
        }
        course.repeating();
        return now(() -> make(change));
    }

    /** Soon at first, and less often the longer it takes. */
    private After<R> lookAgain(Change<R> change, String reason) {
        narration.waitingFor(reason);
        return new After.Later<>(TaskWatcher.interval(sinceCall()).multipliedBy(2), () -> settle(change));
    }

    private Duration sinceCall() {
        return Duration.between(course.calledAt().orElseGet(context::now), context.now());
    }

    private After<R> refused(Change<R> change, ProxmoxException reason) {
        refusal = reason;
        return follow(change.then(context, Optional.of(reason)));
    }

    private After<R> carriedOut(Change<R> change) {
        course.answered();
        return follow(change.then(context, Optional.empty()));
    }

    private After<R> follow(Next<R> next) {
        if (next instanceof Next.Done<R> done) {
            narration.involves(course.memo().guests());
            return new After.End<>(done.result());
        }
        if (next instanceof Next.Continue<R> goOn) {
            goTo(goOn.stage());
            return now(this::enter);
        }
        if (next instanceof Next.When<R> when) {
            goTo(when.stage());
            narration.waitingFor(when.reason());
            return new After.Upon<>(when.event(), this::enter);
        }
        Next.Pause<R> pause = (Next.Pause<R>) next;
        goTo(pause.stage());
        narration.waitingFor(pause.reason());
        return new After.Later<>(pause.length(), this::enter);
    }

    private void goTo(String stage) {
        boolean changed = stages.get(course.stage()) instanceof Change<R>;
        course.enter(stage);
        narration.involves(course.memo().guests());
        if (changed) {
            // Between two stages that only look, it would save nothing but looking again.
            course.note();
        }
        obstacles.gone();
    }

    private static <R> After<R> now(Step<R> step) {
        return new After.Now<>(step);
    }
}
