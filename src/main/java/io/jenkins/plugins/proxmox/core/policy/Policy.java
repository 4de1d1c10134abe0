package io.jenkins.plugins.proxmox.core.policy;

import java.util.List;
import java.util.Set;

/**
 * What may be done with the guests of a cluster. What nothing allows is denied.
 *
 * @param anyGuest what is allowed with every guest
 * @param ownGuests what is allowed with those that the same controller has made
 * @param rules what else is allowed
 */
public record Policy(Set<Right> anyGuest, Set<Right> ownGuests, List<Rule> rules) {
    /** Everything is allowed. */
    public static final Policy OPEN = new Policy(Set.of(Right.values()), Set.of(), List.of());

    /** All guests can be looked at and cloned, new ones made, and only own ones changed. */
    public static final Policy USUAL = new Policy(Set.of(Right.READ, Right.CREATE), Right.overGuests(), List.of());

    /** Keeps copies. */
    public Policy {
        anyGuest = Set.copyOf(anyGuest);
        ownGuests = Set.copyOf(ownGuests);
        rules = List.copyOf(rules);
    }
}
