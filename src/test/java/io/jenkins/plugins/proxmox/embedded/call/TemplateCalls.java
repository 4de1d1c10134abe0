package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Volumes;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;

/** Turns guests into templates. */
final class TemplateCalls {
    private final Services services;
    private final GuestKind kind;

    TemplateCalls(Services services, GuestKind kind) {
        this.services = services;
        this.kind = kind;
    }

    void register(Routes routes) {
        routes.on("POST", GuestCalls.pathOf(kind) + "/template", this::convert);
    }

    private Answer convert(Call call) {
        DataCenter dataCenter = services.dataCenter();
        Guest guest = dataCenter.guest(kind, call.node(), call.vmid());
        guest.requireUnlocked();
        requirePossible(guest);
        TaskPlan plan = TaskPlan.of(kind.taskType("template"), call.vmid())
                .lock(kind.lockFile(call.vmid()), services.seconds(10))
                .step(log -> {
                    requirePossible(guest);
                    requireFeature(guest);
                })
                .work()
                .step(log -> dataCenter.makeTemplate(guest));
        Answer answer = services.run(call, plan);
        // Containers get a task as well, but the call does not say which.
        return kind.isVirtualMachine() ? answer : Answer.nothing();
    }

    /** The disks of virtual machines stay what they are on a storage that has no base volumes. */
    private void requireFeature(Guest guest) {
        if (kind.isVirtualMachine()) {
            return;
        }
        Volumes volumes = services.dataCenter().volumes();
        guest.disks().stream()
                .flatMap(disk -> volumes.find(guest.node(), disk.volid()).stream())
                .filter(volume -> !volumes.storage(volume.storage()).has("template", volume, false))
                .findFirst()
                .ifPresent(volume -> {
                    throw ApiException.failure("Template feature is not available for '" + volume.volid() + "'");
                });
    }

    private void requirePossible(Guest guest) {
        if (guest.isTemplate()) {
            throw ApiException.failure("you can't convert a template to a template");
        }
        if (!guest.snapshots().isEmpty()) {
            throw ApiException.failure("unable to create template, because " + kind.word() + " contains snapshots");
        }
        if (guest.isRunning()) {
            throw ApiException.failure("you can't convert a " + kind.word() + " to template if "
                    + (kind.isVirtualMachine() ? "VM" : "the CT") + " is running");
        }
    }
}
