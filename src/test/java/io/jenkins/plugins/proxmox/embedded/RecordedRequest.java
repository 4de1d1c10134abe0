package io.jenkins.plugins.proxmox.embedded;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call that was made.
 *
 * @param path decoded, without {@code /api2/json}
 * @param parameters of query and body
 * @param user who called, empty if nobody was recognized
 * @param connection number of the connection, counted from 1
 * @param status of the reply, 0 if the connection was closed instead
 */
public record RecordedRequest(
        String method, String path, Map<String, List<String>> parameters, String user, int connection, int status) {
    /** The first value of a parameter. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).map(values -> values.get(0));
    }
}
