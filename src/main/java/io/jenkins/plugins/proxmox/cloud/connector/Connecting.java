package io.jenkins.plugins.proxmox.cloud.connector;

import hudson.slaves.ComputerLauncher;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.proxmox.core.operation.Memo;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import java.io.IOException;
import java.time.Duration;

/** What a connector knows of an agent whose guest is there, on its way to be online. */
public interface Connecting {
    SlaveComputer computer();

    /** The name of the agent. */
    String name();

    /** Where the agent has its files. */
    String remoteRoot();

    /** The id of the agent's cloud, which may be configured no longer. */
    String cloud();

    /** The guest, and where it was seen last. */
    Memo.Subject subject();

    /** What the guest bears as long as it is this agent's. */
    Mark mark();

    /** For people who wait for the agent. */
    AgentLog log();

    /** By when the agent must be online. */
    Deadline deadline();

    /**
     * Waits until the guest can be reached at a port of one of its addresses; starts it if it does not run.
     *
     * @return the address
     */
    String reach(int port) throws IOException, InterruptedException;

    /**
     * A Windows has other paths than the usual ones; that the guest is one can be told only when it is there.
     *
     * @param windowsRoot where agents have their files in one, if their template does not say
     */
    void chooseRoot(String windowsRoot) throws IOException;

    /**
     * Remembers the host key that the guest showed first.
     *
     * @return the one that it showed first, now or earlier
     */
    String firstHostKey(String shown) throws IOException;

    /**
     * Waits until the agent is online. One whose build was short may be offline again, and not come back.
     *
     * @return whether it is, or was since its launch began
     */
    boolean awaitOnline(Duration most) throws InterruptedException;

    /** Whether the agent was online before Jenkins was started, so that its process may find the way back alone. */
    boolean mayComeBack();

    /** Waits for so long, or until the agent is being removed. */
    void pause(Duration time) throws InterruptedException;

    /** Whether the agent is about to be removed. */
    boolean isEnding();

    /** Says what opens the connection, and has to close it. */
    void connectsBy(ComputerLauncher transport);

    /**
     * Runs an operation that leaves nothing behind, and waits for its end.
     *
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException if it fails
     */
    <R> R run(Operation<R> operation) throws InterruptedException;
}
