package io.jenkins.plugins.proxmox.embedded;

import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Node;
import io.jenkins.plugins.proxmox.embedded.state.Pool;
import io.jenkins.plugins.proxmox.embedded.state.SavedGuest;
import io.jenkins.plugins.proxmox.embedded.state.Statistics;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.state.Volumes;
import io.jenkins.plugins.proxmox.embedded.task.TaskTimer;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The cluster of the embedded Proxmox VE, to look at and, behind the back of its API, to change. */
public final class EmbeddedCluster {
    private final DataCenter dataCenter;
    private final Statistics statistics;
    private final TaskTimer timer;
    private final Seed seed;

    EmbeddedCluster(DataCenter dataCenter, Statistics statistics, TaskTimer timer) {
        this.timer = timer;
        this.dataCenter = dataCenter;
        this.statistics = statistics;
        this.seed = new Seed(dataCenter);
    }

    /** Lets a test play what goes on inside guests that are switched on from now on, clones made later included. */
    public void inside(GuestLife life) {
        dataCenter.lock().run(() -> dataCenter.setObserver(new GuestLives(dataCenter, timer, life)));
    }

    private <T> T look(Supplier<T> what) {
        return dataCenter.lock().get(what);
    }

    public List<EmbeddedGuest> guests() {
        return look(() -> dataCenter.guests().stream().map(this::wrap).toList());
    }

    public Optional<EmbeddedGuest> guest(int vmid) {
        return look(() -> dataCenter.guest(vmid).map(this::wrap));
    }

    private EmbeddedGuest wrap(Guest guest) {
        return new EmbeddedGuest(dataCenter, guest);
    }

    /** A stopped virtual machine with a disk of 2 GiB on local-lvm, a network device and a working guest agent. */
    public EmbeddedGuest addVirtualMachine(String node, int vmid, String name) {
        return look(() -> wrap(seed.addGuest(GuestKind.VIRTUAL_MACHINE, node, vmid, name)));
    }

    /** A stopped container with a disk of 2 GiB on local-lvm and a network device. */
    public EmbeddedGuest addContainer(String node, int vmid, String name) {
        return look(() -> wrap(seed.addGuest(GuestKind.CONTAINER, node, vmid, name)));
    }

    /** Removes a guest, as if somebody else had destroyed it. */
    public void removeGuest(int vmid) {
        dataCenter.lock().run(() -> {
            dataCenter
                    .volumes()
                    .list(it ->
                            it.vmid().equals(Optional.of(vmid)) && !it.content().equals("backup"))
                    .forEach(it -> dataCenter.volumes().remove(it.node().orElse(""), it.volid()));
            dataCenter.removeGuest(vmid);
        });
    }

    /** Lets a guest be on another node, as after a migration. Its volumes go with it. */
    public void moveGuest(int vmid, String node) {
        dataCenter
                .lock()
                .run(() -> dataCenter.guest(vmid).ifPresent(guest -> {
                    dataCenter.volumes().move(guest.node(), node, vmid);
                    guest.moveTo(node);
                }));
    }

    /** A bridge on every node, besides vmbr0. */
    public void addBridge(String name) {
        dataCenter.lock().run(() -> dataCenter.bridges().add(name));
    }

    public void addPool(String id) {
        dataCenter.lock().run(() -> dataCenter.addPool(id));
    }

    public List<String> pools() {
        return look(() -> dataCenter.pools().stream().map(Pool::id).toList());
    }

    public List<String> nodes() {
        return look(() -> dataCenter.nodes().stream().map(Node::name).toList());
    }

    public List<Storage> storages() {
        return look(() -> dataCenter.volumes().storages());
    }

    public void addStorage(Storage storage) {
        dataCenter.lock().run(() -> dataCenter.addStorage(storage));
    }

    /**
     * Adds a backup of a guest as it is now, on the storage {@code local} of its node.
     *
     * @return its volume id, which is always the same
     */
    public String addBackup(int vmid) {
        return look(() -> {
            Guest guest = dataCenter.guest(vmid).orElseThrow();
            boolean machine = guest.kind().isVirtualMachine();
            String volid = "local:backup/vzdump-" + guest.kind().path() + "-" + vmid + "-2026_11_22-14_03_01."
                    + (machine ? "vma.zst" : "tar.zst");
            dataCenter
                    .volumes()
                    .add(new Volume(
                            volid,
                            Optional.of(guest.node()),
                            "backup",
                            machine ? "vma.zst" : "tar.zst",
                            1L << 28,
                            Optional.of(vmid),
                            dataCenter.now(),
                            "",
                            false,
                            Optional.empty()));
            dataCenter.save(volid, SavedGuest.of(guest));
            return volid;
        });
    }

    /** The volumes that are backups. */
    public List<Volume> archives() {
        return volumes(volume -> volume.content().equals("backup"));
    }

    /**
     * What a Proxmox Backup Server says of a backup, as after a verification there.
     *
     * @param verification {@code ok}, {@code failed}, or empty
     * @param encrypted the fingerprint of the key, or empty
     */
    public void inspect(String volid, String verification, String encrypted) {
        dataCenter
                .lock()
                .run(() ->
                        dataCenter.volumes().inspections().put(volid, new Volumes.Inspection(verification, encrypted)));
    }

    public List<Volume> volumes() {
        return volumes(volume -> true);
    }

    private List<Volume> volumes(Predicate<Volume> filter) {
        return look(() -> dataCenter.volumes().list(filter));
    }

    public void nodeOffline(String node) {
        setOnline(node, false);
    }

    public void nodeOnline(String node) {
        setOnline(node, true);
    }

    private void setOnline(String node, boolean online) {
        dataCenter.lock().run(() -> dataCenter.node(node).orElseThrow().setOnline(online));
    }

    /** How many threads the processors of a node have; 16 if nothing is said. */
    public void nodeProcessors(String node, int count) {
        dataCenter.lock().run(() -> dataCenter.node(node).orElseThrow().setProcessors(count));
    }

    /** Lets the HA manager put a node into maintenance; it does so only where it cares for some guest. */
    public void nodeInMaintenance(String node) {
        dataCenter.lock().run(() -> dataCenter.node(node).orElseThrow().setMaintenance(true));
    }

    /** Brings the list of resources up to date, where its statistics lag behind. */
    public void refreshStatistics() {
        dataCenter.lock().run(statistics::refresh);
    }

    /** Lets the next attempts to take a guest's lock file run into their time limit at once. */
    public void lockFileTimesOut(int vmid, int times) {
        dataCenter.lock().run(() -> {
            for (GuestKind kind : GuestKind.values()) {
                if (dataCenter
                        .guest(vmid)
                        .map(Guest::kind)
                        .filter(known -> known != kind)
                        .isEmpty()) {
                    dataCenter.fileLocks().failNext(kind.lockFile(vmid), times);
                }
            }
        });
    }

    /** Waits until something is true of the cluster; false if it takes too long. */
    public boolean await(Predicate<EmbeddedCluster> condition) {
        return dataCenter.lock().await(() -> condition.test(this));
    }
}
