package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Networks;
import io.jenkins.plugins.proxmox.embedded.state.SavedGuest;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import java.util.Map;

/** Creates virtual machines and restores them from backups. */
final class MachineCreateCalls {
    private static final GuestKind KIND = GuestKind.VIRTUAL_MACHINE;

    private final Services services;
    private final CreationChecks checks;
    private final Restores restores;

    MachineCreateCalls(Services services) {
        this.services = services;
        this.checks = new CreationChecks(services, KIND);
        this.restores = new Restores(services, KIND);
    }

    void register(Routes routes) {
        routes.on("POST", "/nodes/{node}/qemu", call -> call.has("archive") ? restore(call) : create(call));
    }

    private Answer create(Call call) {
        checks.requireAllocate(call, false);
        checks.requireFree(call, "unable to create VM " + call.vmid() + " - ");
        Map<String, String> settings = CreationChecks.settings(call);
        checks.requirePrivileges(call, settings);
        checks.requireStorages(settings);
        Creation creation = new Creation(services, KIND, call);
        // The number is taken before the call returns.
        creation.begin(services.dataCenter().newSystem(true));
        return services.run(
                call,
                TaskPlan.of("qmcreate", call.vmid())
                        .lock(KIND.lockFile(call.vmid()), services.seconds(1))
                        .work()
                        .step(log -> {
                            creation.write(settings);
                            creation.finish();
                        })
                        .undo(creation::undo));
    }

    private Answer restore(Call call) {
        checks.requireAllocate(call, call.flag("force"));
        checks.requireReplaceable(call);
        String archive = call.text("archive");
        SavedGuest saved = restores.saved(call, archive);
        Map<String, String> overrides = CreationChecks.settings(call);
        checks.requirePrivileges(call, overrides);
        overrides.keySet().stream()
                .filter(key -> key.matches("(ide|sata|scsi|virtio)\\d+"))
                .findFirst()
                .ifPresent(key -> {
                    throw ApiException.parameter(key, "option conflicts with option 'archive'");
                });
        Creation creation = new Creation(services, KIND, call);
        boolean replaces = services.dataCenter().guest(call.vmid()).isPresent();
        if (!replaces) {
            // The number is taken before the call returns.
            creation.begin(saved.system().copy());
        }
        return services.run(
                call,
                TaskPlan.of("qmrestore", call.vmid())
                        .lock(KIND.lockFile(call.vmid()), services.seconds(1))
                        .step(log -> {
                            if (replaces) {
                                checks.requireReplaceable(call);
                                creation.begin(saved.system().copy());
                            }
                            log.add(restores.commandLine(call, archive));
                        })
                        .work(restores.progress(saved))
                        .step(log -> {
                            Map<String, String> settings = creation.restoredVolumes(saved.config(), log);
                            settings.putAll(overrides);
                            creation.write(Networks.withMacs(settings, call.flag("unique"), true));
                            restores.finish(creation, saved);
                        })
                        .undo(creation::leaveWithoutConfiguration));
    }
}
