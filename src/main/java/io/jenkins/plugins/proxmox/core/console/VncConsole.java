package io.jenkins.plugins.proxmox.core.console;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.task.Upid;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.Optional;

/**
 * A door to a console for a program that speaks VNC.
 *
 * @param user whom the ticket is for
 * @param ticket a secret: lets the visitor in, as the parameter {@code vncticket} of {@code GET .../vncwebsocket} too;
 *     from PVE 8 on it may begin with the password and a colon
 * @param port on the node, 5900 to 5999
 * @param certificate of the authority of the cluster, in PEM
 * @param upid the task behind the door
 * @param password a secret: what the VNC protocol asks for; if there is none, that is the ticket
 */
public record VncConsole(
        String user,
        String ticket,
        int port,
        Optional<String> certificate,
        Optional<Upid> upid,
        Optional<String> password) {
    static VncConsole of(Reply data, GuestType type) {
        return new VncConsole(
                data.text("user").orElse(""),
                Consoles.required(data, "ticket", type),
                Consoles.port(data, type),
                data.text("cert"),
                data.text("upid").flatMap(Upid::find),
                data.text("password"));
    }

    /** Without what lets people in. */
    @Override
    public String toString() {
        return "VNC console for " + user + " on port " + port;
    }
}
