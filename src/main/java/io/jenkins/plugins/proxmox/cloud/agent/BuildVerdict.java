package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.Extension;
import hudson.ExtensionPoint;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;

/** Knows of one kind of builds whether what has just ended on an agent has failed. */
public interface BuildVerdict extends ExtensionPoint {
    /**
     * Whether it has failed for another reason than that somebody has aborted it; false if that is not known.
     *
     * @param executable what an executor has had; may be null
     */
    boolean hasFailed(Queue.Executable executable, ProxmoxAgent agent);

    /** Builds that are all there is to their jobs, as those of freestyle projects. */
    @Extension
    final class OfRun implements BuildVerdict {
        @Override
        public boolean hasFailed(Queue.Executable executable, ProxmoxAgent agent) {
            return executable instanceof Run<?, ?> run && Result.FAILURE.equals(run.getResult());
        }
    }
}
