package io.jenkins.plugins.proxmox.step;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.proxmox.run.Held;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/** A step that is one operation, for those to whom it does not matter which: jobs of other kinds may hold it too. */
public abstract class OperationStep extends Step {
    /** All there are, in the order in which people look for them. */
    public static List<StepDescriptor> all() {
        return StepDescriptor.all().stream()
                .filter(d -> OperationStep.class.isAssignableFrom(d.clazz) && !d.takesImplicitBlockArgument())
                .sorted(Comparator.comparing(StepDescriptor::getDisplayName))
                .toList();
    }

    /**
     * Does it and waits for its end. Who is interrupted stays until the operation has been aborted, so that nothing is
     * left behind.
     *
     * @return what the step gives in a pipeline; null if that is nothing
     * @throws AbortException if it fails, with a message for people
     * @throws InterruptedException if the thread was interrupted meanwhile, however the operation ended
     */
    public final Object perform(Run<?, ?> build, TaskListener listener) throws IOException, InterruptedException {
        return perform(build, listener, UUID.randomUUID().toString(), Optional.empty());
    }

    /**
     * The same for what must not outlive the build.
     *
     * @param id names the operation; no other ever has the same
     */
    public final Object perform(Run<?, ?> build, TaskListener listener, String id, Held held)
            throws IOException, InterruptedException {
        return perform(build, listener, id, Optional.of(held));
    }

    abstract Object perform(Run<?, ?> build, TaskListener listener, String id, Optional<Held> held)
            throws IOException, InterruptedException;
}
