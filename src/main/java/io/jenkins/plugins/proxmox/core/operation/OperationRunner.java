package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.Overview;
import io.jenkins.plugins.proxmox.core.placement.VmIdAllocator;
import io.jenkins.plugins.proxmox.core.task.TaskApi;
import io.jenkins.plugins.proxmox.core.task.TaskWatcher;
import io.jenkins.plugins.proxmox.core.task.Timing;
import io.jenkins.plugins.proxmox.core.value.VmIdRange;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs operations on one cluster. One runner per cluster keeps them from taking the same VMID. */
public final class OperationRunner {
    private static final Logger LOGGER = Logger.getLogger(OperationRunner.class.getName());

    /** Each takes a second or two at most, and most of them far less. */
    private static final int ERRANDS = 16;

    private final ApiClient client;
    private final Cluster cluster;
    private final TaskApi tasks;
    private final TaskWatcher watcher;
    private final Timing timing;
    private final VmIdAllocator vmIds;
    private final Overview overview;
    private final GuestAgents agents = GuestAgents.create();
    private final Errands errands = new Errands(ERRANDS, "Proxmox errands");
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean retired;

    /**
     * Runs operations that take the VMIDs of new guests as the cluster hands them out.
     *
     * @param client closed by {@link #retire}, by {@link #close}, or by whoever made it
     * @param timing on whose threads the operations run
     */
    public OperationRunner(ApiClient client, Timing timing) {
        this(client, timing, Optional.empty());
    }

    /**
     * @param client closed by {@link #retire}, by {@link #close}, or by whoever made it
     * @param timing on whose threads the operations run
     * @param vmIdRange where the VMIDs of new guests come from; any that are free if absent
     */
    public OperationRunner(ApiClient client, Timing timing, Optional<VmIdRange> vmIdRange) {
        this.client = client;
        this.timing = timing;
        cluster = new Cluster(client.once(), timing);
        tasks = cluster.tasks().api();
        watcher = cluster.tasks().watcher();
        vmIds = new VmIdAllocator(timing::now, vmIdRange);
        overview = new Overview(cluster);
    }

    /** The cluster that operations run on. */
    public Cluster cluster() {
        return cluster;
    }

    /** What the cluster has, for people to choose from. */
    public Overview overview() {
        return overview;
    }

    /** Begins an operation that ends with the process; gives back at once, before anything was sent. */
    public <R> OperationRun<R> start(Operation<R> operation, OperationOptions options, OperationConsole console) {
        return start(operation, options, console, Checkpoints.NONE);
    }

    /** Begins an operation that gets a name of its own; gives back at once, before anything was sent. */
    public <R> OperationRun<R> start(
            Operation<R> operation, OperationOptions options, OperationConsole console, Checkpoints checkpoints) {
        return start(UUID.randomUUID().toString(), operation, options, console, checkpoints);
    }

    /**
     * Begins an operation; gives back at once, before anything was sent.
     *
     * @param id names the operation; no other ever has the same
     * @param checkpoints where it is kept how far the operation is
     */
    public <R> OperationRun<R> start(
            String id,
            Operation<R> operation,
            OperationOptions options,
            OperationConsole console,
            Checkpoints checkpoints) {
        Course course = new Course(id, operation, timing.now().plus(options.timeout()), checkpoints);
        OperationRun<R> run = follow(operation, course, options, console);
        run.begin();
        return run;
    }

    /**
     * Takes an operation up again where its last checkpoint says; gives back at once.
     *
     * @param json the last checkpoint
     * @throws ProxmoxException if it can't be read
     */
    public <R> OperationRun<R> resume(
            Operation<R> operation,
            String json,
            OperationOptions options,
            OperationConsole console,
            Checkpoints checkpoints) {
        Course course = new Course(Checkpoint.parse(json), checkpoints, timing.now(), options.timeout());
        OperationRun<R> run = follow(operation, course, options, console);
        run.resume();
        return run;
    }

    private <R> OperationRun<R> follow(
            Operation<R> operation, Course course, OperationOptions options, OperationConsole console) {
        OperationRun<R> run = new OperationRun<>(this, operation, course, options, console);
        underWay.incrementAndGet();
        run.result().whenComplete((result, failure) -> {
            underWay.decrementAndGet();
            closeIfIdle();
        });
        return run;
    }

    /** Closes the client as soon as the last operation that is under way has ended; no other must begin. */
    public void retire() {
        retired = true;
        closeIfIdle();
    }

    private void closeIfIdle() {
        if (retired && underWay.get() == 0) {
            close();
        }
    }

    /**
     * Closes the client, whatever is under way; only for somebody who has stopped the timing, so that no operation goes on,
     * and whatever it was doing is done.
     */
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "Connections may stay open until the server closes them", e);
        }
    }

    ApiClient client() {
        return client;
    }

    TaskApi tasks() {
        return tasks;
    }

    TaskWatcher watcher() {
        return watcher;
    }

    Timing timing() {
        return timing;
    }

    GuestAgents agents() {
        return agents;
    }

    Errands errands() {
        return errands;
    }

    VmIdAllocator vmIds() {
        return vmIds;
    }
}
