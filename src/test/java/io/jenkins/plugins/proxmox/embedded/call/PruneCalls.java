package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells which backups are too many, and removes them. */
final class PruneCalls {
    private static final String PATH = "/nodes/{node}/storage/{storage}/prunebackups";

    private final Services services;

    PruneCalls(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        routes.on("GET", PATH, this::show).on("DELETE", PATH, this::prune);
    }

    private Map<Volume, String> marks(Call call) {
        Storage storage = services.dataCenter().volumes().storage(call.text("storage"));
        if (!call.has("prune-backups")) {
            throw ApiException.failure("no prune-backups options configured for storage '" + storage.id() + "'");
        }
        return BackupPruning.marks(
                services.dataCenter(),
                call,
                storage,
                volume -> call.find("vmid")
                                .filter(vmid -> !volume.vmid().equals(Optional.of(Integer.valueOf(vmid))))
                                .isEmpty()
                        && call.find("type")
                                .filter(type -> !type.equals(volume.backupType()))
                                .isEmpty());
    }

    private Answer show(Call call) {
        List<Facts> entries = new ArrayList<>();
        marks(call)
                .forEach((volume, mark) -> entries.add(Facts.of("volid", volume.volid())
                        .with("ctime", volume.created())
                        .with("mark", mark)
                        .with("type", volume.backupType())
                        .with("vmid", volume.vmid().orElse(0))));
        return Answer.of(entries);
    }

    private Answer prune(Call call) {
        String storage = "/storage/" + call.text("storage");
        if (call.has("vmid")) {
            services.permissions().require(call.caller(), storage, "Datastore.AllocateSpace");
            services.permissions().require(call.caller(), "/vms/" + call.vmid(), "VM.Backup");
        } else {
            services.permissions().require(call.caller(), storage, "Datastore.Allocate");
        }
        String id = call.find("vmid").map(vmid -> vmid + "@").orElse("") + call.text("storage");
        return services.run(
                call,
                TaskPlan.of("prunebackups", id)
                        .work()
                        .step(log -> marks(call).forEach((volume, mark) -> {
                            if (mark.equals("remove")) {
                                log.add("removing backup '" + volume.volid() + "'");
                                services.dataCenter().volumes().remove(call.node(), volume.volid());
                            }
                        })));
    }
}
