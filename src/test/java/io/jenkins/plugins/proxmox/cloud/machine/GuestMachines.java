package io.jenkins.plugins.proxmox.cloud.machine;

import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.GuestLife;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes guests of an embedded Proxmox VE real enough for Jenkins agents: each that is switched on has an address of its
 * own in 10.77.0.0/16 that sockets of this JVM can connect to, where an SSH server answers on port 22, and a guest agent
 * that runs commands and has files. All of a machine ends when it is switched off.
 *
 * <p>A virtual machine with a cloud-init drive takes the keys of {@code sshkeys}, other guests take {@link #key()}. Any
 * name of a user will do.
 */
public final class GuestMachines implements GuestLife, AutoCloseable {
    private static final int PER_NETWORK = 250;

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "guest-machines");
        thread.setDaemon(true);
        return thread;
    });
    /** How the marks of all processes begin. */
    private final String mark = UUID.randomUUID() + "/";

    private final Path folder;
    private final GuestHome home;
    private final GuestPrograms programs;
    private final GuestNetwork network;
    private final SshKey key = SshKey.make();
    private final Map<Integer, GuestMachine> machines = new TreeMap<>();
    private final Queue<Set<GuestFault>> next = new ArrayDeque<>();
    private final Map<String, GuestFault> byName = new TreeMap<>();
    private final Set<GuestFault> always = EnumSet.noneOf(GuestFault.class);
    private int made;

    private GuestMachines(Path folder) {
        this.folder = folder;
        this.home = new GuestHome(folder.resolve("home"));
        this.programs = new GuestPrograms(folder.resolve("programs"));
        this.network = GuestNetwork.open(threads);
    }

    /**
     * Guests of this cluster that are switched on from now on are machines.
     *
     * @param folder an empty one of its own
     */
    public static GuestMachines in(EmbeddedProxmox proxmox, Path folder) {
        GuestMachines machines = new GuestMachines(folder);
        proxmox.cluster().inside(machines);
        return machines;
    }

    /** A directory that can be written to in all machines, and is another one in each: for the agent's remote root. */
    public String remoteFs() {
        return Path.of(home.path(), "agent").toString();
    }

    /** The key that guests without cloud-init have been given for their users. */
    public SshKey key() {
        return key;
    }

    /** What another JVM needs on its command line to connect to the machines. */
    public List<String> networkOptions() {
        return network.options();
    }

    /** What is wrong with the next guest that is switched on for the first time; calls add up, one for each guest. */
    public synchronized GuestMachines next(GuestFault... faults) {
        next.add(Set.of(faults));
        return this;
    }

    /** What is wrong with all guests whose names begin so, switched on for the first time. */
    public synchronized GuestMachines named(String beginning, GuestFault fault) {
        byName.put(beginning, fault);
        return this;
    }

    /** What is wrong with all guests that will be switched on for the first time; nothing again by no faults. */
    public synchronized GuestMachines always(GuestFault... faults) {
        always.clear();
        always.addAll(List.of(faults));
        return this;
    }

    /** The inside of a guest that was on once. */
    public synchronized GuestMachine machine(int vmid) {
        return Optional.ofNullable(machines.get(vmid))
                .orElseThrow(() -> new IllegalArgumentException("guest " + vmid + " was never on"));
    }

    /** The VMIDs of the guests that are on. */
    public synchronized List<Integer> on() {
        return machines.keySet().stream()
                .filter(vmid -> machines.get(vmid).isOn())
                .toList();
    }

    /** The processes of Jenkins agents in all machines, those included that are gone. */
    public List<ProcessHandle> agentProcesses() {
        return processes().stream().filter(GuestProcesses::isAgent).toList();
    }

    /** All processes in all machines, those included that are gone. */
    public List<ProcessHandle> processes() {
        return GuestProcesses.marked(mark);
    }

    String mark() {
        return mark;
    }

    ExecutorService threads() {
        return threads;
    }

    GuestHome home() {
        return home;
    }

    GuestPrograms programs() {
        return programs;
    }

    GuestNetwork network() {
        return network;
    }

    @Override
    public synchronized void starting(EmbeddedGuest guest) {
        machines.computeIfAbsent(guest.vmid(), vmid -> make(vmid, guest.name())).starting(guest);
    }

    private GuestMachine make(int vmid, String name) {
        Set<GuestFault> faults = EnumSet.copyOf(always);
        Optional.ofNullable(next.poll()).ifPresent(faults::addAll);
        byName.forEach((beginning, fault) -> {
            if (name.startsWith(beginning)) {
                faults.add(fault);
            }
        });
        made++;
        String address = "10.77." + made / PER_NETWORK + "." + (made % PER_NETWORK + 1);
        try {
            Path root = Files.createDirectories(folder.resolve(made + "-" + vmid));
            return new GuestMachine(this, address, faults, root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void booted(EmbeddedGuest guest) {
        machines.get(guest.vmid()).booted(guest);
    }

    @Override
    public synchronized void stopped(EmbeddedGuest guest) {
        Optional.ofNullable(machines.get(guest.vmid())).ifPresent(GuestMachine::stopped);
    }

    @Override
    public synchronized void snapshotTaken(EmbeddedGuest guest, String snapshot) {
        Optional.ofNullable(machines.get(guest.vmid())).ifPresent(machine -> machine.snapshot(snapshot));
    }

    @Override
    public synchronized void rolledBack(EmbeddedGuest guest, String snapshot) {
        Optional.ofNullable(machines.get(guest.vmid())).ifPresent(machine -> machine.rollBack(snapshot));
    }

    @Override
    public synchronized void removed(EmbeddedGuest guest) {
        Optional.ofNullable(machines.remove(guest.vmid())).ifPresent(GuestMachine::removed);
    }

    /** Switches all machines off. To be called when the embedded Proxmox VE is closed. */
    @Override
    public void close() {
        List<GuestMachine> left;
        synchronized (this) {
            left = List.copyOf(machines.values());
        }
        left.stream().filter(GuestMachine::isOn).forEach(GuestMachine::stopped);
        network.close();
        threads.shutdown();
    }
}
