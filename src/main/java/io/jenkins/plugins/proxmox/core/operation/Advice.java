package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.Problem;
import java.util.Optional;

/** What somebody who reads an error can do about it. */
final class Advice {
    private Advice() {}

    /** A sentence, if there is something to be done. */
    static Optional<String> on(Problem problem, Credentials credentials) {
        if (problem instanceof Problem.Permission permission) {
            return Optional.of(permission(permission, credentials));
        }
        if (problem instanceof Problem.Authentication) {
            return Optional.of("Check whether the credentials of the connection (" + credentials
                    + ") are still valid and not expired.");
        }
        if (problem instanceof Problem.Denied) {
            return Optional.of("An administrator can allow it with a rule of the connection's safety policy.");
        }
        if (problem instanceof Problem.Locked locked) {
            return Optional.of(locked)
                    .filter(Problem.Locked::inConfiguration)
                    .map(it -> "If no task works on it any more, an administrator has to remove the lock " + it.lock()
                            + " on the node ('qm unlock' or 'pct unlock').");
        }
        if (problem instanceof Problem.NoQuorum) {
            return Optional.of("Too few nodes of the cluster are online; it takes no changes until they are back.");
        }
        if (problem instanceof Problem.StorageFull) {
            return Optional.of("Free some space on the storage or name another one.");
        }
        if (problem instanceof Problem.OutcomeUnknown) {
            return Optional.of("It may have been carried out all the same: look before doing it again.");
        }
        return Optional.empty();
    }

    private static String permission(Problem.Permission permission, Credentials credentials) {
        if (permission.privilege().filter("root@pam"::equals).isPresent()) {
            return "Proxmox VE allows this to root@pam with a password only, not to any API token.";
        }
        String who = credentials.principal();
        if (permission.path().isEmpty() || permission.privilege().isEmpty()) {
            return "The credentials " + who + " lack a privilege; see 'pveum user permissions' for what they have.";
        }
        String both = credentials instanceof Credentials.ApiToken
                ? " A token with privilege separation needs it as well as its user."
                : "";
        return "The credentials " + who + " need "
                + permission.privilege().get().replace("|", " or ") + " on "
                + permission.path().get() + "." + both;
    }
}
