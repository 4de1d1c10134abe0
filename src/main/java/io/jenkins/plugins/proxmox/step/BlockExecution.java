package io.jenkins.plugins.proxmox.step;

import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.run.Held;
import io.jenkins.plugins.proxmox.run.Hold;
import io.jenkins.plugins.proxmox.run.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Runs a block: an operation, the body, and what ends that which the operation has made. In which of them it is survives a
 * restart along with the program, so a phase changes only where the program can't be saved in between: on its own thread.
 */
final class BlockExecution<R> extends OperationExecution<R> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(BlockExecution.class.getName());

    private enum Phase {
        OPENING,
        BODY,
        CLOSING
    }

    private final Block<R> block;
    private Phase phase = Phase.OPENING;
    private BlockBody body;
    private volatile BodyExecution bodyExecution;
    private Outcome outcome = Outcome.UNUSED;
    private Serializable value;
    private Throwable failure;
    private transient volatile Object fleeting;
    private transient volatile Hold hold;
    private transient volatile boolean hurried;

    /** A step with a body. */
    interface Block<R> extends Serializable {
        Operation<R> operation(String id);

        Held held();

        /** The body's argument. */
        Map<String, Object> argument(R result);

        /** What the body finds in its environment; empty text takes a variable away. */
        Map<String, String> variables(R result);
    }

    <S extends ProxmoxStep<R> & Block<R>> BlockExecution(StepContext context, S step) {
        super(context, step);
        block = step;
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        try {
            block.held();
        } catch (ProxmoxException e) {
            throw failure(e);
        }
        body = BlockBody.of(getContext());
        return super.start();
    }

    @Override
    Operation<R> operation() {
        return block.operation(id());
    }

    @Override
    Optional<Held> held() {
        return Optional.of(block.held());
    }

    @Override
    public void onResume() {
        if (phase == Phase.OPENING) {
            super.onResume();
        } else if (phase == Phase.CLOSING) {
            inBackground(this::close);
        }
    }

    private static void inBackground(Runnable action) {
        Computer.threadPoolForRemoting.execute(action);
    }

    /** The threads of the connection have other things to do than to wait for the program. */
    @Override
    void succeed(R result) {
        inBackground(() -> beginBody(result));
    }

    private void beginBody(R result) {
        try {
            if (stopped().isPresent()) {
                fail(stopped().get());
                return;
            }
            EnvironmentExpander variables = EnvironmentExpander.constant(block.variables(result));
            bodyExecution = body.invoker(getContext(), block.argument(result))
                    .withContext(EnvironmentExpander.merge(getContext().get(EnvironmentExpander.class), variables))
                    .withCallback(new Ending(this))
                    .start();
            stopped().ifPresent(bodyExecution::cancel);
        } catch (IOException | RuntimeException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        }
    }

    /** Whatever the operation has made nevertheless is removed before anybody hears of it. */
    @Override
    void fail(Throwable reason) {
        inBackground(() -> {
            failure = reason;
            close();
        });
    }

    private void ended(Outcome how, Object result, Throwable reason) {
        phase = Phase.CLOSING;
        outcome = how;
        fleeting = result;
        value = result instanceof Serializable lasting ? lasting : null;
        failure = reason;
        inBackground(this::close);
    }

    private void close() {
        try {
            Run<?, ?> build = getContext().get(Run.class);
            PrintStream console = getContext().get(TaskListener.class).getLogger();
            // Only a step that the build remembers can find out later how far it was.
            getContext().saveState().get();
            Hold ours = new Hold(build, id());
            hold = ours;
            if (hurried) {
                ours.abort();
            }
            ours.end(outcome, isQuiet(), console::println).thenRun(this::finish);
        } catch (IOException | ExecutionException | RuntimeException e) {
            // The build's end will see to it.
            LOGGER.log(Level.WARNING, e, () -> "What " + getContext() + " has made is not removed yet");
            finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            finish();
        }
    }

    private void finish() {
        Throwable reason = failure;
        if (reason == null) {
            reason = stopped().orElse(null);
        }
        if (reason != null) {
            getContext().onFailure(reason);
        } else {
            Object given = fleeting;
            getContext().onSuccess(given == null ? value : given);
        }
    }

    /** Who waits for the removal does not want to wait any longer: it goes on without the build. */
    @Override
    public void stop(Throwable cause) {
        super.stop(cause);
        hurried = phase == Phase.CLOSING || hold != null;
        // Only now: whoever sets it meanwhile finds the other.
        Hold current = hold;
        if (current != null) {
            current.abort();
        } else if (phase != Phase.CLOSING && bodyExecution != null) {
            bodyExecution.cancel(cause);
        }
    }

    @Override
    public String getStatus() {
        return switch (phase) {
            case OPENING -> super.getStatus();
            case BODY -> "running the body";
            case CLOSING -> "cleaning up";
        };
    }

    /** Hears of the body on the program's own thread. */
    private static final class Ending extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;

        private final BlockExecution<?> block;

        private Ending(BlockExecution<?> block) {
            this.block = block;
        }

        @Override
        public void onStart(StepContext context) {
            block.phase = Phase.BODY;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            block.ended(Outcome.SUCCESS, result, null);
        }

        @Override
        public void onFailure(StepContext context, Throwable reason) {
            block.ended(Outcome.FAILURE, null, reason);
        }
    }
}
