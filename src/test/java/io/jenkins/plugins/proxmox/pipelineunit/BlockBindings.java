package io.jenkins.plugins.proxmox.pipelineunit;

import groovy.lang.Closure;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.DestroyGuest;
import io.jenkins.plugins.proxmox.core.operation.EndSnapshot;
import io.jenkins.plugins.proxmox.core.operation.KeepTime;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.Requester;
import io.jenkins.plugins.proxmox.core.operation.TakeSnapshot;
import io.jenkins.plugins.proxmox.core.operation.Values;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** What the steps that clean up do; those with a body are told from the others by having one. */
final class BlockBindings {
    /** Runs an operation of a certain name and gives what a pipeline would get. */
    interface Runner {
        Object run(String id, StepBindings.Bound<?> bound);
    }

    private final Runner runner;
    private final Map<String, String> environment;

    /**
     * @param environment of the pipeline, to be changed
     */
    BlockBindings(Runner runner, Map<String, String> environment) {
        this.runner = runner;
        this.environment = environment;
    }

    static Map<String, Function<Map<String, Object>, StepBindings.Bound<?>>> steps() {
        return Map.of("proxmoxDestroy", arguments -> destroy(new StepArguments("proxmoxDestroy", arguments)));
    }

    private static StepBindings.Bound<Boolean> destroy(StepArguments arguments) {
        Boolean purge = arguments.truth("purge");
        return StepBindings.bound(
                arguments,
                new DestroyGuest(
                        Values.guest(arguments.value("guest")), arguments.flag("force"), purge == null || purge),
                existed -> null);
    }

    Object withGuest(Map<String, Object> named, Closure<?> body) {
        // Only looked at: without Jenkins nobody would be there when the time is over.
        KeepTime.parse(String.valueOf(named.getOrDefault("keepOnFailure", "")));
        String id = UUID.randomUUID().toString();
        StepBindings.Bound<GuestFacts> clone = StepBindings.cloneGuest(new StepArguments("withProxmoxGuest", named));
        Map<?, ?> guest = (Map<?, ?>) runner.run(id, clone);
        Mark mark = mark(guest, id);
        Map<String, String> variables = new HashMap<>();
        for (String key : List.of("vmid", "name", "node", "address")) {
            if (guest.get(key) != null) {
                variables.put("PROXMOX_GUEST_" + key.toUpperCase(Locale.ROOT), String.valueOf(guest.get(key)));
            }
        }
        return around(body, guest, variables, DestroyGuest.marked(mark));
    }

    Object withSnapshot(Map<String, Object> named, Closure<?> body) {
        String id = UUID.randomUUID().toString();
        StepArguments arguments = new StepArguments("withProxmoxSnapshot", named);
        String given = arguments.text("name");
        String name = given == null ? "jenkins-" + id.substring(0, 8) : given;
        boolean start = !Boolean.FALSE.equals(arguments.truth("start"));
        String rollBack = arguments.text("rollBack");
        StepBindings.Bound<Map<String, Object>> take = StepBindings.bound(
                arguments,
                TakeSnapshot.marked(Values.guest(arguments.value("guest")), name, null, arguments.flag("ram")),
                map -> map);
        Map<?, ?> snapshot = (Map<?, ?>) runner.run(id, take);
        Operation<Boolean> end = new EndSnapshot(
                mark(snapshot, id),
                name,
                rollBack == null || rollBack.equals("always"),
                start && Boolean.TRUE.equals(snapshot.get("running")));
        return around(body, snapshot, Map.of("PROXMOX_SNAPSHOT_NAME", name), end);
    }

    private static Mark mark(Map<?, ?> guest, String id) {
        return Requester.ANYBODY.mark(VmId.parse(String.valueOf(guest.get("vmid"))), id);
    }

    private Object around(Closure<?> body, Object argument, Map<String, String> variables, Operation<Boolean> end) {
        Map<String, String> outside = Map.copyOf(environment);
        environment.putAll(variables);
        try {
            return body.getMaximumNumberOfParameters() == 0 ? body.call() : body.call(argument);
        } finally {
            environment.clear();
            environment.putAll(outside);
            runner.run(UUID.randomUUID().toString(), new StepBindings.Bound<>(end, done -> null, end.usualTimeout()));
        }
    }
}
