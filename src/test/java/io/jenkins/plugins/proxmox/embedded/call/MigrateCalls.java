package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Node;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import java.util.List;

/** Brings guests to another node; volumes that are not shared go along. */
final class MigrateCalls {
    private static final List<String> FOR_ROOT = List.of("force", "migration_type", "migration_network");

    private final Services services;
    private final GuestKind kind;

    MigrateCalls(Services services, GuestKind kind) {
        this.services = services;
        this.kind = kind;
    }

    void register(Routes routes) {
        String path = GuestCalls.pathOf(kind) + "/migrate";
        routes.on("GET", path, this::preconditions).on("POST", path, this::migrate);
    }

    private DataCenter dataCenter() {
        return services.dataCenter();
    }

    private Guest guest(Call call) {
        return dataCenter().guest(kind, call.node(), call.vmid());
    }

    private Answer preconditions(Call call) {
        Guest guest = guest(call);
        guest.requireUnlocked();
        List<String> others = dataCenter().nodes().stream()
                .map(Node::name)
                .filter(name -> !name.equals(call.node()))
                .toList();
        Facts facts = new Facts().with("running", guest.isRunning());
        if (!kind.isVirtualMachine()) {
            return Answer.of(facts.with("allowed-nodes", others).with("not-allowed-nodes", new Facts()));
        }
        // Version 7 only knows of nodes for machines that are off.
        if (services.version().atLeast(PveVersion.V8) || !guest.isRunning()) {
            facts.with("allowed_nodes", others).with("not_allowed_nodes", new Facts());
        }
        facts.with("local_disks", new MigrationScan(dataCenter(), guest).localDisks())
                .with("local_resources", List.of());
        if (services.version().atLeast(PveVersion.V8)) {
            facts.with("mapped-resources", List.of());
        }
        if (services.version().atLeast(PveVersion.V9)) {
            facts.with("mapped-resource-info", new Facts()).with("has-dbus-vmstate", true);
        }
        return Answer.of(facts);
    }

    private Answer migrate(Call call) {
        String target = call.text("target");
        if (target.equals(call.node())) {
            throw ApiException.parameter("target", "target is local node.");
        }
        if (dataCenter().node(target).isEmpty()) {
            throw ApiException.failure("no such cluster node '" + target + "'");
        }
        requireRoot(call);
        Guest guest = guest(call);
        if (kind.isVirtualMachine()) {
            guest.requireUnlocked();
        }
        requireMode(call, guest);
        StorageMap storages = StorageMap.of(services, kind, call);
        TaskPlan migration = plan(call, target, storages);
        return services.run(call, guest.isHighlyAvailable() ? request(call, migration) : migration);
    }

    /** The HA manager does it later on, in a task of its own. */
    private TaskPlan request(Call call, TaskPlan migration) {
        return TaskPlan.of("hamigrate", call.vmid())
                .step(log -> log.add("Requesting HA migration for " + kind.word() + " " + call.vmid() + " to node "
                        + call.text("target")))
                .work()
                .step(log -> services.runner().start(call.node(), Caller.user("root@pam"), migration));
    }

    private void requireRoot(Call call) {
        for (String parameter : FOR_ROOT) {
            if (call.has(parameter) && !call.caller().isRoot()) {
                throw ApiException.parameter(parameter, "Only root may use this option.");
            }
        }
    }

    private void requireMode(Call call, Guest guest) {
        if (!guest.isRunning() || call.flag("online")) {
            return;
        }
        if (kind.isVirtualMachine()) {
            throw ApiException.failure("can't migrate running VM without --online");
        }
        if (!call.flag("restart")) {
            throw ApiException.failure("can't migrate running container without --online or --restart");
        }
    }

    private TaskPlan plan(Call call, String target, StorageMap storages) {
        ConfigLock lock = new ConfigLock("migrate");
        Migration migration = new Migration(services, kind, call, storages);
        return TaskPlan.of(kind.isVirtualMachine() ? "qmigrate" : "vzmigrate", call.vmid())
                .lock(kind.lockFile(call.vmid()), services.seconds(10))
                .step(log -> {
                    log.add("starting migration of " + kind.word() + " " + call.vmid() + " to node '" + target
                            + "' (192.0.2."
                            + dataCenter().node(target).orElseThrow().id() + ")");
                    migration.prepare(guest(call), log);
                    lock.take(guest(call));
                })
                .work()
                .step(log -> {
                    lock.release();
                    migration.finish(guest(call), log);
                })
                .undo(lock::release);
    }

    /** Whether a drive's volume is to be found on one node only. */
    static boolean isLocal(DataCenter dataCenter, Drive drive) {
        return drive.isVolume()
                && !dataCenter.volumes().storage(drive.storage()).shared();
    }
}
