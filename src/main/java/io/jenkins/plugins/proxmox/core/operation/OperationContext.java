package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.placement.VmIdAllocator;
import io.jenkins.plugins.proxmox.core.policy.GuestTraits;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.task.Upid;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What a stage works with. */
public interface OperationContext {
    /** The cluster. */
    Cluster cluster();

    /** What the operation has found out and decided so far. */
    Memo memo();

    /** Names the operation. */
    String id();

    /** What a guest with this VMID bears if this operation makes it. */
    Mark mark(VmId vmid);

    /** Whether a guest was made by the same controller, whichever operation it was, but for an agent. */
    boolean isOwn(VmId vmid, GuestConfig config);

    /**
     * Lets only pass what may be done with a guest on behalf of whoever asked for the operation. Each operation calls this
     * of every guest that it is about before it changes anything.
     *
     * @throws ProxmoxException with {@link Problem.Denied}
     */
    void permit(Right right, FoundGuest guest);

    /** The same of a guest in a list. */
    void permit(Right right, GuestEntry guest);

    /**
     * Whether something may be done with a guest of a list, for whoever leaves out what may not. Only a guest that is
     * tagged as if the same controller had made it is asked for more.
     */
    boolean permits(Right right, GuestEntry guest);

    /** Lets only pass what may be done with a guest that is not there yet. */
    void permit(Right right, GuestTraits guest);

    /** The same, where it costs something to find out what the guest is like. */
    void permit(Right right, Supplier<GuestTraits> guest);

    /** The same of what goes with no particular guest. */
    void permit(Right right);

    /** Where VMIDs for new guests come from. */
    VmIdAllocator vmIds();

    /** The task that this stage has awaited, if it made one. */
    Optional<Upid> task();

    /** Everything that a task has written. */
    List<String> log(Upid upid);

    /** When guest agents are asked that may not answer yet. */
    GuestAgents agents();

    /** Where things are done for which no other operation shall wait. */
    Errands errands();

    /** The time of day. */
    Instant now();

    /** How much time the operation has left, never negative. */
    Duration remaining();

    /** Whether this stage has met a lock before; then it should look whether that is gone before it makes a task. */
    boolean obstructed();

    /** Whether this stage has made its call before, and nobody knows for sure that it was not carried out. */
    boolean repeated();

    /** Whether a call that was made before the operation turned round may still be on its way. */
    boolean mayStillArrive();

    /** Tells people what is being done from now on, as in {@code Starting web (101) on pve1}; errors begin with it. */
    void doing(String activity);

    /** Tells people something else that matters. */
    void say(String sentence);

    /** Shows people lines that a command inside a guest wrote, unless they want it quiet. */
    void show(List<String> lines);

    /** Keeps the memo as it is now, as far as that is possible, so that nothing is shown again after a restart. */
    void note();
}
