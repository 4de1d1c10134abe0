package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.access.Permissions;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.SavedGuest;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/** Shows the settings that are inside a backup. */
final class BackupConfigCalls {
    private final Services services;

    BackupConfigCalls(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        routes.on("GET", "/nodes/{node}/vzdump/extractconfig", this::extract);
    }

    private Answer extract(Call call) {
        String volid = call.text("volume");
        int colon = volid.indexOf(':');
        if (colon < 0) {
            throw ApiException.failure("Only root can pass arbitrary filesystem paths.");
        }
        Storage storage = services.dataCenter().volumes().storage(volid.substring(0, colon));
        Volume volume = services.dataCenter()
                .volumes()
                .find(call.node(), volid)
                .orElseThrow(() -> ApiException.failure("volume '" + volid + "' does not exist"));
        requireReadable(call, storage, volume);
        SavedGuest saved = services.dataCenter()
                .saved(volid)
                .orElseThrow(() -> ApiException.failure("unable to parse volume filename '" + volume.name() + "'"));
        return Answer.of(text(saved));
    }

    private void requireReadable(Call call, Storage storage, Volume volume) {
        Permissions permissions = services.permissions();
        String path = "/storage/" + storage.id();
        if (!permissions.has(call.caller(), path, "Datastore.Allocate")) {
            permissions.require(call.caller(), path, "Datastore.AllocateSpace");
        }
        permissions.require(call.caller(), "/vms/" + volume.vmid().orElse(0), "VM.Backup");
    }

    /** As the file is written: the description in front, as a comment. */
    private static String text(SavedGuest saved) {
        StringBuilder text = new StringBuilder();
        saved.config()
                .getOrDefault("description", "")
                .lines()
                .forEach(line -> text.append('#').append(encoded(line)).append('\n'));
        new TreeMap<>(saved.config()).forEach((key, value) -> {
            if (!List.of("description", "lock", "parent").contains(key)) {
                text.append(key).append(": ").append(value).append('\n');
            }
        });
        return text.toString();
    }

    /** Percent signs, colons and everything beyond ASCII. */
    private static String encoded(String line) {
        StringBuilder text = new StringBuilder();
        for (byte octet : line.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = octet >= ' ' && octet < 0x7f && octet != '%' && octet != ':';
            text.append(plain ? String.valueOf((char) octet) : String.format("%%%02X", octet));
        }
        return text.toString();
    }
}
