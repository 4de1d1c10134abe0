package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.schema.ApiSchema;
import io.jenkins.plugins.proxmox.embedded.schema.EndpointSchema;
import io.jenkins.plugins.proxmox.embedded.schema.ParameterSchema;
import io.jenkins.plugins.proxmox.embedded.schema.ValueType;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How settings are shown: which ones as numbers, and the digest over all of them. */
final class ConfigText {
    private static final String HIDDEN = "**********";

    private final EndpointSchema schema;
    private final boolean container;

    ConfigText(ApiSchema api, GuestKind kind) {
        this.schema = api.find("PUT", List.of("nodes", "n", kind.path(), "100", "config"))
                .orElseThrow()
                .endpoint();
        this.container = kind == GuestKind.CONTAINER;
    }

    Map<String, Object> shown(Map<String, String> config) {
        Map<String, Object> shown = new TreeMap<>();
        config.forEach((key, value) -> shown.put(key, shown(key, value)));
        return shown;
    }

    Object shown(String key, String value) {
        if (key.equals("cipassword")) {
            return HIDDEN;
        }
        if (key.equals("description") && container) {
            return value + "\n";
        }
        return isNumber(key) ? (Object) Long.valueOf(value) : value;
    }

    boolean isOption(String key) {
        return schema.parameter(key).isPresent()
                && !List.of("delete", "revert", "digest", "force").contains(key);
    }

    private boolean isNumber(String key) {
        return schema.parameter(key)
                .map(ParameterSchema::type)
                .filter(type -> type == ValueType.BOOLEAN || type == ValueType.INTEGER)
                .isPresent();
    }

    /** Changes with every change of the guest's configuration file. */
    static String digest(Guest guest) {
        StringBuilder file = new StringBuilder();
        guest.config()
                .forEach((key, value) ->
                        file.append(key).append(": ").append(value).append('\n'));
        guest.pending()
                .forEach((key, value) ->
                        file.append("[PENDING]").append(key).append(value).append('\n'));
        guest.snapshots().values().forEach(snapshot -> file.append(snapshot).append('\n'));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest(file.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
