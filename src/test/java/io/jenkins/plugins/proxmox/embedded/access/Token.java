package io.jenkins.plugins.proxmox.embedded.access;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An API token.
 *
 * @param separated whether it has only the privileges that both it and its user were given
 * @param expires in epoch seconds, 0 for never
 */
record Token(String id, String secret, boolean separated, long expires, String comment) {
    boolean expiredAt(Instant now) {
        return expires > 0 && now.getEpochSecond() > expires;
    }

    Map<String, Object> describe() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("privsep", separated ? 1 : 0);
        facts.put("expire", expires);
        if (!comment.isEmpty()) {
            facts.put("comment", comment);
        }
        return facts;
    }
}
