package io.jenkins.plugins.proxmox.cloud.pipeline;

import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.proxmox.cloud.agent.LostAgents;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;

/** The console of pipelines. */
@Extension(optional = true)
public final class PipelineConsole implements LostAgents.Console {
    private static final Logger LOGGER = Logger.getLogger(PipelineConsole.class.getName());

    @Override
    public void println(Run<?, ?> build, String text) {
        FlowExecutionOwner owner =
                build instanceof FlowExecutionOwner.Executable pipeline ? pipeline.asFlowExecutionOwner() : null;
        if (owner != null) {
            try {
                owner.getListener().getLogger().println(text);
            } catch (IOException e) {
                LOGGER.log(Level.FINE, text, e);
            }
        }
    }
}
