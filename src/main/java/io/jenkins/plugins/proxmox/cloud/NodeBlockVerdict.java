package io.jenkins.plugins.proxmox.cloud;

import hudson.Extension;
import hudson.model.Queue;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.actions.WorkspaceAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.BlockEndNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Blocks of pipelines that have an agent: whether an error has left the block; the pipeline may go on. */
@Extension(optional = true)
public final class NodeBlockVerdict implements BuildVerdict {
    @Override
    public boolean hasFailed(Queue.Executable executable, ProxmoxAgent agent) {
        Queue.Executable build = executable == null
                ? null
                : executable.getParent().getOwnerTask().getOwnerExecutable();
        FlowExecutionOwner owner =
                build instanceof FlowExecutionOwner.Executable flow ? flow.asFlowExecutionOwner() : null;
        if (owner == null) {
            return false;
        }
        try {
            return owner.get().getCurrentHeads().stream().anyMatch(head -> hasFailed(head, agent));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean hasFailed(FlowNode head, ProxmoxAgent agent) {
        ErrorAction error = head.getError();
        return error != null
                && !(error.getError() instanceof FlowInterruptedException)
                && head instanceof BlockEndNode<?> end
                && Stream.concat(Stream.of(end.getStartNode()), parent(end.getStartNode()).stream())
                        .map(start -> start.getAction(WorkspaceAction.class))
                        .anyMatch(place -> place != null && place.getNode().equals(agent.getNodeName()));
    }

    private static Optional<FlowNode> parent(FlowNode node) {
        return node.getEnclosingBlocks().stream().findFirst().map(FlowNode.class::cast);
    }
}
