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
    private static final List<String> REQUIRED = List.of("rootfs", "arch", "ostype");

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
        ConfigChange change = new ConfigChange(set, call.list("delete"), call.list("revert"), call.flag("force"));
        if (set.isEmpty() && change.delete().isEmpty() && change.revert().isEmpty()) {
            throw ApiException.failure("no options specified");
        }
        checkDeletions(change, guest);
        privileges.require(call.caller(), "/vms/" + guest.vmid(), guest.kind(), change);
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
        for (String key : change.delete()) {
            if (!text.isOption(key)) {
                throw ApiException.parameter("delete", "unknown option '" + key + "'");
            }
            if (change.set().containsKey(key)) {
                throw ApiException.parameter(
                        "delete", "you can't use '-" + key + "' and -delete " + key + "' at the same time");
            }
            if (!guest.kind().isVirtualMachine() && REQUIRED.contains(key)) {
                throw ApiException.failure("unable to delete required option '" + key + "'");
            }
        }
        for (String key : change.revert()) {
            if (!text.isOption(key)) {
                throw ApiException.parameter("revert", "unknown option '" + key + "'");
            }
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
