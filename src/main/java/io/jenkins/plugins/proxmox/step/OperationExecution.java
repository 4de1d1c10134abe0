package io.jenkins.plugins.proxmox.step;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import io.jenkins.plugins.proxmox.run.BuildOperation;
import io.jenkins.plugins.proxmox.run.Held;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** Runs the operation of a step, across restarts; no thread belongs to it while it waits. */
class OperationExecution<R> extends StepExecution {
    private static final long serialVersionUID = 2L;
    private static final Logger LOGGER = Logger.getLogger(OperationExecution.class.getName());

    private final ProxmoxStep<R> step;
    private final String id = UUID.randomUUID().toString();
    private transient volatile OperationRun<R> run;
    private transient volatile Throwable stopped;

    OperationExecution(StepContext context, ProxmoxStep<R> step) {
        super(context);
        this.step = step;
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        try {
            Operation<R> operation = operation();
            step.options(operation);
            Computer.threadPoolForRemoting.execute(() -> begin(operation));
            return false;
        } catch (ProxmoxException e) {
            throw failure(e);
        }
    }

    @Override
    public void onResume() {
        Computer.threadPoolForRemoting.execute(this::resume);
    }

    private void resume() {
        try {
            begin(operation());
        } catch (ProxmoxException e) {
            fail(failure(e));
        } catch (IOException | RuntimeException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        }
    }

    /** Names the operation. */
    final String id() {
        return id;
    }

    final boolean isQuiet() {
        return step.isQuiet();
    }

    /** Why the step was told to stop, if it was. */
    final Optional<Throwable> stopped() {
        return Optional.ofNullable(stopped);
    }

    /** What it is that must not outlive the build, if the operation makes something like that. */
    Optional<Held> held() {
        return Optional.empty();
    }

    Operation<R> operation() throws IOException, InterruptedException {
        return step.operation(this::environment);
    }

    /** What an operation has found out can still be a failure to a pipeline. */
    void succeed(R result) {
        try {
            getContext().onSuccess(step.toValue(result));
        } catch (ProxmoxException e) {
            fail(failure(e));
        }
    }

    void fail(Throwable reason) {
        getContext().onFailure(reason);
    }

    private EnvVars environment() throws IOException, InterruptedException {
        EnvVars variables = getContext().get(EnvVars.class);
        return variables == null ? new EnvVars() : variables;
    }

    /** Credentials may come from a slow provider, and the thread that runs the pipeline's code must not wait. */
    private void begin(Operation<R> operation) {
        try {
            Run<?, ?> build = getContext().get(Run.class);
            PrintStream console = getContext().get(TaskListener.class).getLogger();
            BuildOperation ours = new BuildOperation(build, id, step.getConnection());
            // Only a step that the build remembers can find what the file says.
            getContext().saveState().get();
            if (stopped != null && run == null && !ours.hasBegun()) {
                fail(stopped);
                return;
            }
            OperationRun<R> begun = ours.begin(operation, step.options(operation), console::println, held());
            run = begun;
            if (stopped != null) {
                begun.abort();
            }
            begun.result().whenComplete(this::end);
        } catch (ProxmoxException e) {
            fail(failure(e));
        } catch (IOException | ExecutionException | RuntimeException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        }
    }

    private void end(R result, Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        Throwable reason = stopped;
        if (reason != null) {
            // However it ended in that moment: the build was told to stop.
            fail(reason);
        } else if (cause == null) {
            succeed(result);
        } else {
            fail(cause instanceof ProxmoxException e ? failure(e) : cause);
        }
    }

    /**
     * For people an operation's failure is its message. What led to it is for a log only: a cause that Jenkins can't
     * write down, as those of TLS are, would turn the message into a stack trace.
     */
    static AbortException failure(ProxmoxException e) {
        LOGGER.log(Level.FINE, "A step fails", e);
        return new AbortException(e.getMessage());
    }

    @Override
    public void stop(Throwable cause) {
        stopped = cause;
        OperationRun<R> current = run;
        if (current != null) {
            current.abort();
        }
    }

    @Override
    public String getStatus() {
        OperationRun<R> current = run;
        return current == null ? "connecting" : current.status();
    }
}
