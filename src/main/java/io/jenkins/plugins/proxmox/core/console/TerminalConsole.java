package io.jenkins.plugins.proxmox.core.console;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.task.Upid;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.Optional;

/**
 * A door to a terminal, reached through {@code GET .../vncwebsocket} of the API.
 *
 * @param user whom the ticket is for
 * @param ticket a secret: lets the visitor in
 * @param port on the node, 5900 to 5999
 * @param upid the task behind the door
 */
public record TerminalConsole(String user, String ticket, int port, Optional<Upid> upid) {
    static TerminalConsole of(Reply data, GuestType type) {
        return new TerminalConsole(
                data.text("user").orElse(""),
                Consoles.required(data, "ticket", type),
                Consoles.port(data, type),
                data.text("upid").flatMap(Upid::find));
    }

    /** Without what lets people in. */
    @Override
    public String toString() {
        return "terminal for " + user + " on port " + port;
    }
}
