package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which storage takes the place of which one on a migration's target.
 *
 * @param byDefault for those that have no entry of their own
 */
record StorageMap(Map<String, String> entries, Optional<String> byDefault) {
    static StorageMap of(Services services, GuestKind kind, Call call) {
        String parameter = kind.isVirtualMachine() ? "targetstorage" : "target-storage";
        Map<String, String> entries = new TreeMap<>();
        Optional<String> byDefault = Optional.empty();
        boolean identity = false;
        for (String part : call.list(parameter)) {
            int colon = part.indexOf(':');
            if (part.equals("1")) {
                identity = true;
            } else if (colon < 0) {
                byDefault = Optional.of(part);
            } else {
                entries.put(part.substring(0, colon), part.substring(colon + 1));
            }
        }
        if (call.has(parameter) && !identity) {
            services.permissions().require(call.caller(), "/vms/" + call.vmid(), "VM.Config.Disk");
        }
        entries.values().forEach(id -> requireUsable(services, kind, call, id));
        byDefault.ifPresent(id -> requireUsable(services, kind, call, id));
        return new StorageMap(entries, byDefault);
    }

    private static void requireUsable(Services services, GuestKind kind, Call call, String id) {
        Storage storage = services.dataCenter().volumes().storage(id);
        services.permissions().require(call.caller(), "/storage/" + id, "Datastore.AllocateSpace");
        if (!storage.accepts(kind.isVirtualMachine() ? "images" : "rootdir")) {
            throw ApiException.failure(
                    "storage '" + id + "' does not support " + (kind.isVirtualMachine() ? "vm images" : "CT rootdirs"));
        }
    }

    String target(String storage) {
        return entries.getOrDefault(storage, byDefault.orElse(storage));
    }
}
