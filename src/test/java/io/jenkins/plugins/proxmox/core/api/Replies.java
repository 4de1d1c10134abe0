package io.jenkins.plugins.proxmox.core.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Makes replies out of JSON, for the tests of the packages that read them. */
public final class Replies {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Replies() {}

    /** What a reply holds under {@code data}. */
    public static Reply of(String json) {
        try {
            return new Reply(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
