package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guestagent.JobFiles;
import java.nio.charset.Charset;
import java.time.Duration;
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
        return new InsideJob<>(new Plan()).stages();
    }

    @Override
    public Optional<String> undo(Memo memo) {
        return InsideJob.undo(memo);
    }

    @Override
    public Optional<String> made(Memo memo) {
        return memo.text(InsideJob.DIRECTORY)
                .map(directory -> "the " + request.noun() + " inside " + Inside.place(memo) + " (its files are in "
                        + directory + ")");
    }

    private final class Plan implements InsideJob.Plan<CommandEnd> {
        @Override
        public void prepare(OperationContext context) {
            Inside.prepare(context, request.guest);
        }

        @Override
        public String activity(Memo memo) {
            return "Running a " + request.noun() + " in " + Inside.place(memo);
        }

        @Override
        public JobFiles files(Memo memo) {
            return request.files();
        }

        @Override
        public boolean keepsOutput() {
            return request.keepsOutput();
        }

        /** It can be big, or secret. */
        @Override
        public Optional<String> kept(String output) {
            return Optional.empty();
        }

        @Override
        public Charset charset() {
            return request.charset();
        }

        @Override
        public Next<CommandEnd> end(OperationContext context, CommandEnd end) {
            return Next.done(end);
        }
    }
}
