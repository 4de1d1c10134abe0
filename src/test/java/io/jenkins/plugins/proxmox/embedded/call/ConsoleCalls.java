package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.PropertyString;
import io.jenkins.plugins.proxmox.embedded.task.Task;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Opens doors to consoles of guests; behind them is nobody, so that the tasks that wait for a visitor fail. */
final class ConsoleCalls {
    private static final int FIRST_PORT = 5900;
    private static final int FIRST_SPICE_PORT = 61000;
    private static final int PORTS = 100;
    private static final int PASSWORD_LENGTH = 8;
    /** How many seconds a visitor may take to come. */
    private static final int PATIENCE = 10;

    private final Services services;
    private final GuestKind kind;
    private int opened;

    ConsoleCalls(Services services, GuestKind kind) {
        this.services = services;
        this.kind = kind;
    }

    void register(Routes routes) {
        String path = GuestCalls.pathOf(kind);
        routes.on("POST", path + "/vncproxy", this::graphical)
                .on("POST", path + "/termproxy", this::terminal)
                .on("POST", path + "/spiceproxy", this::spice);
    }

    private Guest guest(Call call) {
        return services.dataCenter().guest(kind, call.node(), call.vmid());
    }

    private Answer graphical(Call call) {
        Guest guest = guest(call);
        Optional<String> password = needsPassword(call, guest) ? Optional.of(newPassword()) : Optional.empty();
        // So that those who take the ticket for the password go on working, it begins with the password.
        String prefix = services.version().atLeast(PveVersion.V8)
                ? password.map(text -> text + ":").orElse("")
                : "";
        Facts facts = open(call, prefix, "connection timed out");
        facts.put("cert", services.authority());
        password.ifPresent(text -> facts.put("password", text));
        return Answer.of(facts);
    }

    private boolean needsPassword(Call call, Guest guest) {
        if (!services.version().atLeast(PveVersion.V8)) {
            return call.flag("generate-password");
        }
        if (kind == GuestKind.CONTAINER) {
            return call.flag("websocket");
        }
        return call.flag("generate-password")
                || call.flag("websocket")
                || !vga(guest).startsWith("serial");
    }

    private Answer terminal(Call call) {
        guest(call);
        return Answer.of(open(call, "", "command '/usr/bin/termproxy' failed: exit code 1"));
    }

    private Facts open(Call call, String ticketPrefix, String failure) {
        int port = FIRST_PORT + opened++ % PORTS;
        Task task = services.runner()
                .start(
                        call.node(),
                        call.caller(),
                        TaskPlan.of("vncproxy", call.vmid())
                                .work(time -> services.seconds(PATIENCE))
                                .step(log -> {
                                    throw ApiException.failure(failure);
                                }));
        return Facts.of("user", call.caller().name())
                .with("ticket", ticketPrefix + services.tickets().consoleTicket("/vms/" + call.vmid()))
                .with("port", port)
                .with("upid", task.upid().toString());
    }

    private static String newPassword() {
        return ThreadLocalRandom.current()
                .ints(PASSWORD_LENGTH, '!', '`' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static String vga(Guest guest) {
        return guest.setting("vga")
                .map(PropertyString::parse)
                .map(text -> text.get("type").orElse(text.first()))
                .orElse("");
    }

    private Answer spice(Call call) {
        Guest guest = guest(call);
        if (!guest.isRunning()) {
            throw ApiException.failure(kind.word() + " " + call.vmid() + " not running");
        }
        if (kind.isVirtualMachine()
                && !vga(guest).startsWith("qxl")
                && !vga(guest).startsWith("virtio")) {
            throw ApiException.failure("no spice port");
        }
        int port = FIRST_SPICE_PORT + opened++ % PORTS;
        if (kind == GuestKind.CONTAINER) {
            services.runner()
                    .start(
                            call.node(),
                            call.caller(),
                            TaskPlan.of("spiceproxy", call.vmid()).work(time -> services.seconds(4 * PATIENCE)));
        }
        return Answer.of(viewer(call, guest, port));
    }

    /** The settings of a program on the user's computer. */
    private Facts viewer(Call call, Guest guest, int port) {
        String time = "%08x".formatted(services.dataCenter().now());
        String name = guest.setting("name").map(text -> " - " + text).orElse("");
        String title = kind.word() + " " + call.vmid() + (kind.isVirtualMachine() ? name : "");
        return Facts.of("secure-attention", "Ctrl+Alt+Ins")
                .with("toggle-fullscreen", "Shift+F11")
                .with("release-cursor", "Ctrl+Alt+R")
                .with("type", "spice")
                .with("title", title)
                .with(
                        "host",
                        "pvespiceproxy:" + time + ":" + call.vmid() + ":"
                                + call.node().toLowerCase(Locale.ROOT) + ":" + port + "::0123456789abcdef")
                .with("proxy", "http://" + call.find("proxy").orElse(call.node()) + ":3128")
                .with("tls-port", port)
                .with("host-subject", "OU=PVE Cluster Node,O=Proxmox Virtual Environment,CN=" + call.node())
                .with("ca", services.authority().replace("\n", "\\n"))
                .with("password", services.tickets().spicePassword())
                .with("delete-this-file", true);
    }
}
