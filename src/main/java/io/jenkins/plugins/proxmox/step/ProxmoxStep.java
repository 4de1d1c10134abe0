package io.jenkins.plugins.proxmox.step;

import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import io.jenkins.plugins.proxmox.run.BuildOperation;
import io.jenkins.plugins.proxmox.run.BuildWait;
import io.jenkins.plugins.proxmox.run.Held;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * What all steps have in common: which connection, how long, how talkative, and what becomes of the task on abort.
 *
 * @param <R> what the operation gives
 */
public abstract class ProxmoxStep<R> extends OperationStep implements Serializable {
    private static final long serialVersionUID = 1L;
    static final String STOP = "stop";
    static final String LEAVE = "leave";

    private String connection;
    private Integer timeout;
    private boolean quiet;
    private String abort = STOP;

    public String getConnection() {
        return connection;
    }

    @DataBoundSetter
    public void setConnection(String connection) {
        this.connection = Util.fixEmptyAndTrim(connection);
    }

    public Integer getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(Integer timeout) {
        this.timeout = timeout;
    }

    public boolean isQuiet() {
        return quiet;
    }

    @DataBoundSetter
    public void setQuiet(boolean quiet) {
        this.quiet = quiet;
    }

    public String getAbort() {
        return abort;
    }

    @DataBoundSetter
    public void setAbort(String abort) {
        this.abort = Util.fixNull(abort, STOP).trim().toLowerCase(Locale.ROOT);
    }

    /**
     * The operation with this step's parameters.
     *
     * @throws ProxmoxException if one of them can't be right
     */
    abstract Operation<R> operation();

    /**
     * The same for steps that need something of the build's environment.
     *
     * @throws ProxmoxException if one of the parameters can't be right
     */
    Operation<R> operation(BuildEnvironment build) throws IOException, InterruptedException {
        return operation();
    }

    /** The operation's result in values that a pipeline can keep and use without approval; null if there is none. */
    abstract Object toValue(R result);

    OperationOptions options(Operation<R> operation) {
        if (timeout != null && timeout < 1) {
            throw ProxmoxException.invalid(
                    "timeout", "timeout: " + timeout + " is too short; expected are minutes, at least 1");
        }
        if (!List.of(STOP, LEAVE).contains(abort)) {
            throw ProxmoxException.invalid(
                    "abort", "abort: '" + abort + "' is not known; expected is one of " + STOP + ", " + LEAVE);
        }
        Duration limit = timeout == null ? operation.usualTimeout() : Duration.ofMinutes(timeout);
        return new OperationOptions(limit, quiet, abort.equals(STOP), keepsOnFailure());
    }

    /** Whether what the step has made stays when it does not succeed. */
    boolean keepsOnFailure() {
        return false;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new OperationExecution<>(context, this);
    }

    @Override
    final Object perform(Run<?, ?> build, TaskListener listener, String id, Optional<Held> held)
            throws IOException, InterruptedException {
        try {
            Operation<R> operation = operation(() -> build.getEnvironment(listener));
            BuildOperation ours = new BuildOperation(build, id, connection);
            OperationRun<R> run = ours.begin(operation, options(operation), listener.getLogger()::println, held);
            return toValue(BuildWait.result(run));
        } catch (ProxmoxException e) {
            throw OperationExecution.failure(e);
        }
    }
}
