package io.jenkins.plugins.proxmox.embedded.access;

import java.util.Set;

/** Privileges on a path for a user or a token; like a role with propagation. */
record Grant(String subject, String path, Set<String> privileges) {
    /** Whether the grant speaks about {@code wanted}, being on the same path or above it. */
    boolean covers(String wanted) {
        return path.equals("/") || wanted.equals(path) || wanted.startsWith(path + "/");
    }
}
