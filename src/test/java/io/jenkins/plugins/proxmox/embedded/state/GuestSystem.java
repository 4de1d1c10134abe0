package io.jenkins.plugins.proxmox.embedded.state;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is installed inside a guest and how it behaves; copied to clones, the address excepted. */
public final class GuestSystem {
    private boolean agent;
    private boolean ignoresShutdown;
    private Duration bootTime;
    private String address;
    private boolean frozen;
    private final Map<Integer, List<String>> addresses = new HashMap<>();
    private final List<Interface> interfaces = new ArrayList<>();
    private Map<String, byte[]> files = new HashMap<>();
    private final GuestCommands commands;

    /**
     * A network interface as it is seen inside.
     *
     * @param addresses each with the length of its prefix
     */
    public record Interface(String name, String mac, List<String> addresses) {
        public Interface {
            addresses = List.copyOf(addresses);
        }
    }

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
        copy.interfaces.addAll(interfaces);
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

    /** All addresses of a network device, with their prefixes, if a test has set them. */
    public Optional<List<String>> addresses(int number) {
        return Optional.ofNullable(addresses.get(number));
    }

    public void setAddresses(int number, List<String> newAddresses) {
        addresses.put(number, List.copyOf(newAddresses));
    }

    /** Those that are there inside only, such as bridges of containers that the guest itself runs. */
    public List<Interface> interfaces() {
        return interfaces;
    }

    /** Whether the guest agent was told to keep the file systems from changing. */
    public boolean isFrozen() {
        return frozen;
    }

    public void setFrozen(boolean frozen) {
        this.frozen = frozen;
    }

    /** What the end of all processes inside brings with it. */
    void powerOff() {
        frozen = false;
        commands.forget();
    }

    public Map<String, byte[]> files() {
        return files;
    }

    /** Keeps the files elsewhere from now on, those that there are included. */
    public void setFiles(Map<String, byte[]> place) {
        if (place != files) {
            place.putAll(files);
            files = place;
        }
    }

    public GuestCommands commands() {
        return commands;
    }
}
