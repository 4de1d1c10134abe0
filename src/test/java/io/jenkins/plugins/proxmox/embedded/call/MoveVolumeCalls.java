package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.DriveSettings;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;

/** Brings volumes of containers to other storages. */
final class MoveVolumeCalls {
    private static final GuestKind KIND = GuestKind.CONTAINER;

    private final Services services;

    MoveVolumeCalls(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        routes.on("POST", GuestCalls.pathOf(KIND) + "/move_volume", this::move);
    }

    private Guest guest(Call call) {
        return services.dataCenter().guest(KIND, call.node(), call.vmid());
    }

    private Answer move(Call call) {
        VolumeMoves.requireOneTarget(call);
        services.permissions().require(call.caller(), "/storage/" + call.text("storage"), "Datastore.AllocateSpace");
        services.underLock(KIND.lockFile(call.vmid()), () -> {
            requirePossible(call);
            // Before the call returns, so that from now on nobody else works on the container.
            guest(call).setLock("disk");
        });
        Guest guest = guest(call);
        VolumeMoves copy = new VolumeMoves(services.dataCenter(), guest);
        return services.run(
                call,
                TaskPlan.of("move_volume", call.vmid())
                        .step(log -> copy(call, guest, copy))
                        .work()
                        .step(log -> {
                            copy.finish(call.text("volume"), call.flag("delete"));
                            guest.removeLock();
                        })
                        .undo(() -> {
                            copy.undo();
                            guest.removeLock();
                        }));
    }

    private void requirePossible(Call call) {
        Guest guest = guest(call);
        guest.requireUnlocked();
        if (guest.isRunning()) {
            throw ApiException.failure("cannot move volumes of a running container");
        }
        String key = call.text("volume");
        if (key.startsWith("unused")) {
            throw ApiException.failure(
                    "cannot move volume '" + key + "', only configured volumes can be moved to another storage");
        }
        Drive volume = guest.setting(key)
                .map(value -> Drive.of(key, value))
                .orElseThrow(() -> ApiException.failure("unable to parse mount point options"));
        if (call.flag("delete") && DriveSettings.isInSnapshots(guest, volume.volid())) {
            throw ApiException.failure("you can't move a volume with snapshots and delete the source");
        }
        VolumeMoves.requireUnchanged(call, guest);
    }

    private void copy(Call call, Guest guest, VolumeMoves copy) {
        Storage storage = services.dataCenter().volumes().storage(call.text("storage"));
        if (!storage.accepts("rootdir")) {
            throw ApiException.failure(
                    "content type 'rootdir' is not available or configured on storage '" + storage.id() + "'");
        }
        String key = call.text("volume");
        copy.copy(Drive.of(key, guest.config().get(key)), storage, storage.formatFor(KIND));
    }
}
