package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
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
        List<Facts> entries = new ArrayList<>();
        entries.add(entry("lo", "00:00:00:00:00:00", up ? "127.0.0.1/8" : "", up ? "::1/128" : ""));
        for (Networks.Device device : Networks.devices(guest)) {
            String linkLocal = Networks.linkLocal(device.mac()) + "/64";
            entries.add(entry(device.name(), device.mac(), up ? device.address() : "", up ? linkLocal : ""));
        }
        return Answer.of(entries);
    }

    private static Facts entry(String name, String mac, String address, String address6) {
        Facts entry = Facts.of("name", name).with("hwaddr", mac).with("hardware-address", mac);
        List<Facts> addresses = new ArrayList<>();
        if (!address.isEmpty()) {
            entry.put("inet", address);
            entry.put("inet6", address6);
            addresses.add(address(address, "inet"));
            addresses.add(address(address6, "inet6"));
        }
        entry.put("ip-addresses", addresses);
        return entry;
    }

    private static Facts address(String text, String type) {
        String[] parts = text.split("/");
        // The prefix is a text here, but a number in the words of the guest agent.
        return Facts.of("ip-address", parts[0]).with("ip-address-type", type).with("prefix", parts[1]);
    }
}
