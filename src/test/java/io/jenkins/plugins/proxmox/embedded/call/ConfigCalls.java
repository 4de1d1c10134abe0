package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.PropertyString;
import io.jenkins.plugins.proxmox.embedded.state.Snapshot;
import io.jenkins.plugins.proxmox.embedded.task.Task;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads and writes the settings of guests. */
final class ConfigCalls {
    private final Services services;
    private final GuestKind kind;
    private final ConfigText text;
    private final ConfigChecks checks;
    private final ConfigWriter writer;

    ConfigCalls(Services services, GuestKind kind) {
        this.services = services;
        this.kind = kind;
        this.text = new ConfigText(services.schema(), kind);
        this.checks = new ConfigChecks(services, text);
        this.writer = new ConfigWriter(services);
    }

    void register(Routes routes) {
        String config = GuestCalls.pathOf(kind) + "/config";
        routes.on("GET", config, this::read)
                .on("GET", GuestCalls.pathOf(kind) + "/pending", this::pending)
                .on("PUT", config, this::change);
        if (kind.isVirtualMachine()) {
            routes.on("POST", config, this::changeInTask).on("PUT", GuestCalls.pathOf(kind) + "/unlink", this::unlink);
        }
    }

    private Guest guest(Call call) {
        return services.dataCenter().guest(kind, call.node(), call.vmid());
    }

    private Answer read(Call call) {
        Guest guest = guest(call);
        if (call.has("snapshot")) {
            return Answer.of(snapshot(guest.snapshot(call.text("snapshot"))));
        }
        Map<String, Object> shown = text.shown(call.flag("current") ? guest.config() : guest.wanted());
        shown.put("digest", ConfigText.digest(guest));
        return Answer.of(shown);
    }

    Map<String, Object> snapshot(Snapshot snapshot) {
        Map<String, Object> shown = text.shown(snapshot.config());
        shown.put("snaptime", snapshot.time());
        if (!snapshot.description().isEmpty()) {
            shown.put("description", snapshot.description());
        }
        if (!snapshot.parent().isEmpty()) {
            shown.put("parent", snapshot.parent());
        }
        return shown;
    }

    private Answer pending(Call call) {
        Guest guest = guest(call);
        Set<String> keys = new TreeSet<>(guest.config().keySet());
        keys.addAll(guest.pending().keySet());
        List<Facts> entries = new ArrayList<>();
        for (String key : keys) {
            Facts entry = Facts.of("key", key);
            guest.setting(key).ifPresent(value -> entry.put("value", text.shown(key, value)));
            if (guest.pending().containsKey(key)) {
                guest.pending()
                        .get(key)
                        .ifPresentOrElse(
                                value -> entry.put("pending", text.shown(key, value)),
                                () -> entry.put("delete", guest.isDeletionForced(key) ? 2 : 1));
            }
            entries.add(entry);
        }
        entries.add(Facts.of("key", "digest").with("value", ConfigText.digest(guest)));
        return Answer.of(entries);
    }

    private Answer change(Call call) {
        return change(call, checks.check(call, guest(call)));
    }

    /** Another way to write the deletion of settings. */
    private Answer unlink(Call call) {
        ConfigChange change = new ConfigChange(Map.of(), call.list("idlist"), List.of(), call.flag("force"));
        return change(call, checks.check(call, guest(call), change));
    }

    private Answer change(Call call, ConfigChange change) {
        services.underLock(kind.lockFile(call.vmid()), () -> {
            Guest guest = guest(call);
            requireUnchanged(guest, call);
            requireUnlocked(guest, call);
            requireBalloon(guest, change);
            writer.write(guest, change);
        });
        return Answer.nothing();
    }

    /** Only root gets as far as here with this parameter. */
    private static void requireUnlocked(Guest guest, Call call) {
        if (!call.flag("skiplock")) {
            guest.requireUnlocked();
        }
    }

    /** Of a VM whose memory may shrink while it runs: to more than all of it is refused. */
    private void requireBalloon(Guest guest, ConfigChange change) {
        if (!kind.isVirtualMachine()
                || !change.set().containsKey("memory") && !change.set().containsKey("balloon")) {
            return;
        }
        Map<String, String> wanted = new TreeMap<>(guest.wanted());
        wanted.putAll(change.set());
        PropertyString memory = PropertyString.parse(wanted.getOrDefault("memory", "512"));
        long most = Long.parseLong(memory.get("current").orElse(memory.first()));
        if (Long.parseLong(wanted.getOrDefault("balloon", "0")) > most) {
            throw ApiException.failure("balloon value too large (must be smaller than assigned memory)");
        }
    }

    private void requireUnchanged(Guest guest, Call call) {
        if (call.find("digest")
                .filter(digest -> !digest.equals(ConfigText.digest(guest)))
                .isPresent()) {
            throw ApiException.failure(
                    kind.isVirtualMachine()
                            ? "checksum mismatch (file change by other user?)"
                            : "detected modified configuration - file changed by other user? Try again.");
        }
    }

    private Answer changeInTask(Call call) {
        Guest guest = guest(call);
        ConfigChange change = checks.check(call, guest);
        requireUnchanged(guest, call);
        requireUnlocked(guest, call);
        requireBalloon(guest, change);
        TaskPlan plan = TaskPlan.of("qmconfig", call.vmid())
                .lock(kind.lockFile(call.vmid()), services.seconds(10))
                .step(log -> {
                    requireUnlocked(guest(call), call);
                    requireBalloon(guest(call), change);
                    log.add("update VM " + call.vmid() + ": " + commandLine(change));
                })
                .work()
                .step(log -> writer.write(guest(call), change));
        Task task = services.runner().start(call.node(), call.caller(), plan);
        if (call.has("background_delay")) {
            services.dataCenter()
                    .lock()
                    .await(() -> !task.isRunning(), services.seconds(call.number("background_delay")));
        }
        if (task.isRunning() || !call.has("background_delay")) {
            return Answer.of(task.upid().toString());
        }
        task.exitStatus().filter(status -> !status.equals("OK")).ifPresent(status -> {
            throw ApiException.failure("failed to update VM " + call.vmid() + ": " + status);
        });
        return Answer.nothing();
    }

    private static String commandLine(ConfigChange change) {
        Map<String, String> options = new TreeMap<>(change.set());
        if (!change.delete().isEmpty()) {
            options.put("delete", String.join(",", change.delete()));
        }
        List<String> words = new ArrayList<>();
        options.forEach((key, value) -> words.add("-" + key + " " + value));
        return String.join(" ", words);
    }
}
