package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Networks;
import io.jenkins.plugins.proxmox.embedded.state.SavedGuest;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import java.util.Map;
import java.util.TreeMap;

/** Creates containers from images and restores them from backups. */
final class ContainerCreateCalls {
    private static final GuestKind KIND = GuestKind.CONTAINER;

    private final Services services;
    private final CreationChecks checks;
    private final Restores restores;

    ContainerCreateCalls(Services services) {
        this.services = services;
        this.checks = new CreationChecks(services, KIND);
        this.restores = new Restores(services, KIND);
    }

    void register(Routes routes) {
        routes.on("POST", "/nodes/{node}/lxc", call -> call.flag("restore") ? restore(call) : create(call));
    }

    private DataCenter dataCenter() {
        return services.dataCenter();
    }

    private Answer create(Call call) {
        checks.requireAllocate(call, false);
        checks.requireFree(call, "");
        Map<String, String> given = CreationChecks.settings(call);
        Map<String, String> settings = withDefaults(call, given);
        if (services.version().atLeast(PveVersion.V9)
                && settings.get("unprivileged").equals("0")) {
            services.permissions().require(call.caller(), "/", "Sys.Modify");
        }
        checks.requirePrivileges(call, given);
        checks.requireStorages(settings);
        String image = call.text("ostemplate");
        Creation creation = new Creation(services, KIND, call);
        // The number is taken before the call returns.
        creation.begin(dataCenter().newSystem(false));
        return services.run(
                call,
                TaskPlan.of("vzcreate", call.vmid())
                        .lock(KIND.lockFile(call.vmid()), services.seconds(10))
                        .step(log -> {
                            if (dataCenter().volumes().find(call.node(), image).isEmpty()) {
                                throw creation.problem("volume '" + image + "' does not exist");
                            }
                            log.add("extracting archive '/var/lib/vz/template/cache/" + image.replaceFirst(".*/", "")
                                    + "'");
                        })
                        .work()
                        .step(log -> {
                            log.add("Detected container architecture: amd64");
                            creation.write(Networks.withMacs(settings, false, false));
                            creation.finish();
                        })
                        .undo(creation::undo));
    }

    private Map<String, String> withDefaults(Call call, Map<String, String> given) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("arch", "amd64");
        settings.put("hostname", "CT" + call.vmid());
        settings.put("memory", "512");
        settings.put("ostype", "debian");
        settings.put("rootfs", call.find("storage").orElse("local") + ":4");
        settings.put("swap", "512");
        settings.put("unprivileged", services.version().atLeast(PveVersion.V9) ? "1" : "0");
        settings.putAll(given);
        // A bare number is a size on the storage named elsewhere.
        settings.computeIfPresent(
                "rootfs",
                (key, value) -> value.matches("\\d+") ? call.find("storage").orElse("local") + ":" + value : value);
        return settings;
    }

    private Answer restore(Call call) {
        checks.requireAllocate(call, call.flag("force"));
        checks.requireReplaceable(call);
        String archive = call.text("ostemplate");
        SavedGuest saved = restores.saved(call, archive);
        checks.requireContent(
                dataCenter().volumes().storage(call.find("storage").orElse("local")));
        Map<String, String> overrides = CreationChecks.settings(call);
        checks.requirePrivileges(call, overrides);
        Creation creation = new Creation(services, KIND, call);
        creation.begin(saved.system().copy());
        return services.run(
                call,
                TaskPlan.of("vzrestore", call.vmid())
                        .lock(KIND.lockFile(call.vmid()), services.seconds(10))
                        .step(log -> {
                            log.add("recovering backed-up configuration from '" + archive + "'");
                            log.add("restoring '" + archive + "' now..");
                        })
                        .work()
                        .step(log -> {
                            Map<String, String> settings = creation.restoredVolumes(saved.config(), log);
                            settings.putAll(overrides);
                            creation.write(Networks.withMacs(settings, call.flag("unique"), false));
                            restores.finish(creation, saved);
                        })
                        .undo(creation::undo));
    }
}
