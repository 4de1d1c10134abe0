package io.jenkins.plugins.proxmox.pipelineunit;

import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.CreateGuest;
import io.jenkins.plugins.proxmox.core.operation.CreateRequest;
import io.jenkins.plugins.proxmox.core.operation.DeleteBackups;
import io.jenkins.plugins.proxmox.core.operation.DeleteSnapshot;
import io.jenkins.plugins.proxmox.core.operation.RestoreGuest;
import io.jenkins.plugins.proxmox.core.operation.RestoreRequest;
import io.jenkins.plugins.proxmox.core.operation.Values;
import io.jenkins.plugins.proxmox.pipelineunit.StepBindings.Bound;
import java.util.Map;
import java.util.function.Function;

/** The steps that create and restore guests and delete snapshots and backups. */
final class MakingBindings {
    private MakingBindings() {}

    static Map<String, Function<Map<String, Object>, Bound<?>>> all() {
        return Map.of(
                "proxmoxCreate", arguments -> create(new StepArguments("proxmoxCreate", arguments)),
                "proxmoxRestore", arguments -> restore(new StepArguments("proxmoxRestore", arguments)),
                "proxmoxDeleteSnapshot",
                        arguments -> deleteSnapshot(new StepArguments("proxmoxDeleteSnapshot", arguments)),
                "proxmoxDeleteBackup", arguments -> deleteBackup(new StepArguments("proxmoxDeleteBackup", arguments)));
    }

    private static Bound<GuestFacts> create(StepArguments arguments) {
        Boolean unprivileged = arguments.truth("unprivileged");
        CreateRequest request = new CreateRequest()
                .type(arguments.text("type"))
                .node(arguments.text("node"))
                .name(arguments.text("name"))
                .vmid(arguments.number("vmid"))
                .pool(arguments.text("pool"))
                .description(arguments.text("description"))
                .tags(Values.split(Values.words(arguments.value("tags"))))
                .cores(arguments.number("cores"))
                .memory(arguments.number("memory"))
                .storage(arguments.text("storage"))
                .disk(arguments.text("disk"))
                .bridge(arguments.text("bridge"))
                .ipConfig(arguments.text("ipConfig"))
                .osType(arguments.text("ostype"))
                .iso(arguments.text("iso"))
                .osTemplate(arguments.text("ostemplate"))
                .unprivileged(Boolean.FALSE.equals(unprivileged) ? unprivileged : null)
                .password(arguments.text("password"))
                .sshKeys(arguments.text("sshKeys"))
                .nameServer(arguments.text("nameserver"))
                .config(Values.options(Values.lines(arguments.value("config"))))
                .start(arguments.flag("start"))
                .waitFor(arguments.text("waitFor"));
        return StepBindings.bound(arguments, new CreateGuest(request), GuestFacts::toMap);
    }

    private static Bound<GuestFacts> restore(StepArguments arguments) {
        RestoreRequest request = new RestoreRequest(
                        Values.backup(arguments.value("backup")), Values.guest(arguments.value("guest")))
                .vmid(arguments.number("vmid"))
                .asNew(arguments.flag("asNew"))
                .node(arguments.text("node"))
                .storage(arguments.text("storage"))
                .name(arguments.text("name"))
                .pool(arguments.text("pool"))
                .unique(arguments.truth("unique"))
                .force(arguments.flag("force"))
                .start(arguments.flag("start"))
                .waitFor(arguments.text("waitFor"));
        return StepBindings.bound(arguments, new RestoreGuest(request), GuestFacts::toMap);
    }

    private static Bound<Void> deleteSnapshot(StepArguments arguments) {
        return StepBindings.bound(
                arguments,
                new DeleteSnapshot(
                        Values.guest(arguments.value("guest")), arguments.text("snapshot"), arguments.flag("force")),
                nothing -> null);
    }

    private static Bound<Void> deleteBackup(StepArguments arguments) {
        return StepBindings.bound(
                arguments, new DeleteBackups(Values.split(Values.backups(arguments.value("backup")))), nothing -> null);
    }
}
