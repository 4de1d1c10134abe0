package io.jenkins.plugins.proxmox.step;

import hudson.AbortException;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.proxmox.connection.ConnectionRegistry;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import io.jenkins.plugins.proxmox.core.operation.OperationRunner;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** Runs the operation of a step; no thread belongs to it while it waits. */
final class OperationExecution<R> extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(OperationExecution.class.getName());

    private final ProxmoxStep<R> step;
    private transient volatile OperationRun<R> run;
    private transient volatile Throwable stopped;

    OperationExecution(StepContext context, ProxmoxStep<R> step) {
        super(context);
        this.step = step;
    }

    @Override
    public boolean start() throws AbortException {
        try {
            Operation<R> operation = step.operation();
            OperationOptions options = step.options(operation);
            // Credentials may come from a slow provider, and the thread that runs the pipeline's code must not wait.
            Computer.threadPoolForRemoting.execute(() -> begin(operation, options));
            return false;
        } catch (ProxmoxException e) {
            throw failure(e);
        }
    }

    private void begin(Operation<R> operation, OperationOptions options) {
        try {
            Run<?, ?> build = getContext().get(Run.class);
            PrintStream console = getContext().get(TaskListener.class).getLogger();
            OperationRunner runner = ConnectionRegistry.get().runner(step.getConnection(), build.getParent());
            if (stopped != null) {
                getContext().onFailure(stopped);
                return;
            }
            OperationRun<R> begun = runner.start(operation, options, console::println);
            run = begun;
            if (stopped != null) {
                begun.abort();
            }
            begun.result().whenComplete(this::end);
        } catch (ProxmoxException e) {
            getContext().onFailure(failure(e));
        } catch (IOException | RuntimeException e) {
            getContext().onFailure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            getContext().onFailure(e);
        }
    }

    private void end(R result, Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        Throwable reason = stopped;
        if (reason != null) {
            // However it ended in that moment: the build was told to stop.
            getContext().onFailure(reason);
        } else if (cause == null) {
            getContext().onSuccess(step.toValue(result));
        } else {
            getContext().onFailure(cause instanceof ProxmoxException e ? failure(e) : cause);
        }
    }

    /**
     * For people an operation's failure is its message. What led to it is for a log only: a cause that Jenkins can't
     * write down, as those of TLS are, would turn the message into a stack trace.
     */
    private static AbortException failure(ProxmoxException e) {
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
    public void onResume() {
        getContext()
                .onFailure(
                        new AbortException(
                                "Jenkins was restarted while this step was running, and can't go on with it"
                                        + " yet. What Proxmox VE had begun goes on there: look at the guest before doing it again."));
    }

    @Override
    public String getStatus() {
        OperationRun<R> current = run;
        return current == null ? "connecting" : current.status();
    }
}
