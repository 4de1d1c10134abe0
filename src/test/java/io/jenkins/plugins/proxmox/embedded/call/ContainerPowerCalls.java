package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import java.time.Duration;
import java.util.Optional;

/** Power actions of containers: what does not fit the state is refused at once, unlike with virtual machines. */
final class ContainerPowerCalls {
    private static final GuestKind KIND = GuestKind.CONTAINER;
    private static final int SHUTDOWN_SECONDS = 60;

    private final Services services;

    ContainerPowerCalls(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        String status = GuestCalls.pathOf(KIND) + "/status/";
        routes.on("POST", status + "start", this::start)
                .on("POST", status + "stop", this::stop)
                .on("POST", status + "shutdown", this::shutdown)
                .on("POST", status + "reboot", this::reboot)
                .on("POST", status + "suspend", this::suspend)
                .on("POST", status + "resume", this::resume);
    }

    private TaskPlan plan(Call call, String type) {
        return TaskPlan.of(type, call.vmid()).lock(KIND.lockFile(call.vmid()), services.seconds(10));
    }

    private Guest guest(Call call) {
        return services.dataCenter().guest(KIND, call.node(), call.vmid());
    }

    private Optional<Guest> running(Call call) {
        return services.dataCenter().findGuest(KIND, call.node(), call.vmid()).filter(Guest::isRunning);
    }

    private void requireRunning(Call call, String word) {
        if (running(call).isEmpty()) {
            throw ApiException.failure(word + " " + call.vmid() + " not running");
        }
    }

    private Answer start(Call call) {
        ConfigChecks.requireRootFor(call, "skiplock");
        if (running(call).isPresent()) {
            throw ApiException.failure("CT " + call.vmid() + " already running");
        }
        return services.run(call, startPlan(call));
    }

    private TaskPlan startPlan(Call call) {
        return plan(call, "vzstart")
                .step(log -> {
                    Guest guest = guest(call);
                    guest.requireUnlocked();
                    if (guest.isTemplate()) {
                        throw ApiException.failure("you can't start a CT if it's a template");
                    }
                })
                .work()
                .step(log -> guest(call).start(services.dataCenter().newPid()));
    }

    private Answer stop(Call call) {
        ConfigChecks.requireRootFor(call, "skiplock");
        requireRunning(call, "CT");
        if (call.flag("overrule-shutdown")) {
            MachineStartCalls.overrule(services, call, "vzshutdown");
        }
        return services.run(
                call,
                plan(call, "vzstop")
                        .step(log -> guest(call).requireUnlocked())
                        .work()
                        .step(log -> guest(call).stop()));
    }

    private Answer shutdown(Call call) {
        requireRunning(call, "CT");
        Duration patience = services.seconds(call.number("timeout", SHUTDOWN_SECONDS));
        boolean force = call.flag("forceStop");
        return services.run(
                call,
                plan(call, "vzshutdown")
                        .step(log -> guest(call).requireUnlocked())
                        .work(usual -> guest(call).system().ignoresShutdown() ? patience : usual)
                        .step(log -> {
                            if (guest(call).system().ignoresShutdown() && !force) {
                                throw ApiException.failure("container did not stop");
                            }
                            guest(call).stop();
                        }));
    }

    /** Stop and start within one task. */
    private Answer reboot(Call call) {
        // The word is that of virtual machines, here too.
        requireRunning(call, "VM");
        return services.run(
                call,
                plan(call, "vzreboot")
                        .step(log -> guest(call).requireUnlocked())
                        .work()
                        .step(log -> {
                            guest(call).stop();
                            guest(call).start(services.dataCenter().newPid());
                        }));
    }

    /** Needs a program that is not there. */
    private Answer suspend(Call call) {
        requireRunning(call, "CT");
        String command = "command 'lxc-checkpoint -n " + call.vmid() + " -s -D /var/lib/vz/dump' failed: exit code 1";
        return services.run(call, plan(call, "vzsuspend").work().step(log -> {
            log.add("lxc-checkpoint: " + call.vmid() + ": ../src/lxc/criu.c: criu_version_ok: 767"
                    + " No such file or directory - execing criu failed, is it installed?");
            throw ApiException.failure(command);
        }));
    }

    private Answer resume(Call call) {
        String problem = running(call).isPresent() ? " already running" : " not suspended";
        throw ApiException.failure("CT " + call.vmid() + problem);
    }
}
