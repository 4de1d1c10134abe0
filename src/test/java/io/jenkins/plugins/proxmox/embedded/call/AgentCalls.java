package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Networks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The guest agent inside virtual machines. */
final class AgentCalls {
    private static final String AGENT = GuestCalls.pathOf(GuestKind.VIRTUAL_MACHINE) + "/agent/";

    private final Services services;

    AgentCalls(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        routes.on("POST", AGENT + "ping", call -> result(call, guest -> Map.of()))
                .on("GET", AGENT + "network-get-interfaces", call -> result(call, AgentCalls::interfaces))
                .on("GET", AGENT + "get-host-name", call -> result(call, guest -> Map.of("host-name", guest.name())))
                .on("GET", AGENT + "get-osinfo", call -> result(call, guest -> osInfo()))
                .on("POST", AGENT + "file-write", this::writeFile)
                .on("GET", AGENT + "file-read", this::readFile);
    }

    /** Whether an agent is there and up. */
    static boolean answers(Guest guest) {
        return guest.system().hasAgent() && guest.isBooted();
    }

    /** The guest of a call, if its agent can be asked. */
    Guest answering(Call call) {
        Guest guest = services.dataCenter().guest(GuestKind.VIRTUAL_MACHINE, call.node(), call.vmid());
        if (!guest.isRunning()) {
            throw ApiException.failure("VM " + guest.vmid() + " is not running");
        }
        if (!GuestFacts.isAgentConfigured(guest)) {
            throw ApiException.failure("No QEMU guest agent configured");
        }
        if (!answers(guest)) {
            throw ApiException.failure("QEMU guest agent is not running");
        }
        return guest;
    }

    private Answer result(Call call, Function<Guest, Object> command) {
        return Answer.of(Facts.of("result", command.apply(answering(call))));
    }

    private static Object interfaces(Guest guest) {
        List<Facts> interfaces = new ArrayList<>();
        interfaces.add(entry(
                "lo", "00:00:00:00:00:00", List.of(address("127.0.0.1", "ipv4", 8), address("::1", "ipv6", 128))));
        for (Networks.Device device : Networks.devices(guest)) {
            String[] parts = device.address().split("/");
            interfaces.add(entry(
                    device.name(),
                    device.mac(),
                    List.of(
                            address(parts[0], "ipv4", Integer.parseInt(parts[1])),
                            address(Networks.linkLocal(device.mac()), "ipv6", 64))));
        }
        return interfaces;
    }

    private static Facts entry(String name, String mac, List<Facts> addresses) {
        return Facts.of("name", name)
                .with("hardware-address", mac)
                .with("ip-addresses", addresses)
                .with(
                        "statistics",
                        Facts.of("rx-bytes", 0)
                                .with("rx-packets", 0)
                                .with("tx-bytes", 0)
                                .with("tx-packets", 0));
    }

    private static Facts address(String address, String type, int prefix) {
        return Facts.of("ip-address", address).with("ip-address-type", type).with("prefix", prefix);
    }

    private static Object osInfo() {
        return Facts.of("id", "debian")
                .with("name", "Debian GNU/Linux")
                .with("pretty-name", "Debian GNU/Linux 12 (bookworm)")
                .with("version", "12 (bookworm)")
                .with("version-id", "12")
                .with("machine", "x86_64")
                .with("kernel-release", "6.1.0-50-cloud-amd64");
    }

    private Answer writeFile(Call call) {
        Guest guest = answering(call);
        guest.system().files().put(call.text("file"), call.text("content").getBytes(StandardCharsets.UTF_8));
        return Answer.nothing();
    }

    private Answer readFile(Call call) {
        byte[] content = answering(call).system().files().get(call.text("file"));
        if (content == null) {
            throw ApiException.failure("Agent error: failed to open file '" + call.text("file")
                    + "' (mode: 'r'): No such file or directory");
        }
        return Answer.of(
                Facts.of("content", new String(content, StandardCharsets.UTF_8)).with("bytes-read", content.length));
    }
}
