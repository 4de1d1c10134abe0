package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestCommands;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import java.util.List;

/** Commands that the guest agent runs. */
final class AgentExecCalls {
    private static final String AGENT = GuestCalls.pathOf(GuestKind.VIRTUAL_MACHINE) + "/agent/";

    private final AgentCalls agents;

    AgentExecCalls(AgentCalls agents) {
        this.agents = agents;
    }

    void register(Routes routes) {
        routes.on("POST", AGENT + "exec", this::execute).on("GET", AGENT + "exec-status", this::status);
    }

    private Answer execute(Call call) {
        Guest guest = agents.answering(call);
        // Version 7 has the words of the command in one text, separated by NUL.
        List<String> command = call.parameters().getOrDefault("command", List.of()).stream()
                .flatMap(text -> List.of(text.split("\0")).stream())
                .toList();
        int pid = guest.system().commands().run(command, call.find("input-data").orElse(""));
        return Answer.of(Facts.of("pid", pid));
    }

    private Answer status(Call call) {
        GuestCommands.Result result = agents.answering(call)
                .system()
                .commands()
                .take(call.number("pid"))
                // The agent tells an outcome only once.
                .orElseThrow(() -> ApiException.failure("Agent error: Invalid parameter 'pid'"));
        Facts facts = Facts.of("exited", true).with("exitcode", result.exitCode());
        if (!result.output().isEmpty()) {
            facts.with("out-data", result.output()).with("out-truncated", false);
        }
        if (!result.errors().isEmpty()) {
            facts.with("err-data", result.errors()).with("err-truncated", false);
        }
        return Answer.of(facts);
    }
}
