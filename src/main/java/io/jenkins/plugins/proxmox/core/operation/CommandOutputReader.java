package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guestagent.CommandResult;
import io.jenkins.plugins.proxmox.core.guestagent.JobScripts;
import io.jenkins.plugins.proxmox.core.guestagent.JobView;
import io.jenkins.plugins.proxmox.core.task.TaskWatcher;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Follows a command inside a guest until it has ended and all that it wrote was read. What is to be shown is shown line by
 * line; how far that is, is kept in the memo. What is to be given in the end is kept nowhere: after a restart it is read
 * once more.
 */
final class CommandOutputReader<R> {
    static final String READ = "read";
    private static final String OFFSET = "offset";
    private static final String EXIT = "exit";
    private static final String OUTPUT = "output";
    private static final String SINCE = "since";

    /** All of it is held in memory, and a pipeline keeps it even longer. */
    private static final int LARGEST_OUTPUT = 64 * 1024 * 1024;

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration STARTING = Duration.ofMinutes(2);

    private final InsideJob.Plan<R> plan;
    private final Function<Memo, String> activity;
    private final String start;
    private final String next;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private boolean complete;

    /**
     * @param start the stage that starts it, should it turn out that it was not
     * @param next the stage that follows
     */
    CommandOutputReader(InsideJob.Plan<R> plan, Function<Memo, String> activity, String start, String next) {
        this.plan = plan;
        this.activity = activity;
        this.start = start;
        this.next = next;
    }

    Stages<R> addTo(Stages<R> stages) {
        return new InsideCommand<R>(
                        READ,
                        activity,
                        context -> Inside.scripts(context.memo())
                                .read(
                                        context.memo().text(InsideJob.DIRECTORY).orElse(""),
                                        collects(context.memo()) ? JobScripts.OUT : JobScripts.LOG,
                                        collects(context.memo())
                                                ? output.size()
                                                : context.memo().number(OFFSET).orElse(0)),
                        this::seen)
                .orElse(this::refused)
                .addLookTo(stages);
    }

    /** After the end only what was kept apart is missing. */
    private boolean collects(Memo memo) {
        return memo.has(EXIT);
    }

    private Next<R> seen(OperationContext context, CommandResult result) {
        JobView view = JobView.of(result);
        return switch (view.state()) {
            case WAITING -> Next.then(start);
            case STARTING -> starting(context);
            case LOST -> throw lost(context);
            case DEAD, REBOOTED -> {
                show(context, view.piece(), true);
                if (view.piece().length > 0) {
                    yield Next.then(READ);
                }
                throw ended(context, view.state());
            }
            case RUNNING, EXITED -> collects(context.memo()) ? collected(context, view) : shown(context, view);
        };
    }

    private Next<R> shown(OperationContext context, JobView view) {
        boolean ended = view.state() == JobView.State.EXITED;
        int taken = show(context, view.piece(), ended);
        if (view.piece().length == JobScripts.PIECE) {
            return Next.then(READ);
        }
        if (!ended) {
            return Next.after(pause(context, taken > 0), "it runs", READ);
        }
        context.memo().put(EXIT, view.exitCode().orElseThrow());
        context.note();
        return Next.then(plan.keepsOutput() ? READ : next);
    }

    /** Soon after it wrote something, and less often the longer it is silent. */
    private Duration pause(OperationContext context, boolean news) {
        Memo memo = context.memo();
        if (news || !memo.has(SINCE)) {
            memo.put(SINCE, context.now().toEpochMilli());
        }
        Instant since = Instant.ofEpochMilli(memo.number(SINCE).orElse(0));
        Duration pause = TaskWatcher.interval(Duration.between(since, context.now()));
        Duration shortest = plan.shortestPause();
        return pause.compareTo(shortest) < 0 ? shortest : pause;
    }

    private Next<R> collected(OperationContext context, JobView view) {
        output.writeBytes(view.piece());
        if (output.size() > LARGEST_OUTPUT) {
            throw new ProxmoxException(
                    new Problem.Unsupported(),
                    "its output has more than " + LARGEST_OUTPUT / (1024 * 1024)
                            + " MiB, which returnStdout does not take; let it write to a file");
        }
        if (view.piece().length == JobScripts.PIECE) {
            return Next.then(READ);
        }
        complete = true;
        plan.kept(output.toString(plan.charset()))
                .ifPresent(it -> context.memo().put(OUTPUT, it));
        return Next.then(next);
    }

    /**
     * Shows whole lines only, so that no character and no secret is torn; the rest comes with the next piece.
     *
     * @param last whether nothing comes behind it
     * @return how many bytes were shown
     */
    private int show(OperationContext context, byte[] piece, boolean last) {
        int end = piece.length;
        if (!last || piece.length == JobScripts.PIECE) {
            while (end > 0 && piece[end - 1] != '\n') {
                end--;
            }
            if (end == 0 && piece.length == JobScripts.PIECE) {
                end = endOfCharacter(piece);
            }
        }
        if (end == 0) {
            return 0;
        }
        List<String> lines = new ArrayList<>(
                new String(piece, 0, end, plan.charset()).lines().toList());
        context.show(lines);
        context.memo().put(OFFSET, context.memo().number(OFFSET).orElse(0) + end);
        context.note();
        return end;
    }

    /** Before a character of UTF-8 that the piece holds only in part. */
    private static int endOfCharacter(byte[] piece) {
        int end = piece.length;
        while (end > piece.length - 4 && (piece[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        return (piece[end - 1] & 0xC0) == 0xC0 ? end - 1 : piece.length;
    }

    private Next<R> starting(OperationContext context) {
        Memo memo = context.memo();
        if (!memo.has(SINCE)) {
            memo.put(SINCE, context.now().toEpochMilli());
        }
        Instant since = Instant.ofEpochMilli(memo.number(SINCE).orElse(0));
        if (Duration.between(since, context.now()).compareTo(STARTING) > 0) {
            throw new ProxmoxException(
                    new Problem.OutcomeUnknown(), "it was told to start, but nothing of it is to be seen inside");
        }
        return Next.after(PAUSE, "it is starting", READ);
    }

    private ProxmoxException lost(OperationContext context) {
        if (context.memo().has(EXIT)) {
            return new ProxmoxException(
                    new Problem.OutcomeUnknown(),
                    "it ended with exit code " + context.memo().number(EXIT).orElse(0)
                            + ", but its output was removed before it could be kept");
        }
        return new ProxmoxException(
                new Problem.OutcomeUnknown(),
                "its directory inside the guest is gone: the guest was started anew or rolled back, or somebody removed"
                        + " it");
    }

    private static ProxmoxException ended(OperationContext context, JobView.State state) {
        return new ProxmoxException(
                new Problem.OutcomeUnknown(),
                state == JobView.State.REBOOTED
                        ? "the guest was started anew meanwhile, so it ended without an exit code"
                        : "it ended without an exit code: the guest was started anew, its guest agent was, which ends"
                                + " what it has started, or somebody killed it");
    }

    private Next<R> refused(OperationContext context, ProxmoxException failure) {
        if (failure.is(Problem.WrongState.class)) {
            throw new ProxmoxException(
                    failure.problem(), "the VM was switched off meanwhile: " + failure.getMessage(), failure);
        }
        throw failure;
    }

    /** The result; of an operation that is taken back there is none. */
    Next<R> end(OperationContext context) {
        Memo memo = context.memo();
        boolean missing = !complete && !memo.has(OUTPUT) && memo.has(EXIT) && !memo.has(InsideJob.ENDING);
        if (plan.keepsOutput() && missing) {
            return Next.then(READ);
        }
        Optional<String> text = plan.keepsOutput()
                ? memo.text(OUTPUT).or(() -> Optional.of(output.toString(plan.charset())))
                : Optional.empty();
        return plan.end(context, new CommandEnd(memo.number(EXIT).orElse(0), text));
    }
}
