package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import java.util.Optional;

/** Reads amounts of data out of replies. */
final class Sizes {
    private Sizes() {}

    /** A field that counts bytes; absent if it is missing or no such number. */
    static Optional<DataSize> read(Reply data, String name) {
        return data.number(name).stream()
                .filter(bytes -> bytes >= 0)
                .mapToObj(DataSize::new)
                .findFirst();
    }

    /**
     * The same for what is told of a whole storage.
     *
     * @param total the field with its size, which is 0 where nothing could be measured, as are all others then
     */
    static Optional<DataSize> read(Reply data, String name, String total) {
        return data.number(total).orElse(0) > 0 ? read(data, name) : Optional.empty();
    }
}
