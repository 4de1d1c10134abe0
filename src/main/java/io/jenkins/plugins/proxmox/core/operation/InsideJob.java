package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guestagent.CommandResult;
import io.jenkins.plugins.proxmox.core.guestagent.GuestCommand;
import io.jenkins.plugins.proxmox.core.guestagent.JobFiles;
import io.jenkins.plugins.proxmox.core.guestagent.JobScripts;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The stages of whatever runs a command inside a VM. It lives in a directory inside the guest, where it is found again
 * after a restart of whoever asked for it; it is started once, come what may.
 */
final class InsideJob<R> {
    static final String DIRECTORY = "directory";
    static final String ENDING = "ending";
    private static final String ARRIVE = "arrive";
    private static final String CHECK = "check";
    private static final String CHECKED = "checked";
    private static final String OPEN = "open";
    private static final String HAND = "hand";
    private static final String START = "start";
    private static final String KILL = "undo";
    private static final String CLEAN = "clean";
    private static final String END = "end";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** What is run, and what its end means. */
    interface Plan<R> {
        /** Finds the VM and checks what was asked for. */
        void prepare(OperationContext context);

        /** What it does, for people. */
        String activity(Memo memo);

        /** What it needs; asked for only after the guest's system is known. */
        JobFiles files(Memo memo);

        /** Between two looks at what it writes. */
        default Duration shortestPause() {
            return Duration.ofMillis(200);
        }

        /** Whether its standard output is given in the end, and not shown meanwhile. */
        boolean keepsOutput();

        /** What of the whole output is kept in checkpoints, so that it is never lost; that must be short and no secret. */
        Optional<String> kept(String output);

        /** In which the output is read. */
        Charset charset();

        /** How the operation goes on after the end, or after it was taken back. */
        Next<R> end(OperationContext context, CommandEnd end);
    }

    private final Plan<R> plan;

    InsideJob(Plan<R> plan) {
        this.plan = plan;
    }

    Stages<R> stages() {
        CommandOutputReader<R> reader = new CommandOutputReader<>(plan, this::activity, START, CLEAN);
        Stages<R> stages = Stages.<R>beginningWith("prepare", this::prepare)
                .look(ARRIVE, Inside.arrival(ARRIVE, CHECK))
                .look(CHECK, this::check);
        stages = new InsideCommand<R>(
                        OPEN,
                        this::activity,
                        context -> Inside.scripts(context.memo()).open(context.id()),
                        InsideJob::opened)
                .addTo(stages)
                .change(HAND, new InsideFiles<>(HAND, this::activity, this::pieces, START));
        stages = new InsideCommand<R>(
                        START,
                        this::activity,
                        context -> Inside.scripts(context.memo()).start(directory(context.memo()), plan.keepsOutput()),
                        InsideJob::started)
                .addTo(stages);
        stages = reader.addTo(stages);
        stages = new InsideCommand<R>(KILL, InsideJob::ending, InsideJob::kill, InsideJob::killed)
                .orElse(InsideJob::notKilled)
                .addTo(stages);
        return new InsideCommand<R>(
                        CLEAN,
                        this::activity,
                        context -> Inside.scripts(context.memo()).remove(context.id()),
                        InsideJob::cleaned)
                .orElse(InsideJob::notCleaned)
                .addTo(stages)
                .look(END, reader::end);
    }

    /** The stage that ends it, once something may have been done inside. */
    static Optional<String> undo(Memo memo) {
        // Even if nobody knows its directory, it may be there.
        return memo.flag(CHECKED) ? Optional.of(KILL) : Optional.empty();
    }

    private Next<R> prepare(OperationContext context) {
        plan.prepare(context);
        return Next.then(ARRIVE);
    }

    /** What can't be run must not leave a directory. */
    private Next<R> check(OperationContext context) {
        plan.files(context.memo());
        context.memo().put(CHECKED, true);
        return Next.then(OPEN);
    }

    private String activity(Memo memo) {
        return memo.has(ENDING) ? ending(memo) : plan.activity(memo);
    }

    private static String directory(Memo memo) {
        return memo.text(DIRECTORY).orElse("");
    }

    private static <R> Next<R> opened(OperationContext context, CommandResult result) {
        if (!result.isSuccess()) {
            throw InsideCommand.failure(result);
        }
        String directory = result.out().text(StandardCharsets.UTF_8).trim();
        if (directory.isEmpty()) {
            throw new ProxmoxException(new Problem.Other(), "the guest did not tell which directory it has made");
        }
        context.memo().put(DIRECTORY, directory);
        return Next.then(HAND);
    }

    private List<InsideFiles.Piece> pieces(OperationContext context) {
        JobScripts scripts = Inside.scripts(context.memo());
        String directory = directory(context.memo());
        return InsideFiles.cut(
                scripts.files(plan.files(context.memo())), (file, number) -> scripts.piece(directory, file, number));
    }

    private static <R> Next<R> started(OperationContext context, CommandResult result) {
        if (!result.isSuccess()) {
            throw InsideCommand.failure(result);
        }
        return Next.then(CommandOutputReader.READ);
    }

    private static String ending(Memo memo) {
        return "Ending what runs in " + Inside.place(memo);
    }

    private static boolean isHard(OperationContext context) {
        long since = context.memo().number(ENDING).orElse(Long.MAX_VALUE);
        return context.now().toEpochMilli() - since > PATIENCE.toMillis();
    }

    private static GuestCommand kill(OperationContext context) {
        if (!context.memo().has(ENDING)) {
            context.memo().put(ENDING, context.now().toEpochMilli());
        }
        return Inside.scripts(context.memo()).kill(context.id(), isHard(context));
    }

    private static <R> Next<R> killed(OperationContext context, CommandResult result) {
        if (result.out().text().trim().equals("gone")) {
            return Next.then(CLEAN);
        }
        return Next.after(Duration.ofMillis(500), "it has not ended yet", KILL);
    }

    /** What is off runs nothing. */
    private static <R> Next<R> notKilled(OperationContext context, ProxmoxException failure) {
        if (failure.is(Problem.WrongState.class)) {
            context.say(Inside.place(context.memo()) + " is off, so nothing runs there any more; the directory may be"
                    + " left inside");
            return Next.then(END);
        }
        throw failure;
    }

    private static <R> Next<R> cleaned(OperationContext context, CommandResult result) {
        return result.isSuccess() ? Next.then(END) : notCleaned(context, InsideCommand.failure(result));
    }

    /** What was asked for is done all the same. */
    private static <R> Next<R> notCleaned(OperationContext context, ProxmoxException failure) {
        context.say("The directory " + directory(context.memo()) + " in " + Inside.place(context.memo())
                + " could not be removed: " + failure.getMessage());
        return Next.then(END);
    }
}
