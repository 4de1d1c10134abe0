package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ErrorText;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guestagent.CommandResult;
import io.jenkins.plugins.proxmox.core.guestagent.GuestCommand;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.TaskWatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A short command inside the guest that does no harm if it is given twice, so that it is given again whenever nobody knows
 * what became of it. Two stages: one gives it, the other waits until it has ended.
 */
final class InsideCommand<R> {
    private static final String PID = "pid";
    private static final String SINCE = "asked";
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Most commands are such short ones, and a look that comes too early is a call in vain. */
    private static final Duration SHORT = Duration.ofMillis(30);

    private static final Duration LONGEST_GUESS = Duration.ofMillis(250);
    private static final String UNANSWERED = "the guest has not answered yet";

    private final String stage;
    private final Function<Memo, String> activity;
    private final Function<OperationContext, GuestCommand> command;
    private final BiFunction<OperationContext, CommandResult, Next<R>> then;
    private BiFunction<OperationContext, ProxmoxException, Next<R>> refused = (context, failure) -> {
        throw failure;
    };

    /**
     * @param stage its name; that of the second one is the same with {@code Answer} behind it
     * @param command to be given
     * @param then how the operation goes on, however the command ended
     */
    InsideCommand(
            String stage,
            Function<Memo, String> activity,
            Function<OperationContext, GuestCommand> command,
            BiFunction<OperationContext, CommandResult, Next<R>> then) {
        this.stage = stage;
        this.activity = activity;
        this.command = command;
        this.then = then;
    }

    /** How the operation goes on when the guest agent can't be asked and will not be able to soon. */
    InsideCommand<R> orElse(BiFunction<OperationContext, ProxmoxException, Next<R>> what) {
        refused = what;
        return this;
    }

    Stages<R> addTo(Stages<R> stages) {
        return stages.change(stage, new Giving()).look(answer(), this::answered);
    }

    /** The same for a command that changes nothing: there is nothing to be kept before it is given. */
    Stages<R> addLookTo(Stages<R> stages) {
        return stages.look(stage, this::ask).look(answer(), this::answered);
    }

    private String answer() {
        return stage + "Answer";
    }

    private void give(OperationContext context) {
        Memo memo = context.memo();
        memo.remove(PID);
        memo.put(PID, Inside.agent(context).exec(command.apply(context)).pid());
        memo.put(SINCE, context.now().toEpochMilli());
        Inside.answered(memo);
    }

    private Next<R> ask(OperationContext context) {
        context.doing(activity.apply(context.memo()));
        try {
            give(context);
        } catch (ProxmoxException e) {
            return failed(context, e, stage);
        }
        return Next.after(SHORT, UNANSWERED, answer());
    }

    private Next<R> answered(OperationContext context) {
        Memo memo = context.memo();
        OptionalLong pid = memo.number(PID);
        if (pid.isEmpty()) {
            return Next.after(PAUSE, "nobody knows whether the guest was asked", stage);
        }
        Optional<CommandResult> result;
        try {
            result = Inside.agent(context).process(pid.getAsLong()).status();
        } catch (ProxmoxException e) {
            if (e.is(Problem.OutcomeUnknown.class)) {
                memo.remove(PID);
                return Next.then(stage);
            }
            return failed(context, e, answer());
        }
        Inside.answered(memo);
        if (result.isEmpty()) {
            Instant since = Instant.ofEpochMilli(memo.number(SINCE).orElse(0));
            return Next.after(pause(Duration.between(since, context.now())), UNANSWERED, answer());
        }
        memo.remove(PID);
        return then.apply(context, result.get());
    }

    /** What has taken some time will often take half of that again. */
    private static Duration pause(Duration age) {
        Duration half = age.dividedBy(2);
        Duration guess = half.compareTo(LONGEST_GUESS) < 0 ? half : LONGEST_GUESS;
        Duration usual = TaskWatcher.interval(age);
        return guess.compareTo(usual) < 0 ? usual : guess;
    }

    /** A node that can't be reached is waited for elsewhere. */
    private Next<R> failed(OperationContext context, ProxmoxException failure, String again) {
        if (Inside.isPassing(failure) || failure.is(Problem.NodeUnreachable.class)) {
            return Inside.later(context, failure, again);
        }
        return refused.apply(context, failure);
    }

    /** What a command that should have succeeded has to say if it did not. */
    static ProxmoxException failure(CommandResult result) {
        String error = result.err().text().trim();
        return new ProxmoxException(
                // The programs of a guest give the same reasons as its guest agent.
                ErrorText.meaning("Agent error: " + error),
                "inside the guest it gave " + result + (error.isEmpty() ? "" : ": " + error));
    }

    private final class Giving implements Change<R> {
        @Override
        public String activity(Memo memo) {
            return activity.apply(memo);
        }

        @Override
        public Task make(OperationContext context) {
            give(context);
            return context.cluster().tasks().done();
        }

        /** Without the number of a process it is simply given again. */
        @Override
        public Trace trace(OperationContext context) {
            context.memo().remove(PID);
            return new Trace.Done();
        }

        @Override
        public Next<R> then(OperationContext context, Optional<ProxmoxException> failure) {
            return failure.isPresent()
                    ? failed(context, failure.get(), stage)
                    : Next.after(SHORT, UNANSWERED, answer());
        }
    }
}
