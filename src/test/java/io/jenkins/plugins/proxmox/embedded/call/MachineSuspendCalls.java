package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.Power;

/** Pauses, hibernates and resumes virtual machines. */
final class MachineSuspendCalls {
    private final Services services;
    private final MachinePower power;

    MachineSuspendCalls(Services services, MachinePower power) {
        this.services = services;
        this.power = power;
    }

    void register(Routes routes) {
        routes.on("POST", MachinePower.STATUS + "suspend", this::suspend)
                .on("POST", MachinePower.STATUS + "resume", this::resume);
    }

    private Answer suspend(Call call) {
        ConfigChecks.requireRootFor(call, "skiplock");
        power.requireRunning(call);
        return call.flag("todisk") ? hibernate(call) : pause(call);
    }

    private Answer pause(Call call) {
        return services.run(
                call,
                power.plan(call, "qmpause")
                        .step(log -> power.guest(call).requireUnlocked())
                        .work()
                        .step(log -> power.guest(call).setPower(Power.PAUSED)));
    }

    private Answer hibernate(Call call) {
        services.permissions().require(call.caller(), "/vms/" + call.vmid(), "VM.Config.Disk");
        call.find("statestorage").ifPresent(storage -> {
            services.dataCenter().volumes().storage(storage);
            services.permissions().require(call.caller(), "/storage/" + storage, "Datastore.AllocateSpace");
        });
        return services.run(
                call,
                power.plan(call, "qmsuspend")
                        .step(log -> {
                            power.guest(call).requireUnlocked();
                            power.guest(call).setLock("suspending");
                        })
                        .unlock(MachinePower.KIND.lockFile(call.vmid()))
                        // Nothing is undone: a failure leaves the lock "suspending".
                        .work()
                        .step(log -> {
                            power.guest(call).stop();
                            power.guest(call).setLock("suspended");
                        }));
    }

    private Answer resume(Call call) {
        ConfigChecks.requireRootFor(call, "skiplock");
        if (power.find(call).filter(MachinePower::isHibernated).isEmpty()) {
            power.requireRunning(call);
        }
        return services.run(call, power.plan(call, "qmresume").work().step(log -> {
            Guest guest = power.guest(call);
            if (MachinePower.isHibernated(guest)) {
                power.boot(guest);
            } else {
                guest.requireUnlocked();
                guest.setPower(Power.RUNNING);
            }
        }));
    }
}
