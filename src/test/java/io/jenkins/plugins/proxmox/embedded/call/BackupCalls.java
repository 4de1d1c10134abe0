package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.Pool;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Backs guests up. */
final class BackupCalls {
    private static final int LOCK_WAIT_MINUTES = 180;

    private final Services services;

    BackupCalls(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        routes.on("POST", "/nodes/{node}/vzdump", this::backUp);
    }

    private DataCenter dataCenter() {
        return services.dataCenter();
    }

    private Answer backUp(Call call) {
        requireOneChoice(call);
        List<Integer> vmids = chosen(call);
        if (vmids.isEmpty() && (call.has("vmid") || call.has("pool"))) {
            // Nothing to do here: not even a task.
            return Answer.of("OK");
        }
        String storage = call.find("storage").orElse("local");
        services.permissions().require(call.caller(), "/storage/" + storage, "Datastore.AllocateSpace");
        dataCenter().volumes().storage(storage);
        if (call.has("prune-backups") || call.has("maxfiles")) {
            services.permissions().require(call.caller(), "/storage/" + storage, "Datastore.Allocate");
        }
        for (String parameter : List.of("bwlimit", "ionice", "performance")) {
            if (call.has(parameter)) {
                services.permissions().require(call.caller(), "/", "Sys.Modify");
            }
        }
        return services.run(call, plan(call, storage, vmids));
    }

    private static void requireOneChoice(Call call) {
        if (!call.has("vmid") && !call.flag("all") && !call.has("pool") && !call.has("exclude")) {
            throw ApiException.parameter("vmid", "property is missing");
        }
        Map<String, String> problems = new TreeMap<>();
        for (String other : List.of("all", "exclude", "pool")) {
            if (call.has("vmid") && call.has(other)) {
                problems.put(other, "option conflicts with option 'vmid'");
            }
        }
        if (!problems.isEmpty()) {
            throw ApiException.parameters(problems);
        }
    }

    /** The guests of this node that were meant; numbers that nobody knows count as meant for this node. */
    private List<Integer> chosen(Call call) {
        if (call.has("vmid")) {
            return call.list("vmid").stream()
                    .map(Integer::valueOf)
                    .filter(vmid -> dataCenter()
                            .guest(vmid)
                            .filter(guest -> !guest.node().equals(call.node()))
                            .isEmpty())
                    .toList();
        }
        List<Integer> excluded =
                call.list("exclude").stream().map(Integer::valueOf).toList();
        return dataCenter().guests().stream()
                .filter(guest -> guest.node().equals(call.node()) && isMeant(guest, call))
                .map(Guest::vmid)
                // With a pool nobody looks at this.
                .filter(vmid -> call.has("pool") || !excluded.contains(vmid))
                .toList();
    }

    private boolean isMeant(Guest guest, Call call) {
        if (call.has("pool")) {
            Pool pool = dataCenter()
                    .pool(call.text("pool"))
                    .orElseThrow(() -> ApiException.failure("pool '" + call.text("pool") + "' does not exist"));
            return pool.guests().contains(guest.vmid());
        }
        // Of all guests those are left out that the caller may not back up.
        return services.permissions().has(call.caller(), "/vms/" + guest.vmid(), "VM.Backup");
    }

    private TaskPlan plan(Call call, String storage, List<Integer> vmids) {
        TaskPlan plan = TaskPlan.of("vzdump", vmids.size() == 1 ? vmids.get(0) : "")
                .step(log -> {
                    requirePrivileges(call, vmids);
                    requireContent(storage);
                    log.add("INFO: starting new backup job: vzdump " + commandLine(call));
                })
                .lock(
                        "/var/run/vzdump-" + call.node() + ".lock",
                        services.seconds(Duration.ofMinutes(call.number("lockwait", LOCK_WAIT_MINUTES))
                                .toSeconds()),
                        "INFO: trying to get global lock - waiting...",
                        "INFO: got global lock");
        List<GuestBackup> backups = vmids.stream()
                .map(vmid ->
                        new GuestBackup(services, call, dataCenter().volumes().storage(storage), vmid))
                .toList();
        for (GuestBackup backup : backups) {
            plan.step(backup::begin).work(backup.progress()).step(backup::finish);
        }
        return plan.step(log -> log.add(
                        backups.stream().anyMatch(GuestBackup::failed)
                                ? "INFO: Backup job finished with errors"
                                : "INFO: Backup job finished successfully"))
                .undo(() -> backups.forEach(GuestBackup::undo));
    }

    private void requirePrivileges(Call call, List<Integer> vmids) {
        vmids.forEach(vmid -> services.permissions().require(call.caller(), "/vms/" + vmid, "VM.Backup"));
    }

    private void requireContent(String storage) {
        if (!dataCenter().volumes().storage(storage).accepts("backup")) {
            throw ApiException.failure("could not get storage information for '" + storage + "': can't use storage '"
                    + storage + "' for backups - wrong content type");
        }
    }

    private static String commandLine(Call call) {
        StringBuilder line = new StringBuilder(String.join(" ", call.list("vmid")));
        new TreeMap<>(call.parameters()).forEach((name, values) -> {
            if (!name.equals("vmid") && !name.equals("node")) {
                line.append(" --").append(name).append(' ').append(values.get(0));
            }
        });
        return line.toString().trim();
    }
}
