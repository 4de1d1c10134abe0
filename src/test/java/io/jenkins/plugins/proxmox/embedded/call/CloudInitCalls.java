package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The cloud-init drive, which changed settings reach only when it is written anew. */
final class CloudInitCalls {
    private static final GuestKind KIND = GuestKind.VIRTUAL_MACHINE;
    private static final String HIDDEN = "**********";
    /** Those that are listed even if they have not changed; addresses are not among them. */
    private static final List<String> LISTED =
            List.of("cicustom", "cipassword", "citype", "ciupgrade", "ciuser", "nameserver", "searchdomain", "sshkeys");

    private final Services services;

    CloudInitCalls(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        String path = GuestCalls.pathOf(KIND) + "/cloudinit";
        routes.on("GET", path, this::show).on("PUT", path, this::regenerate);
    }

    private Guest guest(Call call) {
        return services.dataCenter().guest(KIND, call.node(), call.vmid());
    }

    /** What is on the drive; changes of a guest that is off reach it at the start anyway. */
    private static Map<String, String> generated(Guest guest) {
        return guest.isRunning() ? guest.generated() : current(guest);
    }

    private static Map<String, String> current(Guest guest) {
        Map<String, String> current = new TreeMap<>(guest.config());
        current.keySet().removeIf(key -> !LISTED.contains(key) && !key.startsWith("ipconfig"));
        return current;
    }

    private Answer show(Call call) {
        Guest guest = guest(call);
        return Answer.of(
                services.version().atLeast(PveVersion.V8)
                        ? entries(current(guest), generated(guest))
                        : changes(current(guest), generated(guest)));
    }

    private static List<Facts> entries(Map<String, String> current, Map<String, String> generated) {
        List<Facts> entries = new ArrayList<>();
        current.forEach((key, value) -> {
            String old = generated.get(key);
            if (old == null) {
                entries.add(Facts.of("key", key).with("pending", shown(key, value)));
            } else if (LISTED.contains(key)) {
                Facts entry = Facts.of("key", key).with("value", shown(key, old));
                entries.add(old.equals(value) ? entry : entry.with("pending", shown(key, value)));
            }
        });
        generated.keySet().stream()
                .filter(key -> !current.containsKey(key))
                .forEach(key -> entries.add(Facts.of("key", key).with("delete", true)));
        return entries;
    }

    /** In version 7 an object, other than its description says. */
    private static Facts changes(Map<String, String> current, Map<String, String> generated) {
        Facts changes = new Facts();
        Map<String, String> all = new TreeMap<>(current);
        all.putAll(generated);
        for (String key : all.keySet()) {
            Facts change = new Facts();
            if (generated.containsKey(key)) {
                change.put("old", shown(key, generated.get(key)));
            }
            if (current.containsKey(key)) {
                change.put("new", shown(key, current.get(key)));
            }
            if (!generated.getOrDefault(key, "").equals(current.getOrDefault(key, ""))) {
                changes.put(key, change);
            }
        }
        return changes;
    }

    private static String shown(String key, String value) {
        return key.equals("cipassword") ? HIDDEN : value;
    }

    private Answer regenerate(Call call) {
        services.underLock(KIND.lockFile(call.vmid()), () -> {
            guest(call).requireUnlocked();
            guest(call).generateCloudInit();
        });
        return Answer.nothing();
    }
}
