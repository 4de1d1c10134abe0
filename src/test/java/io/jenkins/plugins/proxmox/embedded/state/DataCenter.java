package io.jenkins.plugins.proxmox.embedded.state;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The state of the whole cluster. To be used under {@link #lock()}, which also guards all that hangs below it. */
public final class DataCenter {
    private static final Pattern GUEST_PATH = Pattern.compile("/vms/(\\d+)");
    private static final Pattern STORAGE_PATH = Pattern.compile("/storage/([^/]+)");

    private final StateLock lock = new StateLock();
    private final FileLocks fileLocks = new FileLocks();
    private final PveVersion version;
    private final Clock clock;
    private final Duration bootTime;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<Integer, Guest> guests = new TreeMap<>();
    private final Set<String> bridges = new TreeSet<>(Set.of("vmbr0"));
    private final Map<String, Pool> pools = new TreeMap<>();
    private final Volumes volumes = new Volumes();
    private final Map<String, SavedGuest> saved = new HashMap<>();
    private GuestObserver observer = GuestObserver.NONE;
    private int lastPid = 1000;

    public DataCenter(PveVersion version, Clock clock, Duration bootTime) {
        this.version = version;
        this.clock = clock;
        this.bootTime = bootTime;
    }

    public StateLock lock() {
        return lock;
    }

    public FileLocks fileLocks() {
        return fileLocks;
    }

    public PveVersion version() {
        return version;
    }

    public GuestObserver observer() {
        return observer;
    }

    public void setObserver(GuestObserver newObserver) {
        this.observer = newObserver;
    }

    /** In epoch seconds. */
    public long now() {
        return clock.instant().getEpochSecond();
    }

    public int newPid() {
        return ++lastPid;
    }

    public Volumes volumes() {
        return volumes;
    }

    public Node addNode(String name) {
        return nodes.computeIfAbsent(name, key -> new Node(name, nodes.size() + 1));
    }

    public Collection<Node> nodes() {
        return nodes.values();
    }

    public Optional<Node> node(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /** The node whose daemon takes all connections. */
    public String entryNode() {
        return nodes.keySet().iterator().next();
    }

    public void addStorage(Storage storage) {
        volumes.addStorage(storage);
    }

    /** The bridges that exist on every node. */
    public Set<String> bridges() {
        return bridges;
    }

    public Pool addPool(String id) {
        return pools.computeIfAbsent(id, Pool::new);
    }

    public void removePool(String id) {
        pools.remove(id);
    }

    public Collection<Pool> pools() {
        return pools.values();
    }

    public Optional<Pool> pool(String id) {
        return Optional.ofNullable(pools.get(id));
    }

    public Optional<Pool> poolOf(int vmid) {
        return pools.values().stream()
                .filter(pool -> pool.guests().contains(vmid))
                .findFirst();
    }

    /** The pool whose privileges an ACL path inherits. */
    public Optional<String> poolOfPath(String path) {
        Matcher guest = GUEST_PATH.matcher(path);
        if (guest.matches()) {
            return poolOf(Integer.parseInt(guest.group(1))).map(Pool::id);
        }
        Matcher storage = STORAGE_PATH.matcher(path);
        return storage.matches()
                ? pools.values().stream()
                        .filter(pool -> pool.storages().contains(storage.group(1)))
                        .map(Pool::id)
                        .findFirst()
                : Optional.empty();
    }

    public List<Guest> guests() {
        return List.copyOf(guests.values());
    }

    public Optional<Guest> guest(int vmid) {
        return Optional.ofNullable(guests.get(vmid));
    }

    /** The guest, if it is of this kind and on this node; else the error about its missing file. */
    public Guest guest(GuestKind kind, String node, int vmid) {
        return findGuest(kind, node, vmid).orElseThrow(() -> ApiException.failure(kind.missingText(node, vmid)));
    }

    public Optional<Guest> findGuest(GuestKind kind, String node, int vmid) {
        return guest(vmid).filter(guest -> guest.kind() == kind && guest.node().equals(node));
    }

    public Guest addGuest(GuestKind kind, int vmid, String node, GuestSystem system) {
        Guest guest = new Guest(kind, vmid, node, system, volumes, this::observer);
        guests.put(vmid, guest);
        return guest;
    }

    public GuestSystem newSystem(boolean agent) {
        return new GuestSystem(agent, bootTime);
    }

    /** Makes the guest a template and its disks base volumes. */
    public void makeTemplate(Guest guest) {
        guest.config().put("template", "1");
        for (Drive disk : guest.disks()) {
            guest.config().put(disk.key(), disk.textWith(volumes.makeBase(guest.node(), disk.volid())));
        }
    }

    /** Keeps what a backup holds. */
    public void save(String archive, SavedGuest guest) {
        saved.put(archive, guest);
    }

    public Optional<SavedGuest> saved(String archive) {
        return Optional.ofNullable(saved.get(archive));
    }

    public void removeGuest(int vmid) {
        Guest guest = guests.remove(vmid);
        if (guest != null) {
            if (guest.isRunning()) {
                observer.stopped(guest);
            }
            observer.removed(guest);
        }
        pools.values().forEach(pool -> pool.guests().remove(vmid));
    }
}
