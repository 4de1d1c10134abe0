package io.jenkins.plugins.proxmox.cloud.pipeline;

import hudson.Extension;
import hudson.model.Queue;
import io.jenkins.plugins.proxmox.cloud.agent.BuildVerdict;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jenkinsci.plugins.workflow.actions.WorkspaceAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.BlockEndNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Blocks of pipelines that have an agent: whether an error has left the block; the pipeline may go on. */
@Extension(optional = true)
public final class NodeBlockVerdict implements BuildVerdict {
    /** What has just ended is not far from where the pipeline is now. */
    private static final int MOST_NODES = 1000;

    @Override
    public boolean hasFailed(Queue.Executable executable, ProxmoxAgent agent) {
        Queue.Executable build =
                executable == null ? null : executable.getParent().getOwnerExecutable();
        FlowExecutionOwner owner =
                build instanceof FlowExecutionOwner.Executable flow ? flow.asFlowExecutionOwner() : null;
        if (owner == null) {
            return false;
        }
        try {
            return lastBlock(owner.get(), agent)
                    .flatMap(end -> Optional.ofNullable(end.getError()))
                    .filter(error -> !(error.getError() instanceof FlowInterruptedException))
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** The end of it is there before the agent is let go; the pipeline may have gone on since, or have ended. */
    private static Optional<FlowNode> lastBlock(FlowExecution execution, ProxmoxAgent agent) {
        DepthFirstScanner scanner = new DepthFirstScanner();
        scanner.setup(execution.getCurrentHeads());
        Iterable<FlowNode> nodes = () -> scanner;
        return StreamSupport.stream(nodes.spliterator(), false)
                .limit(MOST_NODES)
                .filter(node -> node instanceof BlockEndNode<?> end && isOn(end.getStartNode(), agent))
                .max(Comparator.comparing((FlowNode node) -> node.getId().length())
                        .thenComparing(FlowNode::getId));
    }

    private static boolean isOn(FlowNode start, ProxmoxAgent agent) {
        return Stream.concat(Stream.of(start), parent(start).stream())
                .map(node -> node.getAction(WorkspaceAction.class))
                .anyMatch(place -> place != null && place.getNode().equals(agent.getNodeName()));
    }

    private static Optional<FlowNode> parent(FlowNode node) {
        return node.getEnclosingBlocks().stream().findFirst().map(FlowNode.class::cast);
    }
}
