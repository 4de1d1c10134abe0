package io.jenkins.plugins.proxmox.pipelineunit;

import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.BackUp;
import io.jenkins.plugins.proxmox.core.operation.BackupRequest;
import io.jenkins.plugins.proxmox.core.operation.ChangePower;
import io.jenkins.plugins.proxmox.core.operation.CloneGuest;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.PowerAction;
import io.jenkins.plugins.proxmox.core.operation.RollBack;
import io.jenkins.plugins.proxmox.core.operation.TakeSnapshot;
import io.jenkins.plugins.proxmox.core.operation.Values;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What each step does with its arguments; stands where the step classes stand in Jenkins. */
final class StepBindings {
    /** An operation, and how its result looks in a pipeline. */
    record Bound<R>(Operation<R> operation, Function<R, Object> toValue, Duration limit) {}

    private StepBindings() {}

    /** The steps by their names. */
    static Map<String, Function<Map<String, Object>, Bound<?>>> all() {
        Map<String, Function<Map<String, Object>, Bound<?>>> all = new HashMap<>();
        all.put("proxmoxClone", arguments -> cloneGuest(new StepArguments("proxmoxClone", arguments)));
        all.put("proxmoxSnapshot", arguments -> snapshot(new StepArguments("proxmoxSnapshot", arguments)));
        all.put("proxmoxRollback", arguments -> rollBack(new StepArguments("proxmoxRollback", arguments)));
        all.put("proxmoxBackup", arguments -> backUp(new StepArguments("proxmoxBackup", arguments)));
        all.put("proxmoxAction", arguments -> action(new StepArguments("proxmoxAction", arguments)));
        all.putAll(ChangeBindings.all());
        all.putAll(LookBindings.all());
        all.putAll(InsideBindings.all());
        all.putAll(MakingBindings.all());
        all.putAll(BlockBindings.steps());
        return all;
    }

    static Bound<GuestFacts> cloneGuest(StepArguments arguments) {
        CloneRequest request = new CloneRequest(Values.guest(arguments.value("template")))
                .name(arguments.text("name"))
                .vmid(arguments.number("vmid"))
                .full(arguments.truth("full"))
                .node(arguments.text("node"))
                .storage(arguments.text("storage"))
                .pool(arguments.text("pool"))
                .snapshot(arguments.text("snapshot"))
                .description(arguments.text("description"))
                .tags(Values.split(Values.words(arguments.value("tags"))))
                .cores(arguments.number("cores"))
                .memory(arguments.number("memory"))
                .ciUser(arguments.text("ciUser"))
                .sshKeys(arguments.text("sshKeys"))
                .ipConfig(arguments.text("ipConfig"))
                .config(Values.options(Values.lines(arguments.value("config"))))
                .start(arguments.flag("start"))
                .waitFor(arguments.text("waitFor"));
        return bound(arguments, new CloneGuest(request), GuestFacts::toMap);
    }

    private static Bound<Map<String, Object>> snapshot(StepArguments arguments) {
        return bound(
                arguments,
                new TakeSnapshot(
                        Values.guest(arguments.value("guest")),
                        arguments.text("name"),
                        arguments.text("description"),
                        arguments.flag("ram")),
                map -> map);
    }

    private static Bound<GuestFacts> rollBack(StepArguments arguments) {
        return bound(
                arguments,
                new RollBack(
                        Values.guest(arguments.value("guest")), arguments.text("snapshot"), arguments.flag("start")),
                GuestFacts::toMap);
    }

    private static Bound<List<Volume>> backUp(StepArguments arguments) {
        BackupRequest request = new BackupRequest(
                        Values.split(Values.guests(arguments.value("guest"))),
                        arguments.text("pool"),
                        arguments.text("node"))
                .storage(arguments.text("storage"))
                .mode(arguments.text("mode"))
                .compress(arguments.text("compress"))
                .notes(arguments.text("notes"))
                .protect(arguments.flag("protect"))
                .prune(arguments.text("prune"));
        return bound(
                arguments,
                new BackUp(request),
                backups -> new ArrayList<>(backups.stream().map(Volume::toMap).toList()));
    }

    private static Bound<GuestFacts> action(StepArguments arguments) {
        return bound(
                arguments,
                new ChangePower(
                        Values.guest(arguments.value("guest")),
                        PowerAction.parse(arguments.text("action")),
                        arguments.number("forceAfter")),
                GuestFacts::toMap);
    }

    static <R> Bound<R> bound(StepArguments arguments, Operation<R> operation, Function<R, Object> toValue) {
        Integer minutes = arguments.number("timeout");
        Duration limit = minutes == null ? operation.usualTimeout() : Duration.ofMinutes(minutes);
        arguments.refuseRest("connection", "quiet", "abort", "keepOnFailure");
        return new Bound<>(operation, toValue, limit);
    }
}
