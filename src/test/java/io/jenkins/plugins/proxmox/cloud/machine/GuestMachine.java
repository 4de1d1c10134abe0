package io.jenkins.plugins.proxmox.cloud.machine;

import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import org.apache.sshd.common.keyprovider.KeyPairProvider;

/** What is inside a guest: a disk, and while it is on, an SSH server and processes. */
public final class GuestMachine {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Map<String, String> HOST_KEYS = Map.of(
            "/etc/ssh/ssh_host_ecdsa_key.pub", KeyPairProvider.ECDSA_SHA2_NISTP256,
            "/etc/ssh/ssh_host_ed25519_key.pub", KeyPairProvider.SSH_ED25519);

    private final GuestMachines lab;
    private final String address;
    private final Set<GuestFault> faults;
    private final GuestDisk disk;
    private final Map<String, SshKey> hostKeys = newHostKeys();
    private final Map<String, Map<String, byte[]>> snapshots = new HashMap<>();
    private GuestShell shell;
    private GuestProcesses processes;
    private Optional<GuestSshServer> server = Optional.empty();
    private boolean on;

    GuestMachine(GuestMachines lab, String address, Set<GuestFault> faults, Path root) {
        this.lab = lab;
        this.address = address;
        this.faults = Set.copyOf(faults);
        this.disk = new GuestDisk(root);
    }

    /** Of its first network device, whether it gets one or not. */
    public String address() {
        return address;
    }

    public synchronized boolean isOn() {
        return on;
    }

    /** The lines that stand in the files of its host keys; those of others with {@link GuestFault#WRONG_HOST_KEY}. */
    public List<String> hostKeys() {
        return HOST_KEYS.keySet().stream()
                .sorted()
                .map(file -> new String(disk.get(file), StandardCharsets.UTF_8).strip())
                .toList();
    }

    private static Map<String, SshKey> newHostKeys() {
        Map<String, SshKey> keys = new TreeMap<>();
        HOST_KEYS.forEach((file, type) -> keys.put(file, SshKey.make(type)));
        return keys;
    }

    /** All commands that its guest agent was given since it was switched on. */
    public List<List<String>> agentCommands() {
        return shell.commands();
    }

    /** A file, by its path inside; null if there is none. */
    public byte[] file(String path) {
        return disk.get(path);
    }

    /** All processes of it, of which those of this machine's Jenkins agents are some. */
    public List<ProcessHandle> processes() {
        return processes.all();
    }

    /** The processes of Jenkins agents inside. */
    public List<ProcessHandle> agentProcesses() {
        return processes().stream().filter(GuestProcesses::isAgent).toList();
    }

    /** Kills the agents inside; the machine stays on. */
    public void killAgents() {
        agentProcesses().forEach(ProcessHandle::destroyForcibly);
    }

    /** Lets the agents inside do nothing more, not even end when they are asked to. */
    public void freezeAgents() throws IOException, InterruptedException {
        for (ProcessHandle agent : agentProcesses()) {
            new ProcessBuilder("/bin/sh", "-c", "kill -STOP " + agent.pid())
                    .start()
                    .waitFor();
        }
    }

    /** Cuts all connections to its SSH server, as a failure of the network does; it can be connected to anew. */
    public void cutConnections() {
        lab.network().cut(address);
    }

    /** The same, and it can't be connected to. */
    public void leaveNetwork() {
        lab.network().door(address, GuestNetwork.Door.CLOSED);
        lab.network().cut(address);
    }

    /** It can again. */
    public void joinNetwork() {
        lab.network().door(address, GuestNetwork.Door.OPEN);
    }

    boolean has(GuestFault fault) {
        return faults.contains(fault);
    }

    synchronized void starting(EmbeddedGuest guest) {
        on = true;
        processes = new GuestProcesses(lab.mark(), lab.home(), disk, programs());
        shell = new GuestShell(guest, processes, lab.threads());
        guest.inside().files(disk);
        guest.shell(shell);
        lab.home().makeIn(disk);
        Map<String, SshKey> shown = has(GuestFault.WRONG_HOST_KEY) ? newHostKeys() : hostKeys;
        shown.forEach((file, key) -> guest.inside()
                .file(file, (key.publicText() + " root@" + guest.name() + "\n").getBytes(StandardCharsets.UTF_8)));
        if (has(GuestFault.NO_ADDRESS)) {
            guest.inside().addresses(0);
        } else {
            guest.inside().addresses(0, address + "/8");
        }
        if (has(GuestFault.NEVER_BOOTS)) {
            guest.bootTime(NEVER);
        }
    }

    private String programs() {
        if (has(GuestFault.NO_JAVA)) {
            return lab.programs().withoutJava();
        }
        if (has(GuestFault.HANGING_JAVA)) {
            return lab.programs().withHangingJava();
        }
        return has(GuestFault.BROKEN_JAVA)
                ? lab.programs().withBrokenJava()
                : lab.programs().usual();
    }

    /** Brings up what it serves; the addresses of one that serves nothing are not even connected to. */
    synchronized void booted(EmbeddedGuest guest) {
        if (has(GuestFault.NO_ADDRESS)) {
            return;
        }
        if (has(GuestFault.SSH_REFUSED) || has(GuestFault.SSH_SILENT)) {
            GuestNetwork.Door door = has(GuestFault.SSH_SILENT) ? GuestNetwork.Door.SILENT : GuestNetwork.Door.CLOSED;
            lab.network().add(address, door, 0);
            return;
        }
        List<PublicKey> keys = new ArrayList<>(keysOf(guest));
        GuestProcesses its = processes;
        lab.threads().execute(() -> serve(its, keys));
    }

    private List<PublicKey> keysOf(EmbeddedGuest guest) {
        if (has(GuestFault.NO_USER_KEY)) {
            return List.of();
        }
        String given = guest.config().getOrDefault("sshkeys", "");
        boolean cloudInit = guest.config().values().stream().anyMatch(value -> value.contains("cloudinit"));
        // A plus sign stands for itself there.
        return cloudInit
                ? SshKey.parse(URLDecoder.decode(given.replace("+", "%2B"), StandardCharsets.UTF_8))
                : SshKey.parse(lab.key().publicText());
    }

    private synchronized void serve(GuestProcesses its, List<PublicKey> keys) {
        if (!on || its != processes) {
            return;
        }
        GuestSshServer started = new GuestSshServer(
                List.copyOf(hostKeys.values()),
                () -> keys,
                its,
                lab.home().isOwn() ? Optional.of(disk.root()) : Optional.empty());
        try {
            lab.network().add(address, GuestNetwork.Door.OPEN, started.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = Optional.of(started);
    }

    /** Ends all inside, at once. */
    synchronized void stopped() {
        on = false;
        lab.network().remove(address);
        processes.switchOff();
        // Takes a moment, for which the cluster shall not wait.
        ExecutorService threads = lab.threads();
        server.ifPresent(running -> threads.execute(running::stop));
        server = Optional.empty();
    }

    synchronized void snapshot(String name) {
        Map<String, byte[]> files = new HashMap<>();
        disk.entrySet().forEach(file -> files.put(file.getKey(), file.getValue()));
        snapshots.put(name, files);
    }

    synchronized void rollBack(String name) {
        disk.wipe();
        disk.putAll(snapshots.getOrDefault(name, Map.of()));
    }

    synchronized void removed() {
        disk.wipe();
    }
}
