package io.jenkins.plugins.proxmox.embedded.state;

import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A guest. To be used under the state lock. */
public final class Guest {
    private static final Pattern CLOUD_INIT =
            Pattern.compile("ci(custom|password|type|user|upgrade)|nameserver|searchdomain|sshkeys|ipconfig\\d+");

    private final Volumes volumes;
    private final Supplier<GuestObserver> observer;
    private final Map<String, String> generated = new TreeMap<>();
    private final GuestKind kind;
    private final int vmid;
    private String node;
    private final GuestSystem system;
    private final Map<String, String> config = new TreeMap<>();
    /** Changes that wait for the guest's next start; empty for a setting that goes away. */
    private final Map<String, Optional<String>> pending = new TreeMap<>();

    /** The settings that go away together with their volumes. */
    private final Set<String> forcedDeletions = new TreeSet<>();

    private final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    private Power power = Power.STOPPED;
    private boolean highlyAvailable;
    private long startedNanos;
    private int pid;

    Guest(
            GuestKind kind,
            int vmid,
            String node,
            GuestSystem system,
            Volumes volumes,
            Supplier<GuestObserver> observer) {
        this.volumes = volumes;
        this.observer = observer;
        this.kind = kind;
        this.vmid = vmid;
        this.node = node;
        this.system = system;
    }

    public GuestKind kind() {
        return kind;
    }

    public int vmid() {
        return vmid;
    }

    public String node() {
        return node;
    }

    public void moveTo(String newNode) {
        this.node = newNode;
    }

    /** Whether the HA manager starts, stops and moves it. */
    public boolean isHighlyAvailable() {
        return highlyAvailable;
    }

    public void setHighlyAvailable(boolean managed) {
        highlyAvailable = managed;
    }

    public GuestSystem system() {
        return system;
    }

    /** The settings in effect, those that Proxmox keeps for itself (lock, template, parent) included. */
    public Map<String, String> config() {
        return config;
    }

    public Optional<String> setting(String key) {
        return Optional.ofNullable(config.get(key));
    }

    public Map<String, Optional<String>> pending() {
        return pending;
    }

    public void addPending(String key, Optional<String> value, boolean force) {
        pending.put(key, value);
        if (force) {
            forcedDeletions.add(key);
        } else {
            forcedDeletions.remove(key);
        }
    }

    public void forgetPending(String key) {
        pending.remove(key);
        forcedDeletions.remove(key);
    }

    public boolean isDeletionForced(String key) {
        return forcedDeletions.contains(key);
    }

    public Map<String, Snapshot> snapshots() {
        return snapshots;
    }

    public String name() {
        String key = kind.isVirtualMachine() ? "name" : "hostname";
        return setting(key).orElse((kind.isVirtualMachine() ? "VM " : "CT") + vmid);
    }

    public Optional<String> lock() {
        return setting("lock");
    }

    public void setLock(String lock) {
        config.put("lock", lock);
    }

    public void removeLock() {
        config.remove("lock");
    }

    /** Refuses work on a guest that is locked. */
    public void requireUnlocked() {
        lock().ifPresent(lock -> {
            throw ApiException.failure(kind.word() + " is locked (" + lock + ")");
        });
    }

    public boolean isTemplate() {
        return setting("template").filter("1"::equals).isPresent();
    }

    public boolean isProtected() {
        return setting("protection").filter("1"::equals).isPresent();
    }

    public Power power() {
        return power;
    }

    public boolean isRunning() {
        return power != Power.STOPPED;
    }

    public int pid() {
        return pid;
    }

    /** Changes the state without a start, as pausing does. */
    public void setPower(Power power) {
        this.power = power;
    }

    /** The cloud-init settings that the guest finds on its drive. */
    public Map<String, String> generated() {
        return Map.copyOf(generated);
    }

    /** Writes the cloud-init drive anew. */
    public void generateCloudInit() {
        generated.clear();
        config.forEach((key, value) -> {
            if (CLOUD_INIT.matcher(key).matches()) {
                generated.put(key, value);
            }
        });
    }

    public void start(int newPid) {
        boolean ran = hasProcesses();
        applyPending();
        generateCloudInit();
        power = Power.RUNNING;
        pid = newPid;
        startedNanos = System.nanoTime();
        if (!ran) {
            observer.get().started(this);
        }
    }

    public void stop() {
        boolean ran = hasProcesses();
        power = Power.STOPPED;
        system.powerOff();
        if (ran) {
            observer.get().stopped(this);
        }
        applyPending();
    }

    /** All inside ends and begins anew, while the guest's process goes on. */
    public void reset() {
        startedNanos = System.nanoTime();
        if (hasProcesses()) {
            system.powerOff();
            observer.get().stopped(this);
            observer.get().started(this);
        }
    }

    private boolean hasProcesses() {
        return power == Power.RUNNING || power == Power.PAUSED;
    }

    private void applyPending() {
        Map.copyOf(pending).forEach((key, value) -> {
            try {
                DriveSettings.apply(this, volumes, key, value, forcedDeletions.contains(key));
                forgetPending(key);
            } catch (ApiException e) {
                // Goes on waiting, as nobody is there to be told.
                return;
            }
        });
    }

    public Duration uptime() {
        return isRunning() ? Duration.ofNanos(System.nanoTime() - startedNanos) : Duration.ZERO;
    }

    /** Lets a guest look as if it had run for long, for the guests that are there from the beginning. */
    public void backdateStart(Duration duration) {
        startedNanos = System.nanoTime() - duration.toNanos();
        observer.get().backdated(this);
    }

    /** Whether the system inside is up. */
    public boolean isBooted() {
        return power == Power.RUNNING
                && uptime().compareTo(system.bootTime()) >= 0
                && observer.get().isReady(this);
    }

    public List<Drive> drives() {
        List<Drive> drives = new ArrayList<>();
        config.forEach((key, value) -> {
            if (Drive.isKey(key)) {
                drives.add(Drive.of(key, value));
            }
        });
        return drives;
    }

    public List<Drive> disks() {
        return drives().stream().filter(Drive::isDisk).toList();
    }

    public Snapshot snapshot(String name) {
        Snapshot snapshot = snapshots.get(name);
        if (snapshot == null) {
            throw ApiException.failure("snapshot '" + name + "' does not exist");
        }
        return snapshot;
    }

    /** The settings with the pending changes made. */
    public Map<String, String> wanted() {
        Map<String, String> merged = new TreeMap<>(config);
        pending.forEach((key, value) -> value.ifPresentOrElse(text -> merged.put(key, text), () -> merged.remove(key)));
        return merged;
    }
}
