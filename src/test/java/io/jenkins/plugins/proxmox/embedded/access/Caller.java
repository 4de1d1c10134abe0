package io.jenkins.plugins.proxmox.embedded.access;

import java.util.Optional;

/** Who makes a call: a user, or one of the user's API tokens. */
public record Caller(String user, Optional<String> token) {
    static final String ROOT = "root@pam";

    public static Caller user(String user) {
        return new Caller(user, Optional.empty());
    }

    /** @param name {@code user@realm} or {@code user@realm!token} */
    public static Caller named(String name) {
        int mark = name.indexOf('!');
        return mark < 0 ? user(name) : new Caller(name.substring(0, mark), Optional.of(name.substring(mark + 1)));
    }

    /** A token of root is not root, whatever its privileges. */
    public boolean isRoot() {
        return user.equals(ROOT) && token.isEmpty();
    }

    public String name() {
        return token.map(id -> user + "!" + id).orElse(user);
    }
}
