package io.jenkins.plugins.proxmox.cloud.agent;

import io.jenkins.plugins.proxmox.core.operation.Memo;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.run.AgentOperation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this controller knows to be in a cluster on behalf of an agent that it has or had: what takes up room there.
 *
 * @param node where it is; empty if that is not known, or not decided yet
 */
record Remnant(AgentOwner owner, Optional<String> node) {
    /**
     * All of a connection, by operation. They are looked for in the order in which guests are handed on, so that none is
     * overlooked that is handed on meanwhile.
     */
    static Map<String, Remnant> all(String connection) {
        Map<String, Remnant> all = new LinkedHashMap<>();
        AgentFleet.agents().stream()
                .filter(agent -> agent.getConnection().equals(connection))
                .forEach(agent -> all.putIfAbsent(agent.operation(), new Remnant(agent.owner(), node(agent))));
        AgentOperation.all().stream()
                .filter(begun -> begun.connection().equals(connection))
                .forEach(begun -> AgentOwner.parse(begun.owner())
                        .ifPresent(owner -> all.putIfAbsent(begun.id(), new Remnant(owner, node(begun)))));
        for (Mark mark : AgentOperation.waitingToBeDestroyed(connection)) {
            AgentOwner.parse(mark.owner())
                    .ifPresent(owner -> all.putIfAbsent(mark.operation(), new Remnant(owner, Optional.empty())));
        }
        return all;
    }

    private static Optional<String> node(ProxmoxAgent agent) {
        return agent.guest()
                .map(AgentGuest::node)
                .or(() -> AgentOperation.find(agent.operation()).flatMap(Remnant::node));
    }

    private static Optional<String> node(AgentOperation.Begun begun) {
        return begun.guest().map(Memo.Subject::node);
    }
}
