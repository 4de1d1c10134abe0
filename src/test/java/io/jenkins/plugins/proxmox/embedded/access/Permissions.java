package io.jenkins.plugins.proxmox.embedded.access;

import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.schema.Requirement;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Decides what a caller may do. */
public final class Permissions {
    private final Accounts accounts;
    /** The pool of a guest or storage, whose privileges its members inherit. */
    private final Function<String, Optional<String>> poolOfPath;

    public Permissions(Accounts accounts, Function<String, Optional<String>> poolOfPath) {
        this.accounts = accounts;
        this.poolOfPath = poolOfPath;
    }

    /** All privileges of the caller on a path. */
    public Set<String> on(Caller caller, String path) {
        Set<String> privileges = of(caller.user(), path);
        if (accounts.separated(caller)) {
            privileges.retainAll(of(caller.name(), path));
        }
        return privileges;
    }

    private Set<String> of(String subject, String path) {
        if (subject.equals(Caller.ROOT)) {
            return new TreeSet<>(accounts.known());
        }
        Set<String> privileges = accounts.granted(subject, path);
        poolOfPath.apply(path).ifPresent(pool -> privileges.addAll(accounts.granted(subject, "/pool/" + pool)));
        return privileges;
    }

    public boolean has(Caller caller, String path, String... privileges) {
        return on(caller, path).containsAll(Set.of(privileges));
    }

    public boolean hasAny(Caller caller, String path, String... privileges) {
        Set<String> owned = on(caller, path);
        owned.retainAll(Set.of(privileges));
        return !owned.isEmpty();
    }

    /** Demands all of the privileges and names the first that lacks. */
    public void require(Caller caller, String path, String... privileges) {
        Set<String> owned = on(caller, path);
        for (String privilege : privileges) {
            if (!owned.contains(privilege)) {
                throw ApiException.denied(path + ", " + privilege);
            }
        }
    }

    public void requireAny(Caller caller, String path, String... privileges) {
        if (!hasAny(caller, path, privileges)) {
            throw ApiException.denied(path + ", " + String.join("|", privileges));
        }
    }

    /** Checks what the API declares for a call. */
    public void check(Requirement requirement, Caller caller, Function<String, Optional<String>> parameters) {
        if (requirement instanceof Requirement.Privileges privileges) {
            String path = expand(privileges.path(), parameters);
            String[] names = privileges.names().toArray(String[]::new);
            if (privileges
                    .onlyWith()
                    .filter(name -> parameters.apply(name).isEmpty())
                    .isPresent()) {
                throw ApiException.denied("");
            }
            if (privileges.any()) {
                requireAny(caller, path, names);
            } else {
                require(caller, path, names);
            }
        } else if (requirement instanceof Requirement.And and) {
            and.parts().forEach(part -> check(part, caller, parameters));
        } else if (requirement instanceof Requirement.Or or) {
            if (or.parts().stream().noneMatch(part -> passes(part, caller, parameters))) {
                throw ApiException.denied("");
            }
        } else if (requirement instanceof Requirement.Self
                && !parameters.apply("userid").equals(Optional.of(caller.user()))) {
            throw ApiException.denied("");
        }
    }

    private boolean passes(Requirement requirement, Caller caller, Function<String, Optional<String>> parameters) {
        try {
            check(requirement, caller, parameters);
            return true;
        } catch (ApiException e) {
            return false;
        }
    }

    private static String expand(String template, Function<String, Optional<String>> parameters) {
        StringBuilder path = new StringBuilder();
        for (String part : template.split("(?<=/)|(?=/)")) {
            path.append(
                    part.startsWith("{")
                            ? parameters
                                    .apply(part.substring(1, part.length() - 1))
                                    .orElse("")
                            : part);
        }
        return path.toString();
    }

    /** All paths on which the caller has privileges, and these with whether they propagate. */
    public Map<String, Map<String, Integer>> table(Caller caller, Set<String> otherPaths) {
        Set<String> paths = new TreeSet<>(accounts.grantedPaths(caller.user()));
        paths.addAll(accounts.grantedPaths(caller.name()));
        paths.addAll(otherPaths);
        Map<String, Map<String, Integer>> table = new TreeMap<>();
        for (String path : paths) {
            Map<String, Integer> privileges = new TreeMap<>();
            int propagates = poolOfPath.apply(path).isPresent() ? 0 : 1;
            on(caller, path).forEach(name -> privileges.put(name, propagates));
            if (!privileges.isEmpty()) {
                table.put(path, privileges);
            }
        }
        return table;
    }
}
