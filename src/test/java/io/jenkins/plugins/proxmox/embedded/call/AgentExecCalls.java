package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestCommands;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Commands that the guest agent runs. */
final class AgentExecCalls {
    private final Services services;
    private final AgentCalls agents;

    AgentExecCalls(Services services, AgentCalls agents) {
        this.services = services;
        this.agents = agents;
    }

    void register(Routes routes) {
        routes.on("POST", AgentCalls.PATH + "exec", this::execute)
                .on("GET", AgentCalls.PATH + "exec-status", this::status);
    }

    private Answer execute(Call call) {
        // Version 7 has the words of the command in one text, separated by NUL.
        List<String> command = call.parameters().getOrDefault("command", List.of()).stream()
                .flatMap(text -> List.of(text.split("\0")).stream())
                .toList();
        byte[] input = Wide.bytes(call.find("input-data").orElse(""), wideText());
        if (command.isEmpty() && !call.has("input-data")) {
            throw ApiException.failure("command or input-data (or both) required");
        }
        Guest guest = agents.answering(call, "exec");
        if (command.isEmpty()) {
            throw ApiException.failure("Agent error: Parameter 'path' is missing");
        }
        int pid = guest.system().commands().run(command, new String(input, StandardCharsets.UTF_8));
        return Answer.of(Facts.of("pid", pid));
    }

    /** The text with which Perl's encoder gives up, and the line in which it does. */
    private String wideText() {
        int line =
                switch (services.version()) {
                    case V7 -> 81;
                    case V8 -> 82;
                    case V9 -> 135;
                };
        return "Wide character in subroutine entry at /usr/share/perl5/PVE/QemuServer/Agent.pm line " + line + ".";
    }

    private Answer status(Call call) {
        GuestCommands commands = agents.answering(call, "exec-status").system().commands();
        GuestCommands.Result result = commands.take(call.number("pid"))
                // The agent tells an outcome only once.
                .orElseThrow(() -> ApiException.failure("Agent error: Invalid parameter 'pid'"));
        if (result.runs()) {
            return Answer.of(new Facts().with("exited", false));
        }
        Facts facts = new Facts().with("exited", true);
        if (result.signal() > 0) {
            facts.put("signal", result.signal());
        } else {
            facts.put("exitcode", result.exitCode());
        }
        output(facts, "out", result.output(), commands.outputLimit());
        output(facts, "err", result.errors(), commands.outputLimit());
        return Answer.of(facts);
    }

    private static void output(Facts facts, String name, byte[] bytes, int limit) {
        if (bytes.length > 0) {
            byte[] kept = bytes.length > limit ? Arrays.copyOf(bytes, limit) : bytes;
            facts.with(name + "-data", Wide.text(kept)).with(name + "-truncated", bytes.length > limit);
        }
    }
}
