package io.jenkins.plugins.proxmox.embedded.state;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is installed inside a guest and how it behaves; copied to clones, the address excepted. */
public final class GuestSystem {
    private boolean agent;
    private boolean ignoresShutdown;
    private Duration bootTime;
    private String address;
    private final Map<String, byte[]> files = new HashMap<>();
    private final GuestCommands commands;

    GuestSystem(boolean agent, Duration bootTime) {
        this(agent, bootTime, new GuestCommands());
    }

    private GuestSystem(boolean agent, Duration bootTime, GuestCommands commands) {
        this.agent = agent;
        this.bootTime = bootTime;
        this.commands = commands;
    }

    /** For a clone: the same, but without its address. */
    public GuestSystem copy() {
        GuestSystem copy = new GuestSystem(agent, bootTime, commands.copy());
        copy.ignoresShutdown = ignoresShutdown;
        copy.files.putAll(files);
        return copy;
    }

    /** Whether the QEMU guest agent is installed; whether it is configured stands in the guest's configuration. */
    public boolean hasAgent() {
        return agent;
    }

    public void setAgent(boolean agent) {
        this.agent = agent;
    }

    public boolean ignoresShutdown() {
        return ignoresShutdown;
    }

    public void setIgnoresShutdown(boolean ignores) {
        this.ignoresShutdown = ignores;
    }

    /** From the start until the guest agent answers and addresses are there. */
    public Duration bootTime() {
        return bootTime;
    }

    public void setBootTime(Duration bootTime) {
        this.bootTime = bootTime;
    }

    public Optional<String> address() {
        return Optional.ofNullable(address);
    }

    public void setAddress(String address) {
        this.address = address;
    }

    public Map<String, byte[]> files() {
        return files;
    }

    public GuestCommands commands() {
        return commands;
    }
}
