package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.console.Consoles;
import io.jenkins.plugins.proxmox.core.task.Polling;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.Waiting;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * A VM or a container, on the node where it was found.
 *
 * <p>A method that gives a {@link Task} only begins something; the task tells how that ends. Any method throws
 * {@link ProxmoxException} if Proxmox refuses.
 */
public abstract sealed class Guest permits VirtualMachine, Container {
    final Site site;
    private final VmId vmid;
    private final String node;

    Guest(Site site, VmId vmid, String node) {
        this.site = site;
        this.vmid = vmid;
        this.node = node;
    }

    static Guest of(Site site, GuestType type, VmId vmid, String node) {
        return switch (type) {
            case VIRTUAL_MACHINE -> new VirtualMachine(site, vmid, node);
            case CONTAINER -> new Container(site, vmid, node);
        };
    }

    /** The guest's number. */
    public final VmId vmid() {
        return vmid;
    }

    /** The node that had the guest when it was looked up. */
    public final String node() {
        return node;
    }

    /** VM or container. */
    public abstract GuestType type();

    /** What the guest does at this moment: {@code GET .../status/current}. */
    public final GuestStatus status() {
        return GuestStatus.of(site.get(path().and("status", "current")));
    }

    /** Whether it runs and executes, as far as the node can tell; says nothing of the system inside. */
    public final boolean ready() {
        GuestStatus now = status();
        return now.running() && !now.paused();
    }

    /**
     * Waits, without holding a thread, until its state is as it should be.
     *
     * @param timeout when to give up
     * @return fails with {@link Problem.TimedOut}
     */
    public final CompletableFuture<GuestStatus> whenStatus(Predicate<GuestStatus> wanted, Duration timeout) {
        return Polling.until(
                site.tasks().timing(),
                this + " to get into the state that is waited for",
                timeout,
                Duration.ZERO,
                () -> Optional.of(status()).filter(wanted));
    }

    /**
     * Blocks until its state is as it should be.
     *
     * @param timeout when to give up
     * @throws ProxmoxException with {@link Problem.TimedOut}
     */
    public final GuestStatus awaitStatus(Predicate<GuestStatus> wanted, Duration timeout) {
        return Waiting.result(whenStatus(wanted, timeout));
    }

    /** What it used, from the earliest on: {@code GET .../rrddata}. */
    public final List<Sample> statistics(Sample.Timeframe timeframe, Sample.Consolidation consolidation) {
        return Sample.list(site, path(), timeframe, consolidation);
    }

    /** The configuration, changes that wait for a restart included: {@code GET .../config}. */
    public final GuestConfig config() {
        return GuestConfig.of(site.get(path().and("config")));
    }

    /** The configuration that is in effect, without changes that wait: {@code GET .../config} with {@code current}. */
    public final GuestConfig configInEffect() {
        return GuestConfig.of(site.call(ApiRequest.get(path().and("config")).with("current", true)));
    }

    /** How the configuration is changed. */
    public final Configuration configuration() {
        return new Configuration(site, this);
    }

    /** Its snapshots. */
    public final Snapshots snapshots() {
        return new Snapshots(site, this);
    }

    /** Its backups. */
    public final GuestBackups backups() {
        return new GuestBackups(site, this);
    }

    /** Tickets with which somebody can look at its screen. */
    public final Consoles consoles() {
        return new Consoles(site.tasks(), path(), type());
    }

    /** Starts the guest: {@code POST .../status/start}. */
    public final Task start() {
        return power("start", Parameters.NONE);
    }

    /** Switches the guest off: {@code POST .../status/stop}. Waits for a shutdown that is under way. */
    public final Task stop() {
        return power("stop", Parameters.NONE);
    }

    /**
     * Switches the guest off, and ends a shutdown that is under way: {@code POST .../status/stop} with
     * {@code overrule-shutdown}. Before PVE 8.2 the same as {@link #stop}. Not for guests under high availability.
     */
    public final Task stopAtOnce() {
        return site.differences().overrulesShutdown(node)
                ? power("stop", Parameters.NONE.with("overrule-shutdown", true))
                : stop();
    }

    /**
     * Asks the guest to shut down: {@code POST .../status/shutdown}. The task holds the guest's lock until its end.
     *
     * @param patience how long the guest may take, in whole seconds, at least one
     * @param force whether it is switched off then; if not, the task fails
     */
    public final Task shutdown(Duration patience, boolean force) {
        return power(
                "shutdown",
                Parameters.NONE
                        .with("timeout", Math.max(1, patience.toSeconds()))
                        .with("forceStop", force));
    }

    /**
     * Asks the guest to shut down and starts it again: {@code POST .../status/reboot}. A VM starts after the task's end.
     *
     * @param patience how long it may take to shut down, in whole seconds, at least one
     */
    public final Task reboot(Duration patience) {
        return power("reboot", Parameters.NONE.with("timeout", Math.max(1, patience.toSeconds())));
    }

    /**
     * Stops executing and keeps everything in memory: {@code POST .../status/suspend}. VMs only.
     *
     * @throws ProxmoxException with {@link Problem.Unsupported} for a container
     */
    public abstract Task suspend();

    /**
     * Goes on after {@link #suspend} or {@link VirtualMachine#hibernate}: {@code POST .../status/resume}. VMs only.
     *
     * @throws ProxmoxException with {@link Problem.Unsupported} for a container
     */
    public abstract Task resume();

    /**
     * Clones the guest: {@code POST .../clone}. The task runs on this node and bears this guest's VMID, not the clone's.
     * A clone inherits tags, protection and start at boot.
     *
     * @throws ProxmoxException with {@link Problem.AlreadyExists} if somebody has the VMID; that can also show in the
     *     task
     */
    public abstract Creation<? extends Guest> cloneTo(CloneCall call);

    /**
     * Makes it a template, which can't be undone: {@code POST .../template}. It has to be off and without snapshots.
     */
    public abstract Task convertToTemplate();

    /**
     * Whether a linked clone is possible: {@code GET .../feature?feature=clone}. The node knows what the storages of this
     * guest can do.
     */
    public final boolean canBeClonedLinked() {
        return site.call(ApiRequest.get(path().and("feature")).with("feature", "clone"))
                .flag("hasFeature");
    }

    /** Whether a snapshot is possible: {@code GET .../feature?feature=snapshot}. */
    public final boolean canHaveSnapshots() {
        return site.call(ApiRequest.get(path().and("feature")).with("feature", "snapshot"))
                .flag("hasFeature");
    }

    /**
     * Brings it to another node: {@code POST .../migrate}. Under high availability the task ends before the guest has
     * moved. Afterwards this object is of no use, the guest has to be looked up again.
     */
    public final Task migrate(MigrateCall call) {
        return site.begin(ApiRequest.post(path().and("migrate")).with(call.parameters(type())));
    }

    /**
     * Destroys the guest with all its disks and snapshots: {@code DELETE .../{vmid}}. It has to be off and not protected;
     * its backups stay.
     *
     * @param purge whether it is also taken out of backup jobs, replication and high availability; without, a guest that
     *     is used there is refused
     */
    public final Task destroy(boolean purge) {
        ApiRequest request = ApiRequest.delete(path());
        return site.begin(purge ? request.with("purge", true) : request);
    }

    /**
     * The addresses that others can reach the guest at, IPv4 before IPv6; empty as long as it has none. Fails with
     * {@link Problem.WrongState} while whoever knows them does not run yet.
     */
    public final List<String> addresses() {
        return addresses(config());
    }

    /** The same, for whoever asks repeatedly and knows the configuration already. */
    public abstract List<String> addresses(GuestConfig config);

    final ApiPath path() {
        return ApiPath.of("nodes", node, type().path(), vmid);
    }

    final Task power(String action, Parameters parameters) {
        return site.begin(ApiRequest.post(path().and("status", action)).with(parameters));
    }

    /** {@code VM 101 on pve1}. */
    @Override
    public final String toString() {
        return type().noun() + " " + vmid + " on " + node;
    }
}
