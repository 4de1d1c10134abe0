package io.jenkins.plugins.proxmox.core.console;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.task.Tasks;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.Optional;

/**
 * Opens doors to the consoles of a guest. Each needs {@code VM.Console} on the guest, and begins a task on its node that
 * ends by itself if nobody comes within 10 s.
 */
public final class Consoles {
    private final Tasks tasks;
    private final ApiPath guest;
    private final GuestType type;

    /**
     * @param guest the guest's path, {@code /nodes/{node}/qemu/{vmid}} or {@code /nodes/{node}/lxc/{vmid}}
     */
    public Consoles(Tasks tasks, ApiPath guest, GuestType type) {
        this.tasks = tasks;
        this.guest = guest;
        this.type = type;
    }

    /**
     * Opens the display of a VM, or the terminal of a container as a picture: {@code POST .../vncproxy}.
     *
     * @param websocket whether the visitor comes through {@code GET .../vncwebsocket} of the API instead of connecting to
     *     the port of the node
     */
    public VncConsole vnc(boolean websocket) {
        ApiRequest request = post("vncproxy");
        Reply data = open(websocket ? request.with("websocket", true) : request);
        return VncConsole.of(data, type);
    }

    /**
     * Opens the terminal of a container, or of a VM that has a serial port: {@code POST .../termproxy}. A VM without one
     * shows in the failure of the task.
     */
    public TerminalConsole terminal() {
        return TerminalConsole.of(open(post("termproxy")), type);
    }

    /**
     * Opens the display of a VM with the display {@code qxl} or {@code virtio}, or the terminal of a container, for a
     * program that speaks SPICE: {@code POST .../spiceproxy}.
     *
     * @param proxy the name or address of the node through which to connect; by default the one that has the guest
     * @throws ProxmoxException with {@link Problem.Unsupported} if the VM has another display; {@link Problem.WrongState}
     *     if the guest is off
     */
    public SpiceConsole spice(Optional<String> proxy) {
        if (proxy.filter(String::isBlank).isPresent()) {
            throw ProxmoxException.invalid(
                    "proxy", "'" + proxy.get() + "' names no node; expected is a host name or an IP address");
        }
        return SpiceConsole.of(open(post("spiceproxy").with("proxy", proxy.map(String::trim))), type);
    }

    private ApiRequest post(String call) {
        return ApiRequest.post(guest.and(call));
    }

    private Reply open(ApiRequest request) {
        try {
            return tasks.client().call(request);
        } catch (ProxmoxException e) {
            if (String.valueOf(e.getMessage()).contains("no spice port")) {
                throw new ProxmoxException(
                        new Problem.Unsupported(),
                        e.getMessage() + "; the VM's display has to be qxl or virtio for it",
                        e);
            }
            throw e;
        }
    }

    /** What the reply has to hold, or there is no door. */
    static ProxmoxException missing(String what, GuestType type) {
        return new ProxmoxException(
                new Problem.Other(), "Proxmox VE told no " + what + " for the console of the " + type.noun());
    }

    static String required(Reply data, String name, GuestType type) {
        return data.text(name).orElseThrow(() -> missing(name, type));
    }

    static int port(Reply data, GuestType type) {
        return (int) data.number("port").orElseThrow(() -> missing("port", type));
    }
}
