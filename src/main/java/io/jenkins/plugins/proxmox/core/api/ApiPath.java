package io.jenkins.plugins.proxmox.core.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A path below {@code /api2/json}, its segments percent-encoded one by one, so that a UPID or a volume id with slashes,
 * colons or {@code >} stays one segment.
 *
 * @param encoded starts with a slash
 */
public record ApiPath(String encoded) {
    /** The path of these segments, each given as it is and encoded here. */
    public static ApiPath of(Object... segments) {
        return new ApiPath("").and(segments);
    }

    /** This path and further segments. */
    public ApiPath and(Object... segments) {
        return new ApiPath(encoded
                + Arrays.stream(segments).map(s -> "/" + encode(s.toString())).collect(Collectors.joining()));
    }

    private static String encode(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            throw ProxmoxException.invalid("path", "'" + segment + "' can't be part of a path of the API");
        }
        // URLEncoder writes a blank as '+', which a path would keep literally.
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return encoded;
    }
}
