package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.schema.EndpointSchema;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which handler serves which call. */
public final class Routes {
    private final Map<String, Handler> handlers = new HashMap<>();

    /** @param template the path with parameters in braces, as in the tables of calls */
    public Routes on(String method, String template, Handler handler) {
        if (handlers.put(method + " " + template, handler) != null) {
            throw new IllegalArgumentException("two handlers for " + method + " " + template);
        }
        return this;
    }

    Optional<Handler> find(EndpointSchema endpoint) {
        return Optional.ofNullable(handlers.get(endpoint.method() + " " + endpoint.template()));
    }
}
