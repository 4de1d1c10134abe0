package io.jenkins.plugins.proxmox.core.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where the API of a cluster listens; any node of the cluster answers for all of them.
 *
 * @param host a host name or address; an IPv6 address stands in brackets
 * @param port 1 to 65535
 */
public record ApiEndpoint(String host, int port) {
    /** The port pveproxy listens on. */
    public static final int DEFAULT_PORT = 8006;

    /**
     * Reads {@code https://host[:port]}; a trailing slash is tolerated and the port defaults to {@value #DEFAULT_PORT}.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the text is anything else, {@code http://} included:
     *     pveproxy only redirects plain HTTP, and the credentials would already have been sent
     */
    public static ApiEndpoint parse(String text) {
        String trimmed = text == null ? "" : text.trim();
        URI uri;
        try {
            uri = new URI(trimmed);
        } catch (URISyntaxException e) {
            throw refuse(trimmed, "it is no valid URL");
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw refuse(trimmed, "it is no valid URL");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.equals("http")) {
            throw refuse(trimmed, "Proxmox VE answers over https:// only");
        }
        if (!scheme.equals("https")) {
            throw refuse(trimmed, "its scheme is not https");
        }
        if (uri.getRawUserInfo() != null) {
            throw refuse(trimmed, "user and password belong into credentials, not into the URL");
        }
        if (!isRoot(uri)) {
            throw refuse(trimmed, "it has a path, query or fragment");
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        if (port == 0 || port > 65535) {
            throw refuse(trimmed, "its port is not between 1 and 65535");
        }
        return new ApiEndpoint(uri.getHost(), port);
    }

    private static boolean isRoot(URI uri) {
        String path = uri.getRawPath();
        return (path == null || path.isEmpty() || path.equals("/"))
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }

    private static ProxmoxException refuse(String text, String reason) {
        String shown = text.replaceFirst("//.*@", "//...@");
        return ProxmoxException.invalid(
                "url",
                "'" + shown + "' can't be used as the URL of a Proxmox VE: " + reason
                        + "; expected is https://host or https://host:8006");
    }

    /** {@code https://host:port}. */
    public URI uri() {
        return URI.create("https://" + host + ":" + port);
    }

    @Override
    public String toString() {
        return uri().toString();
    }
}
