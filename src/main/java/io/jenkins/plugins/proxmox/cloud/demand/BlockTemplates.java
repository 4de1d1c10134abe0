package io.jenkins.plugins.proxmox.cloud.demand;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.labels.LabelAtom;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.run.BuildState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import jenkins.model.NodeListener;

/**
 * The templates that blocks of pipelines have for themselves at this moment. Kept in memory only: after a restart each block
 * that goes on brings its own back, and agents that there are already have a copy. So nothing is left of a block that does
 * not go on.
 */
@Extension
public final class BlockTemplates extends NodeListener {
    private record Open(String cloud, ProxmoxTemplate template) {}

    private final Map<String, Open> open = new ConcurrentHashMap<>();

    public static BlockTemplates get() {
        return ExtensionList.lookupSingleton(BlockTemplates.class);
    }

    /**
     * From now on the cloud makes agents of it.
     *
     * @param cloud the cloud's id
     */
    public void open(String cloud, ProxmoxTemplate template) {
        open.put(template.getLabels(), new Open(cloud, template));
        // After a restart a build can be in the queue already.
        Queue.getInstance().scheduleMaintenance();
        QueueReview.soon();
    }

    /** The block is over, and so are its agents. */
    public void close(String label) {
        open.remove(label);
        endAgents(template -> template.getLabels().equals(label));
    }

    /** What serves a label besides the cloud's own templates; a label that just does not exclude a block's is not enough. */
    public List<ProxmoxTemplate> serving(CloudSettings cloud, Label label) {
        return called(label)
                .filter(it -> it.cloud().equals(cloud.getId()))
                .map(Open::template)
                .filter(template -> template.serves(label))
                .toList();
    }

    /** Whether the build names the label of a block that is not its own, which no agent is made for. */
    boolean isForeign(Queue.Item item) {
        return called(item.getAssignedLabel()).anyMatch(it -> it.template().refuses(item));
    }

    private Stream<Open> called(Label label) {
        return label == null || open.isEmpty()
                ? Stream.empty()
                : label.listAtoms().stream()
                        .map(LabelAtom::getName)
                        .map(open::get)
                        .filter(Objects::nonNull);
    }

    private static void endAgents(Predicate<ProxmoxTemplate> which) {
        AgentFleet.agents().stream()
                .filter(agent -> agent.getTemplate().reservedFor().isPresent())
                .filter(agent -> which.test(agent.getTemplate()))
                // Somebody wants to look at what a failed build has left.
                .filter(agent -> agent.use().keptFor().isEmpty())
                .forEach(BlockTemplates::end);
    }

    private static void end(ProxmoxAgent agent) {
        if (agent.toComputer() instanceof ProxmoxComputer computer) {
            computer.end("the block that it was made for is over");
        }
    }

    private void ended(String build) {
        open.values().stream()
                .map(Open::template)
                .filter(template -> template.reservedFor().filter(build::equals).isPresent())
                .forEach(template -> close(template.getLabels()));
        endAgents(template -> template.reservedFor().filter(build::equals).isPresent());
    }

    /** One that was on its way here when its block ended. */
    @Override
    protected void onCreated(Node node) {
        if (node instanceof ProxmoxAgent agent
                && agent.getTemplate().reservedFor().isPresent()
                && !open.containsKey(agent.getTemplate().getLabels())) {
            end(agent);
        }
    }

    /** Builds that end without their blocks hearing of it. */
    @Extension
    public static final class Builds extends RunListener<Run<?, ?>> {
        @Override
        public void onCompleted(Run<?, ?> build, TaskListener listener) {
            get().ended(build.getExternalizableId());
        }

        @Override
        public void onDeleted(Run<?, ?> build) {
            get().ended(build.getExternalizableId());
        }
    }

    /** Builds that have ended with the controller, and those that are called differently from now on. */
    @Extension
    public static final class Items extends ItemListener {
        @Override
        public void onLoaded() {
            endAgents(template -> !BuildState.goesOn(template.reservedFor().orElseThrow()));
        }

        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            get().open
                    .values()
                    .forEach(it ->
                            it.template().renameBuild(build -> BuildState.moved(build, oldFullName, newFullName)));
        }
    }
}
