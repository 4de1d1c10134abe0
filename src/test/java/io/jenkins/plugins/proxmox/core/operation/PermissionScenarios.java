package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.network.AddressChoice;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** An operation of every kind there is, for tests of what a policy lets through. */
final class PermissionScenarios {
    /** What the usual policy allows with any guest: what only looks, and what makes a guest or begins with an own one. */
    private static final Set<String> USUALLY_ALLOWED = Set.of(
            ReachGuest.KIND,
            CloneGuest.KIND,
            CreateGuest.KIND,
            RestoreGuest.KIND,
            LookAtGuest.KIND,
            ListGuests.KIND,
            AwaitGuest.KIND);

    /** What the usual policy does not even allow with own guests. */
    private static final Set<String> USUALLY_DENIED = Set.of(SendRequest.KIND);

    /** What leaves out the guests that it must not look at, rather than to fail. */
    private static final Set<String> LEAVING_OUT = Set.of(ListGuests.KIND);

    /** What takes back what the controller has made itself, whatever the policy says by now, and nothing else. */
    private static final Set<String> TAKING_BACK = Set.of(EndSnapshot.KIND);

    private static final Mark OWN =
            new Mark("a-controller", new VmId(102), "an-operation", "job/x/1/", Optional.empty());

    private PermissionScenarios() {}

    /** One or more of each kind: those that are interrupted in other tests, and those where that would tell nothing. */
    static List<CrashScenario> all() {
        List<CrashScenario> all = new ArrayList<>(more());
        Map<String, Integer> counts = new HashMap<>();
        CrashScenario.all().stream()
                .filter(scenario -> scenario.version() == PveVersion.V8)
                .filter(scenario ->
                        kind(scenario).equals(RestoreGuest.KIND) || counts.merge(kind(scenario), 1, Integer::sum) <= 2)
                .forEach(all::add);
        return all;
    }

    /** Of the kinds that are in no other list of scenarios. */
    private static List<CrashScenario> more() {
        return List.of(
                of("look at a guest", () -> new LookAtGuest("web", false)),
                of("list guests", () -> new ListGuests(new GuestFilter())),
                of("await a guest", () -> new AwaitGuest("web", AwaitedState.RUNNING)),
                of("send a request", () -> new SendRequest("POST", "/nodes/pve1/qemu/101/status/stop", null, true)),
                of("run a command", () -> new ExecuteCommand(new CommandRequest("web").script("true"))),
                of("write a file", () -> new WriteFile("web", "/tmp/x", "text", null, null, null)),
                of("read a file", () -> new ReadFile("web", "/etc/hostname", null)),
                of(
                        "start an agent",
                        () -> new StartInboundAgent(
                                new InboundAgentRequest("web", "http://jenkins.test/", "x", "/x").secret("s3cr3t"))),
                of("read SSH host keys", () -> new ReadHostKeys("web", Optional.empty())),
                CrashScenario.of(
                        "reach a guest",
                        PveVersion.V8,
                        proxmox -> proxmox.cluster().guest(102).orElseThrow().description(OWN.addTo("")),
                        () -> new ReachGuest(OWN, AddressChoice.USUAL, OptionalInt.empty(), true)),
                of("destroy a guest", () -> new DestroyGuest("build", true, true)),
                of(
                        "end a snapshot",
                        () -> new EndSnapshot(
                                new Mark("a-controller", new VmId(102), "an-operation", "", Optional.empty()),
                                "clean",
                                false,
                                false)));
    }

    private static CrashScenario of(String name, Supplier<Operation<?>> operation) {
        return CrashScenario.of(name, PveVersion.V8, proxmox -> {}, operation);
    }

    static Stream<CrashScenario> denied() {
        return all().stream()
                .filter(scenario -> !LEAVING_OUT.contains(kind(scenario)) && !TAKING_BACK.contains(kind(scenario)));
    }

    static Stream<CrashScenario> usuallyDenied() {
        return denied().filter(scenario -> !isUsuallyAllowed(scenario));
    }

    static Stream<CrashScenario> usuallyAllowed() {
        return all().stream().filter(PermissionScenarios::isUsuallyAllowed);
    }

    private static boolean isUsuallyAllowed(CrashScenario scenario) {
        return USUALLY_ALLOWED.contains(kind(scenario)) && !scenario.name().startsWith("restore over");
    }

    /** What runs inside of a guest has tests of its own, with a system that can run it. */
    static Stream<CrashScenario> allowedWithOwn() {
        Set<String> inside =
                Set.of(ExecuteCommand.KIND, WriteFile.KIND, ReadFile.KIND, ReadHostKeys.KIND, StartInboundAgent.KIND);
        return all().stream()
                .filter(scenario -> !USUALLY_DENIED.contains(kind(scenario)) && !inside.contains(kind(scenario)));
    }

    static String kind(CrashScenario scenario) {
        return scenario.operation().get().kind();
    }
}
