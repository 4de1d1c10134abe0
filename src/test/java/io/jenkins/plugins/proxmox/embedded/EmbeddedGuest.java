package io.jenkins.plugins.proxmox.embedded;

import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestCommands;
import io.jenkins.plugins.proxmox.embedded.state.Networks;
import io.jenkins.plugins.proxmox.embedded.state.Pool;
import io.jenkins.plugins.proxmox.embedded.state.Sizes;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A guest of the embedded Proxmox VE, to look at and, behind the back of its API, to change. */
public final class EmbeddedGuest {
    private static final long SEEDED_UPTIME_HOURS = 1;

    private final DataCenter dataCenter;
    private final Guest guest;

    EmbeddedGuest(DataCenter dataCenter, Guest guest) {
        this.dataCenter = dataCenter;
        this.guest = guest;
    }

    private <T> T look(Supplier<T> what) {
        return dataCenter.lock().get(what);
    }

    private EmbeddedGuest change(Runnable what) {
        dataCenter.lock().run(what);
        return this;
    }

    public int vmid() {
        return guest.vmid();
    }

    /** {@code qemu} or {@code lxc}. */
    public String type() {
        return guest.kind().path();
    }

    public String node() {
        return look(guest::node);
    }

    public String name() {
        return look(guest::name);
    }

    /** {@code running} or {@code stopped}. */
    public String status() {
        return look(() -> guest.power().status());
    }

    /** What QEMU says, such as {@code paused}. */
    public String qmpStatus() {
        return look(() -> guest.power().monitorName());
    }

    public boolean isTemplate() {
        return look(guest::isTemplate);
    }

    public Optional<String> lock() {
        return look(guest::lock);
    }

    /** The settings in effect. */
    public Map<String, String> config() {
        return look(() -> new TreeMap<>(guest.config()));
    }

    /** Changes that wait for a restart; empty for settings that go away. */
    public Map<String, Optional<String>> pending() {
        return look(() -> new TreeMap<>(guest.pending()));
    }

    public List<String> snapshots() {
        return look(() -> List.copyOf(guest.snapshots().keySet()));
    }

    public Optional<String> pool() {
        return look(() -> dataCenter.poolOf(guest.vmid()).map(Pool::id));
    }

    /** The IPv4 addresses it has, or will have, when it runs; those of interfaces that only exist inside excepted. */
    public List<String> addresses() {
        return look(() -> Networks.inside(guest).stream()
                .filter(device -> !guest.system().interfaces().contains(device))
                .flatMap(device -> device.addresses().stream())
                .filter(address -> !address.contains(":"))
                .map(address -> address.replaceFirst("/.*", ""))
                .toList());
    }

    /** What goes on inside. */
    public EmbeddedInside inside() {
        return new EmbeddedInside(dataCenter.lock(), guest.system());
    }

    /** The files that were written through the guest agent. */
    public Map<String, byte[]> files() {
        return look(() -> new TreeMap<>(guest.system().files()));
    }

    public EmbeddedGuest running() {
        return change(() -> {
            guest.start(dataCenter.newPid());
            guest.backdateStart(Duration.ofHours(SEEDED_UPTIME_HOURS));
        });
    }

    public EmbeddedGuest stopped() {
        return change(guest::stop);
    }

    /** Makes it a template, its disks base volumes. */
    public EmbeddedGuest template() {
        return change(() -> dataCenter.makeTemplate(guest));
    }

    /** Puts its disks on another storage. */
    public EmbeddedGuest storage(String id) {
        return change(() -> {
            Storage storage = dataCenter.volumes().storage(id);
            for (Drive disk : guest.disks()) {
                long size = Sizes.parse(disk.text().get("size").orElse("1G"));
                dataCenter.volumes().remove(guest.node(), disk.volid());
                String format = storage.formatFor(guest.kind());
                Volume volume = dataCenter
                        .volumes()
                        .allocate(storage, guest.node(), guest.vmid(), "disk", format, size, dataCenter.now());
                guest.config().put(disk.key(), disk.textWith(volume.volid()));
            }
        });
    }

    /** The IPv4 address of its first network device. */
    public EmbeddedGuest address(String address) {
        return change(() -> guest.system().setAddress(address));
    }

    public EmbeddedGuest lock(String lock) {
        return change(() -> guest.setLock(lock));
    }

    public EmbeddedGuest unlock() {
        return change(guest::removeLock);
    }

    public EmbeddedGuest tags(String... tags) {
        return set("tags", String.join(";", tags));
    }

    public EmbeddedGuest description(String text) {
        return set("description", text);
    }

    public EmbeddedGuest protectedGuest() {
        return set("protection", "1");
    }

    /** Sets any setting, unchecked. */
    public EmbeddedGuest set(String key, String value) {
        return change(() -> guest.config().put(key, value));
    }

    public EmbeddedGuest pool(String id) {
        return change(() -> {
            dataCenter.poolOf(guest.vmid()).ifPresent(pool -> pool.guests().remove(guest.vmid()));
            dataCenter.addPool(id).guests().add(guest.vmid());
        });
    }

    /** The guest agent is configured, but not installed. */
    public EmbeddedGuest withoutGuestAgent() {
        return change(() -> guest.system().setAgent(false));
    }

    /** The guest agent is not even configured. */
    public EmbeddedGuest withoutGuestAgentDevice() {
        return change(() -> guest.config().remove("agent"));
    }

    /** From now on the HA manager moves it, some time after it was asked to. */
    public EmbeddedGuest highlyAvailable() {
        return change(() -> guest.setHighlyAvailable(true));
    }

    public EmbeddedGuest ignoresShutdown() {
        return change(() -> guest.system().setIgnoresShutdown(true));
    }

    /** How long after a start the guest agent answers and addresses are there. */
    public EmbeddedGuest bootTime(Duration time) {
        return change(() -> guest.system().setBootTime(time));
    }

    /** What the guest agent gives for commands. */
    public EmbeddedGuest shell(GuestCommands.Shell shell) {
        return change(() -> guest.system().commands().setShell(shell));
    }
}
