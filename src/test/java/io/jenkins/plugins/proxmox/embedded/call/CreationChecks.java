package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.access.Permissions;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What is looked at before a guest is created or restored. */
final class CreationChecks {
    /** Parameters of creation that are no settings of the guest. */
    private static final Set<String> NO_SETTINGS = Set.of(
            "node",
            "vmid",
            "archive",
            "bwlimit",
            "force",
            "ha-managed",
            "import-working-storage",
            "live-restore",
            "pool",
            "start",
            "storage",
            "unique",
            "ostemplate",
            "restore",
            "password",
            "ssh-public-keys",
            "ignore-unpack-errors");

    private final Services services;
    private final GuestKind kind;
    private final ConfigPrivileges privileges;

    CreationChecks(Services services, GuestKind kind) {
        this.services = services;
        this.kind = kind;
        this.privileges = new ConfigPrivileges(services);
    }

    private DataCenter dataCenter() {
        return services.dataCenter();
    }

    /** The settings that a call gives. */
    static Map<String, String> settings(Call call) {
        Map<String, String> settings = new TreeMap<>();
        call.parameters().forEach((name, values) -> {
            if (!NO_SETTINGS.contains(name)) {
                settings.put(name, values.get(0));
            }
        });
        return settings;
    }

    /** The right to have a new guest, or to overwrite one by its backup. */
    void requireAllocate(Call call, boolean overwrites) {
        Permissions permissions = services.permissions();
        String guest = "/vms/" + call.vmid();
        boolean allowed = permissions.has(call.caller(), guest, "VM.Allocate")
                || call.find("pool")
                        .filter(pool -> permissions.has(call.caller(), "/pool/" + pool, "VM.Allocate"))
                        .isPresent()
                || (overwrites && permissions.has(call.caller(), guest, "VM.Backup"));
        if (!allowed) {
            throw ApiException.denied("");
        }
        if (call.flag("start") && services.version().atLeast(PveVersion.V9)) {
            requirePowerManagement(call);
        }
        new CloneChecks(services).requirePool(call);
    }

    private void requirePowerManagement(Call call) {
        boolean ofPool = call.find("pool")
                .filter(pool -> services.permissions().has(call.caller(), "/pool/" + pool, "VM.PowerMgmt"))
                .isPresent();
        if (!ofPool) {
            services.permissions().require(call.caller(), "/vms/" + call.vmid(), "VM.PowerMgmt");
        }
    }

    void requireFree(Call call, String prefix) {
        dataCenter().guest(call.vmid()).ifPresent(other -> {
            throw ApiException.failure(prefix + other.kind().word() + " " + other.vmid() + " already exists on node '"
                    + other.node() + "'");
        });
    }

    /** A guest that is to be overwritten has to be of the same kind, here, stopped and not protected. */
    void requireReplaceable(Call call) {
        Optional<Guest> old = dataCenter().guest(call.vmid());
        if (old.isEmpty()) {
            return;
        }
        Guest guest = old.get();
        String name = kind.word() + " " + call.vmid();
        String prefix = "unable to restore " + name + " - ";
        if (!call.flag("force") || guest.kind() != kind || !guest.node().equals(call.node())) {
            requireFree(call, prefix);
        }
        if (guest.isRunning()) {
            throw ApiException.failure(prefix + (kind.isVirtualMachine() ? "vm is running" : "container is running"));
        }
        if (guest.isProtected()) {
            throw ApiException.failure("can't remove " + name + " - protection mode enabled");
        }
        guest.requireUnlocked();
    }

    /** Privileges for settings; on the pool, if the guest itself gives none. */
    void requirePrivileges(Call call, Map<String, String> settings) {
        String guest = "/vms/" + call.vmid();
        String path = call.find("pool")
                .map(pool -> "/pool/" + pool)
                .filter(pool -> !services.permissions().has(call.caller(), guest, "VM.Allocate"))
                .orElse(guest);
        privileges.require(call.caller(), path, kind, new ConfigChange(settings, List.of(), List.of(), false));
    }

    /** Storages of new volumes; whether existing ones that are named exist is seen later. */
    void requireStorages(Map<String, String> settings) {
        settings.forEach((key, value) -> {
            Drive drive = Drive.isKey(key) ? Drive.of(key, value) : null;
            if (drive == null || !drive.isVolume()) {
                return;
            }
            Storage storage = dataCenter().volumes().storage(drive.storage());
            String name = drive.volid().substring(drive.storage().length() + 1);
            if (drive.asksForDisk()) {
                requireContent(storage);
            } else if (storage.isFiles() && !name.contains("/") && !name.equals("cloudinit")) {
                throw ApiException.failure("unable to parse directory volume name '" + name + "'");
            }
        });
    }

    void requireContent(Storage storage) {
        if (kind.isVirtualMachine() && !storage.accepts("images")) {
            throw ApiException.failure("storage '" + storage.id() + "' does not support content-type 'images'");
        }
        if (!kind.isVirtualMachine() && !storage.accepts("rootdir")) {
            throw ApiException.parameter(
                    "storage", "storage '" + storage.id() + "' does not support container directories");
        }
    }
}
