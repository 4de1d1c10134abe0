package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The guest agent inside virtual machines: commands without parameters. */
final class AgentCalls {
    static final String PATH = GuestCalls.pathOf(GuestKind.VIRTUAL_MACHINE) + "/agent/";
    /** What is allowed while the file systems are frozen. */
    private static final Set<String> HARMLESS = Set.of("ping", "info", "fsfreeze-status", "fsfreeze-thaw");

    private static final int FILE_SYSTEMS = 2;

    /** In seconds. */
    private static final double PING = 3;

    private final Services services;

    AgentCalls(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        AgentFacts facts = new AgentFacts(services.dataCenter());
        on(routes, "POST", "ping", guest -> Map.of());
        on(routes, "GET", "info", guest -> AgentFacts.info());
        on(routes, "GET", "network-get-interfaces", AgentFacts::interfaces);
        on(routes, "GET", "get-host-name", guest -> Map.of("host-name", guest.name()));
        on(routes, "GET", "get-osinfo", guest -> AgentFacts.system());
        on(routes, "GET", "get-time", guest -> facts.time());
        on(routes, "GET", "get-timezone", guest -> Facts.of("zone", "UTC").with("offset", 0));
        on(routes, "GET", "get-users", guest -> List.of());
        on(routes, "GET", "get-vcpus", AgentFacts::processors);
        on(routes, "GET", "get-fsinfo", AgentFacts::fileSystems);
        on(routes, "POST", "fstrim", guest -> AgentFacts.trimmed());
        on(routes, "POST", "fsfreeze-status", guest -> guest.system().isFrozen() ? "frozen" : "thawed");
        on(routes, "POST", "fsfreeze-freeze", guest -> freeze(guest, true));
        on(routes, "POST", "fsfreeze-thaw", guest -> freeze(guest, false));
    }

    private void on(Routes routes, String method, String command, Function<Guest, Object> what) {
        routes.on(method, PATH + command, call -> {
            Guest guest = available(call);
            // Other than with commands that have parameters, an error of the agent is no error of the call.
            Object result = isAllowed(guest, command)
                    ? what.apply(guest)
                    : Facts.of("error", Facts.of("class", "CommandNotFound").with("desc", frozenText(command)));
            return Answer.of(Facts.of("result", result));
        });
    }

    private static boolean isAllowed(Guest guest, String command) {
        return !guest.system().isFrozen() || HARMLESS.contains(command);
    }

    private static String frozenText(String command) {
        return "Command guest-" + command + " has been disabled: the agent is in frozen state";
    }

    /** @return how many file systems it is about */
    private static Object freeze(Guest guest, boolean frozen) {
        int changed = guest.system().isFrozen() == frozen ? 0 : FILE_SYSTEMS;
        guest.system().setFrozen(frozen);
        return changed;
    }

    /** Whether an agent is there and up. */
    static boolean answers(Guest guest) {
        return guest.system().hasAgent() && GuestFacts.isAgentConfigured(guest) && guest.isBooted();
    }

    /**
     * Whether an agent answers the ping that comes before each command, for which the worker waits 3 s. QEMU keeps a question
     * until somebody inside reads it, so a guest that comes up meanwhile answers at that moment.
     */
    private boolean answersInTime(Guest guest) {
        if (answers(guest)) {
            return true;
        }
        return services.workers().holding(guest.node(), () -> {
            long end = System.nanoTime() + services.seconds(PING).toNanos();
            boolean over = false;
            while (!over && !answers(guest) && guest.isRunning()) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                // A boot that ends by itself signals nothing.
                Duration boot = guest.system().bootTime().minus(guest.uptime()).plusMillis(1);
                boolean comesUp = !boot.isNegative() && boot.compareTo(left) < 0;
                services.dataCenter().lock().await(() -> answers(guest) || !guest.isRunning(), comesUp ? boot : left);
                over = System.nanoTime() >= end;
            }
            return answers(guest);
        });
    }

    /** The guest of a call, if its agent can be asked. */
    private Guest available(Call call) {
        Guest guest = services.dataCenter().guest(GuestKind.VIRTUAL_MACHINE, call.node(), call.vmid());
        // One that is configured but disabled is only found not to answer.
        if (guest.setting("agent").isEmpty()) {
            throw ApiException.failure("No QEMU guest agent configured");
        }
        if (!guest.isRunning()) {
            throw ApiException.failure("VM " + guest.vmid() + " is not running");
        }
        if (!answersInTime(guest)) {
            throw ApiException.failure("QEMU guest agent is not running");
        }
        return guest;
    }

    /** The guest of a call, if its agent takes a command. */
    Guest answering(Call call, String command) {
        Guest guest = available(call);
        if (!isAllowed(guest, command)) {
            throw ApiException.failure("Agent error: " + frozenText(command));
        }
        return guest;
    }
}
