package io.jenkins.plugins.proxmox.embedded.schema;

import java.util.List;
import java.util.Optional;

/** Who may make a call, as the API declares it; calls check more by themselves. */
public sealed interface Requirement {
    /** Everybody, even without credentials. */
    record World() implements Requirement {}

    /** Everybody who is logged in. */
    record Anyone() implements Requirement {}

    /** The user whom the call is about. */
    record Self() implements Requirement {}

    /**
     * Privileges on a path.
     *
     * @param any whether one of them is enough
     * @param path with parameters in braces
     * @param onlyWith the check fails when this parameter is not given
     */
    record Privileges(List<String> names, boolean any, String path, Optional<String> onlyWith) implements Requirement {}

    /** All of the parts. */
    record And(List<Requirement> parts) implements Requirement {}

    /** One of the parts. */
    record Or(List<Requirement> parts) implements Requirement {}
}
