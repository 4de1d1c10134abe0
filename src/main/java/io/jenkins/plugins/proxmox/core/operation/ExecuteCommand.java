package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guestagent.CommandResult;
import io.jenkins.plugins.proxmox.core.guestagent.GuestCommand;
import io.jenkins.plugins.proxmox.core.guestagent.JobScripts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a command inside a VM by its guest agent, and shows what it writes while it runs. It lives in a directory inside the
 * guest, where it is found again after a restart of whoever asked for it; it is started once, come what may.
 *
 * <p>API: {@code POST .../agent/ping}, {@code GET .../agent/get-osinfo}, {@code POST .../agent/file-write}, and
 * {@code POST .../agent/exec} with {@code GET .../agent/exec-status} for the short commands that look after it.
 */
public final class ExecuteCommand implements Operation<CommandEnd> {
    static final String KIND = "exec";
    static final String DIRECTORY = "directory";
    static final String ENDING = "ending";
    private static final String ARRIVE = "arrive";
    private static final String OPEN = "open";
    private static final String HAND = "hand";
    private static final String START = "start";
    private static final String KILL = "undo";
    private static final String CLEAN = "clean";
    private static final String END = "end";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CommandRequest request;

    /** @throws ProxmoxException with {@link Problem.Parameter} if something that was asked for can't be right */
    public ExecuteCommand(CommandRequest request) {
        this(request, true);
    }

    private ExecuteCommand(CommandRequest request, boolean complete) {
        this.request = request;
        if (complete) {
            request.files();
        }
    }

    /** What is not given again is missed only if it was not handed over before. */
    static ExecuteCommand of(Request request) {
        return new ExecuteCommand(CommandRequest.of(request), false);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return request.toMap();
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofHours(1);
    }

    @Override
    public Stages<CommandEnd> stages() {
        CommandOutputReader reader = new CommandOutputReader(request, this::activity, START, CLEAN);
        Stages<CommandEnd> stages =
                Stages.<CommandEnd>beginningWith("prepare", this::prepare).look(ARRIVE, Inside.arrival(ARRIVE, OPEN));
        stages = new InsideCommand<>(
                        OPEN,
                        this::activity,
                        context -> Inside.scripts(context.memo()).open(context.id()),
                        this::opened)
                .addTo(stages)
                .change(HAND, new InsideFiles<>(HAND, this::activity, this::pieces, START));
        stages = new InsideCommand<>(
                        START,
                        this::activity,
                        context ->
                                Inside.scripts(context.memo()).start(directory(context.memo()), request.keepsOutput()),
                        ExecuteCommand::started)
                .addTo(stages);
        stages = reader.addTo(stages);
        stages = new InsideCommand<>(KILL, ExecuteCommand::ending, ExecuteCommand::kill, ExecuteCommand::killed)
                .orElse(ExecuteCommand::notKilled)
                .addTo(stages);
        return new InsideCommand<CommandEnd>(
                        CLEAN,
                        this::activity,
                        context -> Inside.scripts(context.memo()).remove(context.id()),
                        ExecuteCommand::cleaned)
                .orElse(ExecuteCommand::notCleaned)
                .addTo(stages)
                .look(END, reader::end);
    }

    private Next<CommandEnd> prepare(OperationContext context) {
        Inside.prepare(context, request.guest);
        return Next.then(ARRIVE);
    }

    private String activity(Memo memo) {
        return memo.has(ENDING) ? ending(memo) : "Running a " + request.noun() + " in " + Inside.place(memo);
    }

    private static String directory(Memo memo) {
        return memo.text(DIRECTORY).orElse("");
    }

    private Next<CommandEnd> opened(OperationContext context, CommandResult result) {
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
                scripts.files(request.files()), (file, number) -> scripts.piece(directory, file, number));
    }

    private static Next<CommandEnd> started(OperationContext context, CommandResult result) {
        if (!result.isSuccess()) {
            throw InsideCommand.failure(result);
        }
        return Next.then(CommandOutputReader.READ);
    }

    @Override
    public Optional<String> undo(Memo memo) {
        // Even if nobody knows its directory, it may be there.
        return Inside.isEntered(memo) ? Optional.of(KILL) : Optional.empty();
    }

    @Override
    public Optional<String> made(Memo memo) {
        return memo.text(DIRECTORY)
                .map(directory -> "the " + request.noun() + " inside " + Inside.place(memo) + " (its files are in "
                        + directory + ")");
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

    private static Next<CommandEnd> killed(OperationContext context, CommandResult result) {
        if (result.out().text().trim().equals("gone")) {
            return Next.then(CLEAN);
        }
        return Next.after(Duration.ofMillis(500), "it has not ended yet", KILL);
    }

    /** What is off runs nothing. */
    private static Next<CommandEnd> notKilled(OperationContext context, ProxmoxException failure) {
        if (failure.is(Problem.WrongState.class)) {
            context.say(Inside.place(context.memo()) + " is off, so nothing runs there any more; the directory may be"
                    + " left inside");
            return Next.then(END);
        }
        throw failure;
    }

    private static Next<CommandEnd> cleaned(OperationContext context, CommandResult result) {
        return result.isSuccess() ? Next.then(END) : notCleaned(context, InsideCommand.failure(result));
    }

    /** What was asked for is done all the same. */
    private static Next<CommandEnd> notCleaned(OperationContext context, ProxmoxException failure) {
        context.say("The directory " + directory(context.memo()) + " in " + Inside.place(context.memo())
                + " could not be removed: " + failure.getMessage());
        return Next.then(END);
    }
}
