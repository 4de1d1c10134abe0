package io.jenkins.plugins.proxmox.cloud.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.TaskListener;
import io.jenkins.plugins.proxmox.cloud.agent.LostAgents;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.actions.WorkspaceAction;
import org.jenkinsci.plugins.workflow.flow.ErrorCondition;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.BlockEndNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.support.steps.AgentErrorCondition;
import org.kohsuke.stapler.DataBoundConstructor;

/** For {@code retry}: whether a failure came from an agent in a Proxmox guest that was lost, and not from what ran on it. */
public final class ProxmoxAgentCondition extends ErrorCondition {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public ProxmoxAgentCondition() {
        // There is nothing to choose.
    }

    @Override
    public boolean test(@NonNull Throwable error, StepContext context) throws IOException, InterruptedException {
        if (context == null || !new AgentErrorCondition().test(error, context)) {
            return false;
        }
        Optional<String> agent = agent(error, context).filter(LostAgents.get()::isOurs);
        if (agent.isPresent()) {
            String reason = LostAgents.get().reason(agent.get()).orElse("it is not connected any more");
            context.get(TaskListener.class).getLogger().println("Lost agent " + agent.get() + ": " + reason);
        }
        return agent.isPresent();
    }

    /** On which agent it happened: the innermost {@code node} around the step that failed. */
    private static Optional<String> agent(Throwable error, StepContext context)
            throws IOException, InterruptedException {
        FlowExecution execution = context.get(FlowExecution.class);
        FlowNode origin = execution == null ? null : ErrorAction.findOrigin(error, execution);
        if (origin == null) {
            return Optional.empty();
        }
        FlowNode start = origin instanceof BlockEndNode<?> end ? end.getStartNode() : origin;
        return Stream.concat(Stream.of(start), start.getEnclosingBlocks().stream())
                .map(node -> node.getPersistentAction(WorkspaceAction.class))
                .filter(action -> action != null)
                .map(WorkspaceAction::getNode)
                .findFirst();
    }

    @Extension(optional = true)
    @Symbol("proxmoxAgent")
    public static final class DescriptorImpl extends ErrorConditionDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Lost agents in Proxmox guests";
        }
    }
}
