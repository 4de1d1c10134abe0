package io.jenkins.plugins.proxmox.embedded.access;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Users, tokens and what they were granted. All methods are safe to call from any thread. */
public final class Accounts {
    private final Map<String, User> users = new TreeMap<>();
    private final List<Grant> grants = new ArrayList<>();
    private final Set<String> known;
    private final Clock clock;

    public Accounts(PveVersion version, Clock clock) {
        this.known = Privileges.of(version);
        this.clock = clock;
    }

    public synchronized void addUser(String userId, String password) {
        users.put(userId, new User(userId, password));
    }

    /** @return the token with its secret, ready for the Authorization header */
    public synchronized String addToken(
            String userId, String tokenId, boolean separated, long expires, String comment) {
        Token token = new Token(tokenId, UUID.randomUUID().toString(), separated, expires, comment);
        user(userId).tokens().put(tokenId, token);
        return userId + "!" + tokenId + "=" + token.secret();
    }

    public synchronized void removeToken(String userId, String tokenId) {
        user(userId).tokens().remove(tokenId);
    }

    /** The facts about the tokens of a user by id, without secrets. */
    public synchronized Map<String, Map<String, Object>> tokens(String userId) {
        Map<String, Map<String, Object>> facts = new TreeMap<>();
        user(userId).tokens().forEach((id, token) -> facts.put(id, token.describe()));
        return facts;
    }

    public synchronized Collection<String> userIds() {
        return List.copyOf(users.keySet());
    }

    public synchronized boolean exists(String userId) {
        return users.containsKey(userId);
    }

    public synchronized void enable(String userId, boolean enabled) {
        user(userId).enable(enabled);
    }

    public synchronized void requireSecondFactor(String userId, String code) {
        user(userId).requireSecondFactor(code);
    }

    public synchronized void grant(String subject, String path, Set<String> privileges) {
        Set<String> unknown = new TreeSet<>(privileges);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("this version has no privileges " + unknown);
        }
        grants.add(new Grant(subject, path, Set.copyOf(privileges)));
    }

    /** Takes privileges back; none named means all of them on this path. */
    public synchronized void revoke(String subject, String path, Set<String> privileges) {
        for (Grant grant : List.copyOf(grants)) {
            if (grant.subject().equals(subject) && grant.path().equals(path)) {
                grants.remove(grant);
                Set<String> left = new TreeSet<>(grant.privileges());
                left.removeAll(privileges);
                if (!privileges.isEmpty() && !left.isEmpty()) {
                    grants.add(new Grant(subject, path, left));
                }
            }
        }
    }

    /** What a subject was granted for a path: as in Proxmox, entries on the deepest path replace those above. */
    synchronized Set<String> granted(String subject, String path) {
        List<Grant> covering = grants.stream()
                .filter(grant -> grant.subject().equals(subject) && grant.covers(path))
                .toList();
        int deepest =
                covering.stream().mapToInt(grant -> grant.path().length()).max().orElse(0);
        Set<String> privileges = new TreeSet<>();
        covering.stream()
                .filter(grant -> grant.path().length() == deepest)
                .forEach(grant -> privileges.addAll(grant.privileges()));
        return privileges;
    }

    synchronized Set<String> grantedPaths(String subject) {
        Set<String> paths = new TreeSet<>();
        grants.stream().filter(grant -> grant.subject().equals(subject)).forEach(grant -> paths.add(grant.path()));
        return paths;
    }

    Set<String> known() {
        return known;
    }

    synchronized boolean separated(Caller caller) {
        return caller.token()
                .map(id -> user(caller.user()).tokens().get(id))
                .map(Token::separated)
                .orElse(false);
    }

    synchronized boolean accepts(String userId, String password) {
        User user = users.get(userId);
        return user != null && user.accepts(password);
    }

    synchronized boolean enabled(String userId) {
        User user = users.get(userId);
        return user != null && user.enabled();
    }

    synchronized Optional<String> secondFactor(String userId) {
        return Optional.ofNullable(users.get(userId)).flatMap(User::secondFactor);
    }

    /** What is wrong with a token, in the words of version 7; later versions do not tell. */
    synchronized Optional<String> problemWithToken(Caller caller, String secret) {
        User user = users.get(caller.user());
        if (user == null || !user.enabled()) {
            return Optional.of("no such user ('" + caller.user() + "')");
        }
        String id = caller.token().orElse("");
        Token token = user.tokens().get(id);
        if (token == null) {
            return Optional.of("no such token '" + id + "' for user '" + caller.user() + "'");
        }
        if (token.expiredAt(clock.instant())) {
            return Optional.of("token '" + caller.name() + "' access expired");
        }
        return token.secret().equals(secret) ? Optional.empty() : Optional.of("invalid token value!");
    }

    private User user(String userId) {
        User user = users.get(userId);
        if (user == null) {
            throw new IllegalArgumentException("no such user: " + userId);
        }
        return user;
    }
}
