package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.Networks;
import io.jenkins.plugins.proxmox.embedded.task.Task;
import io.jenkins.plugins.proxmox.embedded.task.TaskLog;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;

/** Starts, stops and resets virtual machines. */
final class MachineStartCalls {
    private final Services services;
    private final MachinePower power;

    MachineStartCalls(Services services, MachinePower power) {
        this.services = services;
        this.power = power;
    }

    void register(Routes routes) {
        routes.on("POST", MachinePower.STATUS + "start", this::start)
                .on("POST", MachinePower.STATUS + "stop", this::stop)
                .on("POST", MachinePower.STATUS + "reset", this::reset);
    }

    private Answer start(Call call) {
        ConfigChecks.requireRootFor(call, "skiplock");
        return services.run(call, plan(call));
    }

    TaskPlan plan(Call call) {
        return power.plan(call, "qmstart")
                .step(log -> prepare(call, log))
                .work()
                .step(log -> power.boot(power.guest(call)));
    }

    private void prepare(Call call, TaskLog log) {
        Guest guest = power.guest(call);
        if (!MachinePower.isHibernated(guest) && !call.flag("skiplock")) {
            guest.requireUnlocked();
        }
        if (guest.isTemplate()) {
            throw ApiException.failure("you can't start a vm if it's a template");
        }
        if (guest.isRunning()) {
            throw ApiException.failure("VM " + guest.vmid() + " already running");
        }
        if (guest.drives().stream().anyMatch(Drive::isCloudInit)) {
            log.add("generating cloud-init ISO");
        }
        requireProcessors(guest);
        for (Networks.Device device : Networks.devices(guest)) {
            device.bridge().ifPresent(bridge -> requireBridge(bridge, log));
        }
    }

    /** The node counts those that could be plugged in later, too. */
    private void requireProcessors(Guest guest) {
        int there = services.dataCenter().node(guest.node()).orElseThrow().processors();
        int most = GuestFacts.cpus(guest);
        if (most > there) {
            throw ApiException.failure("MAX " + there + " vcpus allowed per VM on this node");
        }
        if (guest.setting("vcpus").map(Integer::parseInt).orElse(most) > most) {
            throw ApiException.failure("start failed: QEMU exited with code 1");
        }
    }

    private void requireBridge(String bridge, TaskLog log) {
        if (!services.dataCenter().bridges().contains(bridge)) {
            log.add("bridge '" + bridge + "' does not exist");
            throw ApiException.failure("start failed: QEMU exited with code 1");
        }
    }

    private Answer stop(Call call) {
        ConfigChecks.requireRootFor(call, "skiplock");
        if (call.flag("overrule-shutdown")) {
            overrule(services, call, "qmshutdown");
        }
        return services.run(
                call,
                power.plan(call, "qmstop")
                        .step(log -> power.guest(call).requireUnlocked())
                        .work()
                        .step(log -> power.guest(call).stop()));
    }

    /** Gets rid of shutdowns that hold the lock. They are killed, so that their logs end without an outcome. */
    static void overrule(Services services, Call call, String type) {
        for (Task task : services.tasks().active()) {
            if (task.upid().type().equals(type) && task.upid().id().equals("" + call.vmid())) {
                if (task.log().lines().isEmpty()) {
                    task.log().add("QEMU Guest Agent is not running - received interrupt");
                }
                services.runner().kill(task);
            }
        }
    }

    private Answer reset(Call call) {
        ConfigChecks.requireRootFor(call, "skiplock");
        power.requireRunning(call);
        return services.run(
                call,
                power.plan(call, "qmreset")
                        .step(log -> power.guest(call).requireUnlocked())
                        .work()
                        .step(log -> power.guest(call).reset()));
    }
}
