package io.jenkins.plugins.proxmox.embedded.call;

import java.util.LinkedHashMap;

/** An object in a reply, in the order in which it was put together. */
final class Facts extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1L;

    static Facts of(String key, Object value) {
        return new Facts().with(key, value);
    }

    Facts with(String key, Object value) {
        put(key, value);
        return this;
    }

    /** Proxmox has no booleans, but 0 and 1. */
    Facts with(String key, boolean value) {
        return with(key, (Object) (value ? 1 : 0));
    }
}
