package io.jenkins.plugins.proxmox.embedded.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A reply as it goes over the wire.
 *
 * @param contentType absent for bodies that are a bare text
 * @param body absent for replies that have not even a length
 * @param forwarded whether the reply has the second "Connection" header of replies that another daemon gave
 */
public record WireReply(
        int status, String reason, Optional<String> contentType, Optional<byte[]> body, boolean forwarded) {
    private static final String JSON = "application/json;charset=UTF-8";

    public static WireReply json(int status, String reason, byte[] body) {
        return new WireReply(status, reason, Optional.of(JSON), Optional.of(body), false);
    }

    public static WireReply text(int status, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return new WireReply(status, text, Optional.empty(), Optional.of(body), false);
    }

    public static WireReply download(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return new WireReply(200, "OK", Optional.of("text/plain"), Optional.of(body), false);
    }

    public static WireReply empty(int status, String reason) {
        return new WireReply(status, reason, Optional.empty(), Optional.empty(), false);
    }

    public WireReply asForwarded() {
        return new WireReply(status, reason, contentType, body, true);
    }

    public boolean isError() {
        return status >= 400;
    }
}
