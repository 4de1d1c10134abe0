package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import java.util.List;
import java.util.stream.Stream;

/** Lists of guests and their states. */
final class GuestCalls {
    private static final String INDEX =
            "config cloudinit pending status unlink vncproxy termproxy migrate resize move rrd"
                    + " rrddata monitor agent snapshot spiceproxy sendkey firewall mtunnel remote_migrate";

    private final Services services;
    private final GuestKind kind;

    GuestCalls(Services services, GuestKind kind) {
        this.services = services;
        this.kind = kind;
    }

    /** The path of the calls about one guest. */
    static String pathOf(GuestKind kind) {
        return "/nodes/{node}/" + kind.path() + "/{vmid}";
    }

    void register(Routes routes) {
        routes.on("GET", "/nodes/{node}/" + kind.path(), this::list)
                .on("GET", pathOf(kind), call -> index())
                .on("GET", pathOf(kind) + "/status/current", this::current);
    }

    private Answer list(Call call) {
        List<Guest> guests = services.dataCenter().guests().stream()
                .filter(guest -> guest.kind() == kind && guest.node().equals(call.node()))
                .filter(guest -> services.permissions().has(call.caller(), "/vms/" + guest.vmid(), "VM.Audit"))
                .toList();
        return Answer.of(guests.stream().map(GuestFacts::brief).toList());
    }

    private Answer index() {
        return Answer.of(Stream.of(INDEX.split(" "))
                .map(name -> Facts.of("subdir", name))
                .toList());
    }

    private Answer current(Call call) {
        return Answer.of(GuestFacts.current(services.dataCenter().guest(kind, call.node(), call.vmid())));
    }
}
