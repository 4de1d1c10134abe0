package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Node;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;

/** Brings guests to another node; volumes that are not shared go along. */
final class MigrateCalls {
    private final Services services;
    private final GuestKind kind;

    MigrateCalls(Services services, GuestKind kind) {
        this.services = services;
        this.kind = kind;
    }

    void register(Routes routes) {
        routes.on("POST", GuestCalls.pathOf(kind) + "/migrate", this::migrate);
    }

    private DataCenter dataCenter() {
        return services.dataCenter();
    }

    private Guest guest(Call call) {
        return dataCenter().guest(kind, call.node(), call.vmid());
    }

    private Answer migrate(Call call) {
        String target = call.text("target");
        if (target.equals(call.node())) {
            throw ApiException.parameter("target", "target is local node.");
        }
        if (dataCenter().node(target).filter(Node::online).isEmpty()) {
            throw ApiException.failure("no such cluster node '" + target + "'");
        }
        Guest guest = guest(call);
        guest.requireUnlocked();
        requireMovable(call, guest);
        ConfigLock lock = new ConfigLock("migrate");
        String type = kind.isVirtualMachine() ? "qmigrate" : "vzmigrate";
        return services.run(
                call,
                TaskPlan.of(type, call.vmid())
                        .lock(kind.lockFile(call.vmid()), services.seconds(10))
                        .step(log -> {
                            lock.take(guest(call));
                            log.add("starting migration of " + kind.word() + " " + call.vmid() + " to node '" + target
                                    + "'");
                        })
                        .work()
                        .step(log -> {
                            lock.release();
                            move(guest(call), target);
                            log.add("migration finished successfully (duration 00:00:01)");
                        })
                        .undo(lock::release));
    }

    private void requireMovable(Call call, Guest guest) {
        if (!guest.isRunning()) {
            return;
        }
        if (!kind.isVirtualMachine()) {
            if (!call.flag("restart")) {
                throw ApiException.failure("lxc live migration is currently not implemented");
            }
            return;
        }
        if (!call.flag("online")) {
            throw ApiException.failure("can't migrate running VM without --online");
        }
        boolean local = guest.disks().stream()
                .map(Drive::storage)
                .anyMatch(id -> !dataCenter().volumes().storage(id).shared());
        if (local && !call.flag("with-local-disks")) {
            throw ApiException.failure("can't live migrate attached local disks without with-local-disks option");
        }
    }

    private void move(Guest guest, String target) {
        dataCenter().volumes().move(guest.node(), target, guest.vmid());
        guest.moveTo(target);
    }
}
