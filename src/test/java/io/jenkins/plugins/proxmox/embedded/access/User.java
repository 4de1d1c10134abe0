package io.jenkins.plugins.proxmox.embedded.access;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A user with its tokens. */
final class User {
    private final String id;
    private final String password;
    private final Map<String, Token> tokens = new TreeMap<>();
    private boolean enabled = true;
    private String secondFactor;

    User(String id, String password) {
        this.id = id;
        this.password = password;
    }

    String id() {
        return id;
    }

    boolean accepts(String attempt) {
        return enabled && password.equals(attempt);
    }

    boolean enabled() {
        return enabled;
    }

    void enable(boolean enabled) {
        this.enabled = enabled;
    }

    /** The one-time code that this user must give; a fixed one, so that tests need no clock. */
    Optional<String> secondFactor() {
        return Optional.ofNullable(secondFactor);
    }

    void requireSecondFactor(String code) {
        this.secondFactor = code;
    }

    Map<String, Token> tokens() {
        return tokens;
    }
}
