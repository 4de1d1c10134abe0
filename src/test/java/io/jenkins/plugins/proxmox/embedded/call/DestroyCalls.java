package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.task.TaskLog;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Destroys guests. */
final class DestroyCalls {
    private final Services services;
    private final GuestKind kind;

    DestroyCalls(Services services, GuestKind kind) {
        this.services = services;
        this.kind = kind;
    }

    void register(Routes routes) {
        routes.on("DELETE", GuestCalls.pathOf(kind), this::destroy);
    }

    private DataCenter dataCenter() {
        return services.dataCenter();
    }

    private Guest guest(Call call) {
        return dataCenter().guest(kind, call.node(), call.vmid());
    }

    private Answer destroy(Call call) {
        ConfigChecks.requireRootFor(call, "skiplock");
        Guest guest = guest(call);
        if (guest.isProtected()) {
            throw ApiException.failure(
                    "can't remove " + kind.word() + " " + call.vmid() + " - protection mode enabled");
        }
        if (kind == GuestKind.CONTAINER) {
            guest.requireUnlocked();
        }
        if (guest.isRunning() && !(kind == GuestKind.CONTAINER && call.flag("force"))) {
            throw ApiException.failure(
                    kind.isVirtualMachine()
                            ? "VM " + call.vmid() + " is running - destroy failed"
                            : "unable to destroy CT " + call.vmid() + " - container is running");
        }
        return services.run(
                call,
                TaskPlan.of(kind.taskType("destroy"), call.vmid())
                        .lock(kind.lockFile(call.vmid()), services.seconds(10))
                        .step(log -> prepare(guest(call), log))
                        .work()
                        .step(log -> remove(call, guest(call), log)));
    }

    private void prepare(Guest guest, TaskLog log) {
        if (guest.lock().filter("suspended"::equals).isEmpty()) {
            guest.requireUnlocked();
        }
        if (guest.isRunning()) {
            if (kind.isVirtualMachine()) {
                throw ApiException.failure("VM " + guest.vmid() + " is running - destroy failed");
            }
            log.add("forced to stop CT " + guest.vmid() + " before destroying!");
            guest.stop();
        }
        volumes(guest).stream()
                .filter(volume -> volume.isBase() && dataCenter().volumes().isInUse(volume))
                .findFirst()
                .ifPresent(volume -> {
                    throw ApiException.failure(VolumeCalls.inUseText(volume));
                });
    }

    private List<Volume> volumes(Guest guest) {
        Stream<Drive> ofSnapshots = guest.snapshots().values().stream()
                .flatMap(snapshot -> snapshot.config().entrySet().stream())
                .filter(entry -> Drive.isKey(entry.getKey()))
                .map(entry -> Drive.of(entry.getKey(), entry.getValue()));
        return Stream.concat(guest.drives().stream(), ofSnapshots)
                .filter(drive -> drive.isVolume() && (!drive.isCdrom() || drive.isCloudInit()))
                .map(Drive::volid)
                .distinct()
                .flatMap(volid -> dataCenter().volumes().find(guest.node(), volid).stream())
                .toList();
    }

    private void remove(Call call, Guest guest, TaskLog log) {
        volumes(guest).forEach(volume -> dataCenter().volumes().remove(guest.node(), volume.volid()));
        if (call.flag("destroy-unreferenced-disks")) {
            dataCenter()
                    .volumes()
                    .list(volume -> volume.vmid().equals(Optional.of(guest.vmid()))
                            && !volume.content().equals("backup")
                            && volume.isOn(guest.node()))
                    .forEach(volume -> dataCenter().volumes().remove(guest.node(), volume.volid()));
        }
        if (call.flag("purge")) {
            log.add("purging " + kind.word() + " " + guest.vmid() + " from related configurations..");
        }
        dataCenter().removeGuest(guest.vmid());
    }
}
