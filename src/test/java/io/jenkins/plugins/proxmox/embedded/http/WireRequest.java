package io.jenkins.plugins.proxmox.embedded.http;

import java.util.Optional;
import java.util.function.Function;

/**
 * A request as it came over the wire.
 *
 * @param target path and query, still encoded
 * @param headers gives the value of a header by name
 * @param connection number of the connection, counted from 1
 */
public record WireRequest(
        String method, String target, Function<String, Optional<String>> headers, byte[] body, int connection) {
    public Optional<String> header(String name) {
        return headers.apply(name);
    }

    public String rawPath() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    public String rawQuery() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }
}
