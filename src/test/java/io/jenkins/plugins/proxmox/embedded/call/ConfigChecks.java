package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What Proxmox looks at before it changes settings. */
final class ConfigChecks {
    private static final Set<String> NO_SETTINGS = Set.of(
            "node",
            "vmid",
            "delete",
            "revert",
            "digest",
            "force",
            "skiplock",
            "background_delay",
            "import-working-storage");
    private static final List<String> REQUIRED = List.of("rootfs", "memory", "ostype");

    private final Services services;
    private final ConfigText text;
    private final ConfigPrivileges privileges;

    ConfigChecks(Services services, ConfigText text) {
        this.services = services;
        this.text = text;
        this.privileges = new ConfigPrivileges(services);
    }

    ConfigChange check(Call call, Guest guest) {
        requireRootFor(call, "skiplock");
        Map<String, String> set = new TreeMap<>();
        call.parameters().forEach((name, values) -> {
            if (!NO_SETTINGS.contains(name)) {
                set.put(name, values.get(0));
            }
        });
        return check(call, guest, new ConfigChange(set, call.list("delete"), call.list("revert"), call.flag("force")));
    }

    ConfigChange check(Call call, Guest guest, ConfigChange change) {
        Map<String, String> set = change.set();
        if (set.isEmpty() && change.delete().isEmpty() && change.revert().isEmpty()) {
            throw ApiException.failure("no options specified");
        }
        checkDeletions(change, guest);
        privileges.require(call.caller(), "/vms/" + guest.vmid(), guest.kind(), change);
        if (guest.kind().isVirtualMachine()) {
            requireStorages(call, change, guest);
        } else {
            requireChangeable(change, guest);
        }
        set.forEach((key, value) -> checkValue(guest, key, value));
        return change;
    }

    /** Some parameters are refused to everybody but root itself, tokens of root included. */
    static void requireRootFor(Call call, String parameter) {
        if (call.flag(parameter) && !call.caller().isRoot()) {
            throw ApiException.parameter(parameter, "Only root may use this option.");
        }
    }

    private void checkDeletions(ConfigChange change, Guest guest) {
        boolean machine = guest.kind().isVirtualMachine();
        for (String key : change.revert()) {
            if (!text.isOption(key)) {
                throw ApiException.parameter("revert", "unknown option '" + key + "'");
            }
            if (change.set().containsKey(key)) {
                throw ApiException.parameter(
                        machine ? "delete" : "revert",
                        "you can't use '-" + key + "' and " + (machine ? "" : "'") + "-revert " + key
                                + "' at the same time");
            }
        }
        for (String key : change.delete()) {
            if (change.set().containsKey(key)) {
                throw ApiException.parameter(
                        "delete", "you can't use '-" + key + "' and -delete " + key + "' at the same time");
            }
            if (change.revert().contains(key)) {
                throw ApiException.parameter(
                        machine ? "revert" : "delete",
                        "you can't use '-delete " + key + "' and " + (machine ? "" : "'") + "-revert " + key
                                + "' at the same time");
            }
            if (!text.isOption(key)) {
                throw ApiException.parameter("delete", "unknown option '" + key + "'");
            }
        }
    }

    /** To remove a volume for good takes the rights to make one. */
    private void requireStorages(Call call, ConfigChange change, Guest guest) {
        change.delete().stream()
                .filter(key -> Drive.isKey(key) && (change.force() || key.startsWith("unused")))
                .flatMap(key -> guest.setting(key).map(value -> Drive.of(key, value)).stream())
                .filter(drive -> drive.isVolume() && !drive.isCdrom())
                .forEach(drive -> services.permissions()
                        .require(call.caller(), "/storage/" + drive.storage(), "Datastore.AllocateSpace"));
    }

    /** Some settings of containers are there for good. */
    private static void requireChangeable(ConfigChange change, Guest guest) {
        for (String key : change.delete()) {
            if (guest.setting(key).isPresent() && REQUIRED.contains(key)) {
                throw ApiException.failure("unable to delete required option '" + key + "'");
            }
            if (guest.setting(key).isPresent() && key.equals("unprivileged")) {
                throw ApiException.failure("unable to delete read-only option: 'unprivileged'");
            }
        }
        if (change.set().containsKey("unprivileged")) {
            throw ApiException.failure("unable to modify read-only option: 'unprivileged'");
        }
    }

    private void checkValue(Guest guest, String key, String value) {
        if (key.equals("hookscript")) {
            throw ApiException.parameter("hookscript", "script '" + value + "' does not exist\n");
        }
        if (Drive.isKey(key)) {
            checkDrive(guest, Drive.of(key, value));
        }
    }

    private void checkDrive(Guest guest, Drive drive) {
        if (!drive.isVolume()) {
            return;
        }
        Storage storage = services.dataCenter().volumes().storage(drive.storage());
        String name = drive.volid().substring(drive.storage().length() + 1);
        boolean isNew = drive.asksForDisk() || drive.asksForCloudInit();
        if (isNew
                || services.dataCenter()
                        .volumes()
                        .find(guest.node(), drive.volid())
                        .isPresent()) {
            requireContent(guest, storage, isNew);
            return;
        }
        if (storage.isFiles() && !name.contains("/")) {
            throw ApiException.failure("unable to parse directory volume name '" + name + "'");
        }
        throw ApiException.failure("volume '" + drive.volid() + "' does not exist");
    }

    private static void requireContent(Guest guest, Storage storage, boolean isNew) {
        String content = guest.kind().isVirtualMachine() ? "images" : "rootdir";
        if (isNew && !storage.accepts(content)) {
            throw ApiException.failure(
                    "storage '" + storage.id() + "' does not support content-type '" + content + "'");
        }
    }
}
