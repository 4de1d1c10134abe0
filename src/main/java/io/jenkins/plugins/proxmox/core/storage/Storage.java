package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.api.Reply;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A storage as one node sees it: {@code GET /nodes/{node}/storage}.
 *
 * @param content what it may hold: {@code images}, {@code rootdir}, {@code backup}, {@code iso}, {@code vztmpl} ...
 * @param shared whether all nodes see the same volumes
 */
public record Storage(String id, String type, Set<String> content, boolean enabled, boolean active, boolean shared) {
    /** Reads an entry of the list. */
    public static Storage of(Reply data) {
        return new Storage(
                data.text("storage").orElse(""),
                data.text("type").orElse(""),
                Arrays.stream(data.text("content").orElse("").split(",")).collect(Collectors.toUnmodifiableSet()),
                data.flag("enabled"),
                data.flag("active"),
                data.flag("shared"));
    }

    /** Whether it may hold this and is there at the moment. */
    public boolean takes(String contentType) {
        return enabled && active && content.contains(contentType);
    }
}
