package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Snapshot;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Takes, lists and deletes snapshots. */
final class SnapshotCalls {
    private static final Set<String> NOT_IN_SNAPSHOTS = Set.of("lock", "description", "parent", "template");

    private final Services services;
    private final GuestKind kind;
    private final ConfigCalls configs;
    private final List<String> reservedNames;

    SnapshotCalls(Services services, GuestKind kind, ConfigCalls configs) {
        this.services = services;
        this.kind = kind;
        this.configs = configs;
        this.reservedNames = kind.isVirtualMachine() ? List.of("current", "pending") : List.of("current", "vzdump");
    }

    void register(Routes routes) {
        String snapshots = GuestCalls.pathOf(kind) + "/snapshot";
        routes.on("GET", snapshots, this::list)
                .on("POST", snapshots, this::take)
                .on("DELETE", snapshots + "/{snapname}", this::delete)
                .on("GET", snapshots + "/{snapname}/config", this::config)
                .on("PUT", snapshots + "/{snapname}/config", this::describe);
    }

    private DataCenter dataCenter() {
        return services.dataCenter();
    }

    private Guest guest(Call call) {
        return dataCenter().guest(kind, call.node(), call.vmid());
    }

    /** Only the beginning is made under the lock file; later the lock in the settings keeps others off. */
    private TaskPlan plan(Call call, String action, TaskPlan.Action begin) {
        return TaskPlan.of(kind.taskType(action), call.vmid())
                .lock(kind.lockFile(call.vmid()), services.seconds(10))
                .step(begin)
                .unlock(kind.lockFile(call.vmid()))
                .work();
    }

    private Answer list(Call call) {
        Guest guest = guest(call);
        List<Facts> entries = new ArrayList<>();
        guest.snapshots().values().forEach(snapshot -> entries.add(entry(snapshot)));
        Facts current = Facts.of("name", "current")
                .with("description", "You are here!")
                .with("running", guest.isRunning())
                .with("digest", ConfigText.digest(guest));
        guest.setting("parent").ifPresent(parent -> current.put("parent", parent));
        entries.add(current);
        return Answer.of(entries);
    }

    private Facts entry(Snapshot snapshot) {
        Facts entry = Facts.of("name", snapshot.name())
                .with("snaptime", snapshot.time())
                .with("description", snapshot.description());
        if (kind.isVirtualMachine()) {
            entry.with("vmstate", snapshot.memory());
        }
        if (!snapshot.parent().isEmpty()) {
            entry.put("parent", snapshot.parent());
        }
        return entry;
    }

    private Answer take(Call call) {
        String name = call.text("snapname");
        if (reservedNames.contains(name)) {
            throw ApiException.failure("unable to use snapshot name '" + name + "' (reserved name)");
        }
        ConfigLock lock = new ConfigLock("snapshot");
        TaskPlan.Action begin = log -> {
            guest(call).requireUnlocked();
            requirePossible(guest(call), name);
            lock.take(guest(call));
        };
        return services.run(
                call,
                plan(call, "snapshot", begin)
                        .step(log -> {
                            lock.release();
                            save(guest(call), call);
                        })
                        .undo(lock::release));
    }

    private void requirePossible(Guest guest, String name) {
        if (guest.isTemplate()) {
            throw ApiException.failure("you can't take a snapshot if it's a template");
        }
        if (guest.snapshots().containsKey(name)) {
            throw ApiException.failure("snapshot name '" + name + "' already used");
        }
        if (!FeatureCalls.canSnapshot(dataCenter(), guest)) {
            throw ApiException.failure("snapshot feature is not available");
        }
    }

    private void save(Guest guest, Call call) {
        String name = call.text("snapname");
        Map<String, String> settings = new TreeMap<>(guest.config());
        settings.keySet().removeAll(NOT_IN_SNAPSHOTS);
        guest.snapshots()
                .put(
                        name,
                        new Snapshot(
                                name,
                                call.find("description").orElse(""),
                                dataCenter().now(),
                                guest.setting("parent").orElse(""),
                                call.flag("vmstate") && guest.isRunning(),
                                settings));
        guest.config().put("parent", name);
        dataCenter().observer().snapshotTaken(guest, name);
    }

    private Answer delete(Call call) {
        String name = call.text("snapname");
        ConfigLock lock = new ConfigLock("snapshot-delete");
        TaskPlan.Action begin = log -> {
            guest(call).requireUnlocked();
            guest(call).snapshot(name);
            lock.take(guest(call));
        };
        return services.run(
                call,
                plan(call, "delsnapshot", begin)
                        .step(log -> {
                            lock.release();
                            remove(guest(call), name);
                        })
                        .undo(lock::release));
    }

    private static void remove(Guest guest, String name) {
        String parent = guest.snapshots().remove(name).parent();
        guest.snapshots().replaceAll((key, other) -> other.parent().equals(name) ? other.withParent(parent) : other);
        if (guest.setting("parent").filter(name::equals).isPresent()) {
            if (parent.isEmpty()) {
                guest.config().remove("parent");
            } else {
                guest.config().put("parent", parent);
            }
        }
    }

    private Answer config(Call call) {
        return Answer.of(configs.snapshot(guest(call).snapshot(call.text("snapname"))));
    }

    private Answer describe(Call call) {
        Guest guest = guest(call);
        guest.requireUnlocked();
        Snapshot snapshot = guest.snapshot(call.text("snapname"));
        call.find("description")
                .ifPresent(text -> guest.snapshots().put(snapshot.name(), snapshot.withDescription(text)));
        return Answer.nothing();
    }
}
