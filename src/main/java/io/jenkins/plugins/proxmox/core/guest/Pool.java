package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Reply;
import java.util.List;
import java.util.Optional;

/**
 * A pool and what is in it, as far as the credentials may see it.
 *
 * @param storages their names
 */
public record Pool(String id, Optional<String> comment, List<GuestEntry> guests, List<String> storages) {
    static Pool of(String id, Reply data) {
        return new Pool(
                id,
                data.text("comment").filter(text -> !text.isEmpty()),
                data.list("members").stream()
                        .map(GuestEntry::of)
                        .flatMap(Optional::stream)
                        .toList(),
                data.list("members").stream()
                        .map(member -> member.text("storage"))
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList());
    }
}
