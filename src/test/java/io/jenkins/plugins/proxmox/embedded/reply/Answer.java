package io.jenkins.plugins.proxmox.embedded.reply;

import java.util.Optional;

/**
 * The result of a call.
 *
 * @param data maps, lists, texts and numbers, or null
 * @param total the length of the whole list of which {@code data} is a page
 * @param file a text that is sent as it is, instead of data
 */
public record Answer(Object data, Optional<Integer> total, Optional<String> file) {
    public static Answer of(Object data) {
        return new Answer(data, Optional.empty(), Optional.empty());
    }

    public static Answer page(Object data, int total) {
        return new Answer(data, Optional.of(total), Optional.empty());
    }

    public static Answer download(String text) {
        return new Answer(null, Optional.empty(), Optional.of(text));
    }

    /** Done, with nothing to tell. */
    public static Answer nothing() {
        return of(null);
    }
}
