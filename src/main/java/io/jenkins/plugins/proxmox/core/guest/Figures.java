package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import java.time.Duration;
import java.util.Optional;

/** Reads figures of replies. */
final class Figures {
    private Figures() {}

    /** A number of bytes. */
    static Optional<DataSize> size(Reply data, String field) {
        return data.number(field).stream()
                .filter(bytes -> bytes >= 0)
                .mapToObj(DataSize::new)
                .findFirst();
    }

    /** A number of seconds. */
    static Optional<Duration> seconds(Reply data, String field) {
        return data.number(field).stream().mapToObj(Duration::ofSeconds).findFirst();
    }
}
