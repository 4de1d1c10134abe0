package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Power;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import java.util.Optional;

/** What the power actions of virtual machines have in common. What does not fit the state fails mostly in the task. */
final class MachinePower {
    static final GuestKind KIND = GuestKind.VIRTUAL_MACHINE;
    static final String STATUS = GuestCalls.pathOf(KIND) + "/status/";

    private final Services services;

    MachinePower(Services services) {
        this.services = services;
    }

    /** The beginning of every action: nothing is done without the lock file. */
    TaskPlan plan(Call call, String type) {
        return TaskPlan.of(type, call.vmid()).lock(KIND.lockFile(call.vmid()), services.seconds(10));
    }

    Guest guest(Call call) {
        return services.dataCenter().guest(KIND, call.node(), call.vmid());
    }

    Optional<Guest> find(Call call) {
        return services.dataCenter().findGuest(KIND, call.node(), call.vmid());
    }

    void requireRunning(Call call) {
        if (find(call).filter(Guest::isRunning).isEmpty()) {
            throw ApiException.failure("VM " + call.vmid() + " not running");
        }
    }

    void requireNotPaused(Call call) {
        if (find(call).filter(guest -> guest.power() == Power.PAUSED).isPresent() && !call.flag("forceStop")) {
            throw ApiException.failure("VM is paused - cannot shutdown");
        }
    }

    static boolean isHibernated(Guest guest) {
        return guest.lock().filter("suspended"::equals).isPresent();
    }

    void boot(Guest guest) {
        if (isHibernated(guest)) {
            guest.removeLock();
            guest.config().remove("vmstate");
        }
        guest.start(services.dataCenter().newPid());
    }
}
