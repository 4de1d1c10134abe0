package io.jenkins.plugins.proxmox.embedded;

import io.jenkins.plugins.proxmox.embedded.state.GuestCommands;
import io.jenkins.plugins.proxmox.embedded.state.GuestSystem;
import io.jenkins.plugins.proxmox.embedded.state.StateLock;
import java.util.List;
import java.util.Map;

/** What goes on inside a guest of the embedded Proxmox VE. */
public final class EmbeddedInside {
    private final StateLock lock;
    private final GuestSystem system;

    EmbeddedInside(StateLock lock, GuestSystem system) {
        this.lock = lock;
        this.system = system;
    }

    private EmbeddedInside change(Runnable what) {
        lock.run(what);
        return this;
    }

    /** Whether the guest agent was told to freeze the file systems, and not yet to thaw them. */
    public boolean isFrozen() {
        return lock.get(system::isFrozen);
    }

    public EmbeddedInside frozen(boolean frozen) {
        return change(() -> system.setFrozen(frozen));
    }

    /** The commands that were started through the guest agent and have not ended yet, in the order of their start. */
    public List<GuestCommands.Started> runningCommands() {
        return lock.get(() -> system.commands().running());
    }

    /** Ends a command for which the shell gave {@code Result.running()}. */
    public EmbeddedInside finish(int pid, GuestCommands.Result result) {
        return change(() -> system.commands().finish(pid, result));
    }

    /** How many bytes of each output the guest agent keeps; 16 MiB by default. */
    public EmbeddedInside outputLimit(int bytes) {
        return change(() -> system.commands().setOutputLimit(bytes));
    }

    /** Puts a file there, besides those that the guest agent writes. */
    public EmbeddedInside file(String path, byte[] content) {
        return change(() -> system.files().put(path, content.clone()));
    }

    /** Keeps its files there from now on, by their absolute paths; those that it has are copied there. */
    public EmbeddedInside files(Map<String, byte[]> place) {
        return change(() -> system.setFiles(place));
    }

    /** Removes a file, as a command inside does. */
    public EmbeddedInside removeFile(String path) {
        return change(() -> system.files().remove(path));
    }

    /**
     * An interface that is in no configuration, such as docker0.
     *
     * @param addresses each with the length of its prefix
     */
    public EmbeddedInside addInterface(String name, String mac, String... addresses) {
        return change(() -> system.interfaces().add(new GuestSystem.Interface(name, mac, List.of(addresses))));
    }

    /**
     * All addresses of a network device.
     *
     * @param number of the device: 0 for net0
     * @param addresses IPv4, IPv6 and link-local ones, in this order, each with the length of its prefix
     */
    public EmbeddedInside addresses(int number, String... addresses) {
        return change(() -> system.setAddresses(number, List.of(addresses)));
    }
}
