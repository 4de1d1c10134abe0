package io.jenkins.plugins.proxmox.pipelineunit;

import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.AwaitGuest;
import io.jenkins.plugins.proxmox.core.operation.AwaitedState;
import io.jenkins.plugins.proxmox.core.operation.GuestFilter;
import io.jenkins.plugins.proxmox.core.operation.ListGuests;
import io.jenkins.plugins.proxmox.core.operation.LookAtGuest;
import io.jenkins.plugins.proxmox.core.operation.SendRequest;
import io.jenkins.plugins.proxmox.core.operation.Values;
import io.jenkins.plugins.proxmox.pipelineunit.StepBindings.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The steps that look, wait and send requests. */
final class LookBindings {
    private LookBindings() {}

    static Map<String, Function<Map<String, Object>, Bound<?>>> all() {
        return Map.of(
                "proxmoxGuest", arguments -> guest(new StepArguments("proxmoxGuest", arguments)),
                "proxmoxGuests", arguments -> guests(new StepArguments("proxmoxGuests", arguments)),
                "proxmoxWaitFor", arguments -> waitFor(new StepArguments("proxmoxWaitFor", arguments)),
                "proxmoxRequest", arguments -> request(new StepArguments("proxmoxRequest", arguments)));
    }

    private static Bound<Map<String, Object>> guest(StepArguments arguments) {
        return StepBindings.bound(
                arguments,
                new LookAtGuest(Values.guest(arguments.value("guest")), arguments.flag("addresses")),
                guest -> guest);
    }

    private static Bound<List<Map<String, Object>>> guests(StepArguments arguments) {
        GuestFilter filter = new GuestFilter()
                .node(arguments.text("node"))
                .pool(arguments.text("pool"))
                .tag(arguments.text("tag"))
                .type(arguments.text("type"))
                .status(arguments.text("status"))
                .template(arguments.truth("template"))
                .name(arguments.text("name"))
                .own(arguments.truth("own"));
        return StepBindings.bound(arguments, new ListGuests(filter), ArrayList::new);
    }

    private static Bound<GuestFacts> waitFor(StepArguments arguments) {
        return StepBindings.bound(
                arguments,
                new AwaitGuest(Values.guest(arguments.value("guest")), AwaitedState.parse(arguments.text("state"))),
                GuestFacts::toMap);
    }

    private static Bound<Object> request(StepArguments arguments) {
        return StepBindings.bound(
                arguments,
                new SendRequest(
                        Optional.ofNullable(arguments.text("method")).orElse("GET"),
                        arguments.text("path"),
                        Values.lines(arguments.value("parameters")),
                        Optional.ofNullable(arguments.truth("wait")).orElse(true)),
                answer -> answer);
    }
}
