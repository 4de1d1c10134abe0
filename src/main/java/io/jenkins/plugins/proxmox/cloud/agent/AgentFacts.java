package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.Util;
import hudson.model.Computer;
import hudson.model.Run;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.run.GuestRecord;
import java.util.List;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.springframework.security.access.AccessDeniedException;

/**
 * What people and the remote API get to see of an agent. Nothing of it needs Proxmox VE.
 *
 * @param name of the agent
 * @param state one word: {@code making}, {@code connecting}, {@code online}, {@code offline} or {@code ending}
 * @param stage what happened last before it was online; null if that is over, or for those who may not know
 * @param cloud by its name, or its id if it is configured no longer
 * @param template by its name
 * @param connection by its name; null for those who may not know
 * @param guest its guest; null if there is none yet, or for those who may not know
 * @param created when it was begun, in milliseconds since 1970
 * @param uses how many builds it has run
 * @param mostUses how many it runs at most; null for any number
 * @param builds that it runs, as far as they may be known
 */
@ExportedBean(defaultVisibility = 999)
public record AgentFacts(
        @Exported String name,
        @Exported String state,
        @Exported String stage,
        @Exported String cloud,
        @Exported String template,
        @Exported String connection,
        @Exported GuestRecord guest,
        @Exported long created,
        @Exported int uses,
        @Exported Integer mostUses,
        @Exported List<String> builds) {

    /** As the one who asks may see it: what tells of the infrastructure needs the permission to read the agent's configuration. */
    public static AgentFacts of(ProxmoxAgent agent) {
        Computer computer = agent.toComputer();
        boolean all = agent.hasPermission(Computer.EXTENDED_READ);
        AgentState state = AgentState.of(agent);
        return new AgentFacts(
                agent.getNodeName(),
                state.word(),
                all && state.isComing() && computer instanceof ProxmoxComputer ours ? ours.stage() : null,
                CloudSettings.find(agent.getCloudId()).map(cloud -> cloud.name).orElse(agent.getCloudId()),
                agent.getTemplate().getName(),
                all ? agent.getConnection() : null,
                all ? guest(agent) : null,
                agent.created().toEpochMilli(),
                agent.use().ended(),
                agent.getTemplate().getLife().uses().stream()
                        .boxed()
                        .findFirst()
                        .orElse(null),
                agent.use().running().stream()
                        .map(AgentFacts::build)
                        .filter(Objects::nonNull)
                        .sorted()
                        .toList());
    }

    private static GuestRecord guest(ProxmoxAgent agent) {
        return agent.guest()
                .map(guest -> GuestRecord.of(
                        guest.subject(),
                        CloudSettings.configured(agent.getConnection())
                                .map(connection -> connection.getUrl())
                                .orElse("")))
                .orElse(null);
    }

    private static String build(String id) {
        try {
            return AgentUse.run(id).<String>map(Run::getFullDisplayName).orElse(null);
        } catch (AccessDeniedException e) {
            return null;
        }
    }

    /** For people. */
    public String age() {
        return Util.getTimeSpanString(Math.max(0, System.currentTimeMillis() - created));
    }

    /** {@code 3 of 10} builds. */
    public String count() {
        return mostUses == null ? String.valueOf(uses) : uses + " of " + mostUses;
    }

    /** Where its page is, seen from the root of Jenkins. */
    public String url() {
        return "computer/" + Util.rawEncode(name) + "/";
    }
}
