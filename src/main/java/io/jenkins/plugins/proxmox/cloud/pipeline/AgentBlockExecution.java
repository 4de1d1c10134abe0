package io.jenkins.plugins.proxmox.cloud.pipeline;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.proxmox.cloud.demand.BlockTemplates;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** Runs the body of {@code proxmoxAgent}. What it needs after a restart is saved with the program of the build. */
final class AgentBlockExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(AgentBlockExecution.class.getName());
    private static final String LABEL = "PROXMOX_LABEL";

    private final ProxmoxAgentStep step;
    private final String label = "proxmox-" + UUID.randomUUID();
    private String cloud;

    AgentBlockExecution(StepContext context, ProxmoxAgentStep step) {
        super(context);
        this.step = step;
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        BlockTemplate block = new BlockTemplate(step, label, build());
        try {
            CloudSettings found = block.cloud();
            cloud = found.getId();
            BlockTemplates.get().open(cloud, block.in(found));
        } catch (ProxmoxException e) {
            throw new AbortException(e.getMessage());
        }
        EnvironmentExpander variables = EnvironmentExpander.constant(Map.of(LABEL, label));
        getContext()
                .newBodyInvoker()
                .withContext(EnvironmentExpander.merge(getContext().get(EnvironmentExpander.class), variables))
                .withCallback(new Ending(label))
                .start();
        return false;
    }

    /** What waits for an agent waits on, and is served as the cloud is configured by now. */
    @Override
    public void onResume() {
        try {
            BlockTemplate block = new BlockTemplate(step, label, build());
            BlockTemplates.get().open(cloud, block.in(block.cloud(cloud)));
        } catch (ProxmoxException | IOException e) {
            LOGGER.log(Level.FINE, "A block gets no more agents", e);
            tell("There will be no more agents with the label " + label + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String build() throws IOException, InterruptedException {
        return getContext().get(Run.class).getExternalizableId();
    }

    private void tell(String text) {
        try {
            getContext().get(TaskListener.class).getLogger().println(text);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, text, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String getStatus() {
        return "has agents with the label " + label;
    }

    /** However the body ends, its agents end with it. */
    private static final class Ending extends BodyExecutionCallback.TailCall {
        private static final long serialVersionUID = 1L;

        private final String label;

        private Ending(String label) {
            this.label = label;
        }

        @Override
        protected void finished(StepContext context) {
            BlockTemplates.get().close(label);
        }
    }
}
