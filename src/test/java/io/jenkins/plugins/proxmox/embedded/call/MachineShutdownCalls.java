package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.task.TaskLog;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import java.time.Duration;

/** Asks virtual machines to shut down, for good or to come up again. */
final class MachineShutdownCalls {
    private static final int PATIENCE_SECONDS = 60;

    private final Services services;
    private final MachinePower power;
    private final MachineStartCalls starts;

    MachineShutdownCalls(Services services, MachinePower power, MachineStartCalls starts) {
        this.services = services;
        this.power = power;
        this.starts = starts;
    }

    void register(Routes routes) {
        routes.on("POST", MachinePower.STATUS + "shutdown", this::shutdown)
                .on("POST", MachinePower.STATUS + "reboot", this::reboot);
    }

    private Answer shutdown(Call call) {
        ConfigChecks.requireRootFor(call, "skiplock");
        power.requireNotPaused(call);
        return services.run(
                call, plan(call, "qmshutdown").step(log -> finish(power.guest(call), call.flag("forceStop"), log)));
    }

    private Answer reboot(Call call) {
        power.requireRunning(call);
        power.requireNotPaused(call);
        return services.run(call, plan(call, "qmreboot").step(log -> {
            finish(power.guest(call), false, log);
            // The machine comes up again by a task of its own, which nobody is told of.
            services.runner().start(call.node(), Caller.user("root@pam"), starts.plan(call));
        }));
    }

    private TaskPlan plan(Call call, String type) {
        Duration patience = services.seconds(call.number("timeout", PATIENCE_SECONDS));
        return power.plan(call, type)
                .step(log -> ask(power.guest(call), log))
                .work(usual -> ignores(power.guest(call)) ? patience : usual);
    }

    private void ask(Guest guest, TaskLog log) {
        guest.requireUnlocked();
        if (guest.isRunning() && GuestFacts.isAgentConfigured(guest) && !AgentCalls.answers(guest)) {
            log.add("QEMU Guest Agent is not running - VM " + guest.vmid()
                    + (services.version() == PveVersion.V9 ? " qga" : " qmp")
                    + " command 'guest-ping' failed - got timeout");
        }
    }

    private static boolean ignores(Guest guest) {
        return guest.isRunning() && guest.system().ignoresShutdown();
    }

    private static void finish(Guest guest, boolean force, TaskLog log) {
        if (ignores(guest)) {
            if (!force) {
                throw ApiException.failure("VM quit/powerdown failed - got timeout");
            }
            log.add("VM quit/powerdown failed - terminating now with SIGTERM");
        }
        guest.stop();
    }
}
