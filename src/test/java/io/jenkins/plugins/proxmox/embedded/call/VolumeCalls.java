package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.access.Permissions;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.state.Volumes;
import io.jenkins.plugins.proxmox.embedded.task.Task;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import java.util.Optional;

/** What is on a storage: disks, archives and images. */
final class VolumeCalls {
    private static final String CONTENT = "/nodes/{node}/storage/{storage}/content";

    private final Services services;
    private final VolumeFacts entries;

    VolumeCalls(Services services) {
        this.services = services;
        this.entries = new VolumeFacts(services.dataCenter());
    }

    void register(Routes routes) {
        routes.on("GET", CONTENT, this::list)
                .on("GET", CONTENT + "/{volume}", this::facts)
                .on("PUT", CONTENT + "/{volume}", this::change)
                .on("DELETE", CONTENT + "/{volume}", this::delete);
    }

    private Volumes volumes() {
        return services.dataCenter().volumes();
    }

    private Answer list(Call call) {
        Storage storage = volumes().storage(call.text("storage"));
        return Answer.of(volumes()
                .list(volume -> volume.storage().equals(storage.id())
                        && volume.isOn(call.node())
                        && call.find("content")
                                .filter(content -> !content.equals(entries.content(volume)))
                                .isEmpty()
                        && call.find("vmid")
                                .filter(vmid -> !volume.vmid().equals(Optional.of(Integer.valueOf(vmid))))
                                .isEmpty()
                        && mayRead(call.caller(), volume))
                .stream()
                .map(entries::entry)
                .toList());
    }

    /** Who may see and use a volume: who manages the storage, else who has rights on the guest it belongs to. */
    private boolean mayRead(Caller caller, Volume volume) {
        Permissions permissions = services.permissions();
        String storage = "/storage/" + volume.storage();
        if (permissions.has(caller, storage, "Datastore.Allocate")) {
            return true;
        }
        if (volume.vmid().isEmpty()) {
            return permissions.hasAny(caller, storage, "Datastore.Audit", "Datastore.AllocateSpace");
        }
        String guest = "/vms/" + volume.vmid().get();
        return volume.content().equals("backup")
                ? permissions.has(caller, storage, "Datastore.AllocateSpace")
                        && permissions.has(caller, guest, "VM.Backup")
                : permissions.has(caller, guest, "VM.Config.Disk");
    }

    private static String volid(Call call) {
        String volume = call.text("volume");
        return volume.contains(":") ? volume : call.text("storage") + ":" + volume;
    }

    private Optional<Volume> find(Call call) {
        Storage storage = volumes().storage(call.text("storage"));
        Optional<Volume> volume = volumes().find(call.node(), volid(call));
        boolean allowed = volume.map(found -> mayRead(call.caller(), found))
                .orElseGet(() -> services.permissions()
                        .hasAny(
                                call.caller(),
                                "/storage/" + storage.id(),
                                "Datastore.Allocate",
                                "Datastore.AllocateSpace"));
        if (!allowed) {
            throw ApiException.denied("");
        }
        return volume;
    }

    private Volume existing(Call call) {
        return find(call)
                .orElseThrow(
                        () -> ApiException.failure("volume_size_info on '" + volid(call) + "' failed - no format"));
    }

    private Answer facts(Call call) {
        Volume volume = existing(call);
        Facts facts = Facts.of("path", entries.path(volume))
                .with("size", volume.size())
                .with("used", volume.size())
                .with("format", volume.format());
        if (volume.content().equals("backup")) {
            facts.with("protected", volume.isProtected());
            if (!volume.notes().isEmpty()) {
                facts.put("notes", volume.notes());
            }
        }
        return Answer.of(facts);
    }

    private Answer change(Call call) {
        Volume volume = existing(call);
        if (!volume.content().equals("backup")) {
            throw ApiException.failure("unable to update attributes of '" + volume.volid() + "' - not a backup");
        }
        call.find("notes").ifPresent(text -> volumes().change(call.node(), volume.volid(), old -> old.withNotes(text)));
        if (call.has("protected")) {
            volumes().change(call.node(), volume.volid(), old -> old.withProtection(call.flag("protected")));
        }
        return Answer.nothing();
    }

    private Answer delete(Call call) {
        Optional<Volume> volume = find(call);
        String volid = volid(call);
        String storage = call.text("storage");
        // The owner, even if no such volume exists any more: deleting it again is fine.
        String owner = volume.flatMap(Volume::vmid).map(String::valueOf).orElse("");
        TaskPlan plan = TaskPlan.of("imgdel", owner + "@" + storage).work().step(log -> {
            volume.ifPresent(found -> requireRemovable(found, storage));
            volumes().remove(call.node(), volid);
            log.add("Removed volume '" + volid + "'");
        });
        Task task = services.runner().start(call.node(), call.caller(), plan);
        if (!call.has("delay")) {
            return Answer.of(task.upid().toString());
        }
        services.dataCenter().lock().await(() -> !task.isRunning(), services.seconds(call.number("delay")));
        return task.isRunning() ? Answer.of(task.upid().toString()) : outcome(task);
    }

    private static Answer outcome(Task task) {
        task.exitStatus().filter(status -> !status.equals("OK")).ifPresent(status -> {
            throw ApiException.failure(status);
        });
        return Answer.nothing();
    }

    private void requireRemovable(Volume volume, String storage) {
        volumes()
                .find(volume.node().orElse(""), volume.volid())
                .filter(Volume::isProtected)
                .ifPresent(found -> {
                    throw ApiException.failure(
                            "cannot remove protected volume '" + volume.volid() + "' on '" + storage + "'");
                });
        if (volume.isBase() && volumes().isInUse(volume)) {
            throw ApiException.failure(inUseText(volume));
        }
    }

    static String inUseText(Volume volume) {
        return "base volume '" + volume.volid() + "' is still in use by linked cloned";
    }
}
