package io.jenkins.plugins.proxmox.pipelineunit;

import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.ChangeDisk;
import io.jenkins.plugins.proxmox.core.operation.ConfigureGuest;
import io.jenkins.plugins.proxmox.core.operation.ConfigureRequest;
import io.jenkins.plugins.proxmox.core.operation.DiskAction;
import io.jenkins.plugins.proxmox.core.operation.DiskRequest;
import io.jenkins.plugins.proxmox.core.operation.MakeTemplate;
import io.jenkins.plugins.proxmox.core.operation.MigrateGuest;
import io.jenkins.plugins.proxmox.core.operation.Values;
import io.jenkins.plugins.proxmox.pipelineunit.StepBindings.Bound;
import java.util.Map;
import java.util.function.Function;

/** The steps that change guests that are there. */
final class ChangeBindings {
    private ChangeBindings() {}

    static Map<String, Function<Map<String, Object>, Bound<?>>> all() {
        return Map.of(
                "proxmoxConfigure", arguments -> configure(new StepArguments("proxmoxConfigure", arguments)),
                "proxmoxDisk", arguments -> disk(new StepArguments("proxmoxDisk", arguments)),
                "proxmoxTemplate", arguments -> template(new StepArguments("proxmoxTemplate", arguments)),
                "proxmoxMigrate", arguments -> migrate(new StepArguments("proxmoxMigrate", arguments)));
    }

    private static Bound<Map<String, Object>> configure(StepArguments arguments) {
        ConfigureRequest request = new ConfigureRequest(Values.guest(arguments.value("guest")))
                .name(arguments.text("name"))
                .cores(arguments.number("cores"))
                .memory(arguments.number("memory"))
                .description(arguments.text("description"))
                .tags(Values.split(Values.words(arguments.value("tags"))))
                .onboot(arguments.truth("onboot"))
                .protection(arguments.truth("protection"))
                .agent(arguments.truth("agent"))
                .ciUser(arguments.text("ciUser"))
                .sshKeys(arguments.text("sshKeys"))
                .ipConfig(arguments.text("ipConfig"))
                .config(Values.options(Values.lines(arguments.value("config"))))
                .delete(Values.split(Values.words(arguments.value("delete"))))
                .revert(Values.split(Values.words(arguments.value("revert"))));
        return StepBindings.bound(arguments, new ConfigureGuest(request), map -> map);
    }

    private static Bound<Map<String, Object>> disk(StepArguments arguments) {
        DiskRequest request = new DiskRequest(
                        Values.guest(arguments.value("guest")),
                        DiskAction.parse(arguments.text("action")),
                        arguments.text("disk"))
                .storage(arguments.text("storage"))
                .size(arguments.text("size"))
                .volume(arguments.text("volume"))
                .format(arguments.text("format"))
                .path(arguments.text("path"))
                .deleteSource(arguments.flag("deleteSource"))
                .options(Values.options(Values.lines(arguments.value("options"))));
        return StepBindings.bound(arguments, new ChangeDisk(request), map -> map);
    }

    private static Bound<GuestFacts> template(StepArguments arguments) {
        return StepBindings.bound(
                arguments, new MakeTemplate(Values.guest(arguments.value("guest"))), GuestFacts::toMap);
    }

    private static Bound<GuestFacts> migrate(StepArguments arguments) {
        MigrateGuest operation = new MigrateGuest(
                Values.guest(arguments.value("guest")),
                arguments.text("target"),
                arguments.flag("withLocalDisks"),
                arguments.text("targetStorage"));
        return StepBindings.bound(arguments, operation, GuestFacts::toMap);
    }
}
