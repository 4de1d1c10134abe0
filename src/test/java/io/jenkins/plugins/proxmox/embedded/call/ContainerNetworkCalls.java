package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.GuestSystem;
import io.jenkins.plugins.proxmox.embedded.state.Networks;
import java.util.ArrayList;
import java.util.List;

/** The network interfaces of running containers. */
final class ContainerNetworkCalls {
    private final Services services;

    ContainerNetworkCalls(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        routes.on("GET", GuestCalls.pathOf(GuestKind.CONTAINER) + "/interfaces", this::interfaces);
    }

    private Answer interfaces(Call call) {
        Guest guest = services.dataCenter().guest(GuestKind.CONTAINER, call.node(), call.vmid());
        if (!guest.isRunning()) {
            return Answer.nothing();
        }
        // Right after the start the interfaces are there, but have no addresses yet.
        boolean up = guest.isBooted();
        List<GuestSystem.Interface> interfaces = new ArrayList<>();
        interfaces.add(new GuestSystem.Interface("lo", "00:00:00:00:00:00", List.of("127.0.0.1/8", "::1/128")));
        interfaces.addAll(Networks.inside(guest));
        return Answer.of(interfaces.stream()
                .map(device -> entry(device, up ? device.addresses() : List.of()))
                .toList());
    }

    private static Facts entry(GuestSystem.Interface device, List<String> addresses) {
        Facts entry = Facts.of("name", device.name());
        List<Facts> list = new ArrayList<>();
        for (String text : addresses) {
            String[] parts = text.split("/");
            String family = text.contains(":") ? "inet6" : "inet";
            // Of several addresses of a family the last one stays.
            entry.put(family, text);
            // The prefix is a text here, but a number in the words of the guest agent.
            list.add(Facts.of("ip-address", parts[0])
                    .with("ip-address-type", family)
                    .with("prefix", parts[1]));
        }
        return entry.with("ip-addresses", list)
                .with("hardware-address", device.mac())
                .with("hwaddr", device.mac());
    }
}
