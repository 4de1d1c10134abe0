package io.jenkins.plugins.proxmox.cloud.connector;

import hudson.ExtensionPoint;
import hudson.model.Describable;
import hudson.slaves.ComputerLauncher;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.core.placement.Template;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** How Jenkins and the agent's process in a guest get to each other. */
public abstract class AgentConnector implements Describable<AgentConnector>, ExtensionPoint {
    /** After so long Proxmox VE knows, too, that a guest does not run any more. */
    public static final Duration SETTLED = Duration.ofSeconds(5);

    /** Where agents have their files if the template does not say. */
    public abstract String usualRemoteRoot();

    /** The same in a Windows. */
    String usualWindowsRoot() {
        return "C:\\jenkins-agent";
    }

    /**
     * Says what the guest must have to be connected to, before it is made.
     *
     * @param cloud the id of the agent's cloud
     * @param template what it is cloned from
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException if it could never be connected to
     */
    public abstract void prepare(CloneRequest request, String cloud, Template template) throws IOException;

    /** Whether the template must have the guest agent. */
    public boolean needsGuestAgent() {
        return false;
    }

    /** Whether the guest is told something by cloud-init. */
    public boolean needsCloudInit() {
        return false;
    }

    /** Waits until the guest is ready to be connected to, and changes nothing in it. */
    public void awaitReady(Connecting connecting) throws IOException, InterruptedException {
        // Ready at once.
    }

    /**
     * Connects; when this returns, the agent is online. Called again when the connection was lost.
     *
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException or IOException if it can't, with a message for people
     */
    public abstract void connect(Connecting connecting) throws IOException, InterruptedException;

    /** How long it is no use to connect again after a connection has broken: its agent does so itself, or the guest goes down. */
    public Duration settling() {
        return SETTLED;
    }

    /**
     * @param remoteRoot where agents have their files
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException if something in it can't be right
     */
    public void check(String remoteRoot) {
        // Most can't be wrong.
    }

    /** As what Jenkins accepts connections from agents; empty if they never connect by themselves. */
    public Optional<ComputerLauncher> acceptedAs() {
        return Optional.empty();
    }
}
