package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.Node;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is looked at before a clone starts, the same for both kinds of guests. */
final class CloneChecks {
    private final Services services;

    CloneChecks(Services services) {
        this.services = services;
    }

    private DataCenter dataCenter() {
        return services.dataCenter();
    }

    void requirePool(Call call) {
        call.find("pool").filter(pool -> dataCenter().pool(pool).isEmpty()).ifPresent(pool -> {
            throw ApiException.denied("pool '" + pool + "' does not exist");
        });
    }

    void requireTarget(Call call) {
        call.find("target").ifPresent(target -> {
            Node node = dataCenter()
                    .node(target)
                    .orElseThrow(() -> ApiException.failure("no such cluster node '" + target + "'"));
            if (!node.online()) {
                throw ApiException.failure("node '" + target + "' is offline");
            }
        });
    }

    /** The settings to start from: the current ones or those of a snapshot. */
    Map<String, String> original(Call call, Guest source) {
        return call.find("snapname").map(name -> source.snapshot(name).config()).orElse(source.config());
    }

    List<Drive> disks(Map<String, String> config) {
        return config.entrySet().stream()
                .filter(entry -> Drive.isKey(entry.getKey()))
                .map(entry -> Drive.of(entry.getKey(), entry.getValue()))
                .filter(Drive::isDisk)
                .toList();
    }

    void requireStorage(Call call, Guest source, List<Drive> disks) {
        Optional<String> target = call.find("storage");
        target.ifPresent(id -> {
            Storage storage = dataCenter().volumes().storage(id);
            String content = source.kind().isVirtualMachine() ? "images" : "rootdir";
            if (!storage.accepts(content)) {
                throw ApiException.parameter(
                        "storage",
                        "storage '" + id + "' does not support "
                                + (content.equals("images") ? "vm images" : "container directories"));
            }
        });
        disks.stream()
                .map(disk -> target.orElse(disk.storage()))
                .distinct()
                .forEach(id ->
                        services.permissions().require(call.caller(), "/storage/" + id, "Datastore.AllocateSpace"));
    }

    void requireBridges(Call call, Map<String, String> config) {
        config.forEach((key, value) -> {
            if (key.matches("net\\d+")) {
                ConfigPrivileges.requireBridge(services, call.caller(), value);
            }
        });
    }

    /** A clone ends up on another node only if all its volumes can be seen from there. */
    void requireShared(Call call, List<Drive> disks) {
        if (call.find("target").filter(target -> !target.equals(call.node())).isEmpty()) {
            return;
        }
        String target = call.text("target");
        boolean shared = disks.stream()
                .map(disk -> call.find("storage").orElse(disk.storage()))
                .allMatch(id -> dataCenter().volumes().storage(id).shared());
        boolean sourceShared = disks.stream()
                .allMatch(disk -> dataCenter().volumes().storage(disk.storage()).shared());
        if (!shared || !sourceShared) {
            throw ApiException.failure("can't clone VM to node '" + target + "' (VM uses local storage)");
        }
    }

    /** Linked clones hang on base volumes, or on snapshots where the storage can do that. */
    void requireLinkable(Call call, List<Drive> disks, boolean machine) {
        disks.stream()
                .filter(disk -> !has(call, disk, "clone") || !(machine || linksContainers(disk)))
                .findFirst()
                .ifPresent(disk -> {
                    throw ApiException.failure(
                            machine
                                    ? "Linked clone feature is not supported for " + named(call, disk)
                                    : "Linked clone feature for '" + disk.volid() + "' is not available");
                });
    }

    private boolean linksContainers(Drive disk) {
        return dataCenter().volumes().storage(disk.storage()).linksContainers();
    }

    /** Not every storage lets snapshots be copied. */
    void requireCopyable(Call call, List<Drive> disks) {
        disks.stream().filter(disk -> !has(call, disk, "copy")).findFirst().ifPresent(disk -> {
            throw ApiException.failure("Full clone feature is not supported for " + named(call, disk));
        });
    }

    private String named(Call call, Drive disk) {
        return services.version().atLeast(PveVersion.V8)
                ? (call.has("snapname") ? "a snapshot of '" : "'") + disk.volid() + "' (" + disk.key() + ")"
                : "drive '" + disk.key() + "'";
    }

    private boolean has(Call call, Drive disk, String feature) {
        return dataCenter()
                .volumes()
                .find(call.node(), disk.volid())
                .filter(volume ->
                        dataCenter().volumes().storage(disk.storage()).has(feature, volume, call.has("snapname")))
                .isPresent();
    }

    static long totalSize(DataCenter dataCenter, String node, List<Drive> disks) {
        return disks.stream()
                .flatMap(disk -> dataCenter.volumes().find(node, disk.volid()).stream())
                .mapToLong(Volume::size)
                .sum();
    }
}
