package io.jenkins.plugins.proxmox.core.policy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What may be done with the guests of a cluster. What nothing allows is denied.
 *
 * @param anyGuest what is allowed with every guest
 * @param ownGuests what is allowed with those that the same controller has made
 * @param rules what else is allowed
 * @param flaw why nothing is allowed though somebody has written a policy that allows something
 */
public record Policy(Set<Right> anyGuest, Set<Right> ownGuests, List<Rule> rules, Optional<String> flaw) {
    /** Everything is allowed. */
    public static final Policy OPEN = new Policy(Set.of(Right.values()), Set.of(), List.of());

    /** All guests can be looked at and cloned, new ones made, and only own ones changed. */
    public static final Policy USUAL = new Policy(Set.of(Right.READ, Right.CREATE), Right.overGuests(), List.of());

    /** Nothing is allowed. */
    public static final Policy CLOSED = new Policy(Set.of(), Set.of(), List.of());

    /** A policy that is as it should be. */
    public Policy(Set<Right> anyGuest, Set<Right> ownGuests, List<Rule> rules) {
        this(anyGuest, ownGuests, rules, Optional.empty());
    }

    /**
     * Takes the place of a policy that can't be read: as long as nobody knows what it should allow, it allows nothing.
     *
     * @param flaw what is wrong with it, for people
     */
    public static Policy unreadable(String flaw) {
        return new Policy(Set.of(), Set.of(), List.of(), Optional.of(flaw));
    }

    /**
     * Keeps copies.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if something is allowed with own guests that goes with no
     *     guest that is there, or if two rules have one name, since messages tell them by it
     */
    public Policy {
        List<Right> pointless = ownGuests.stream()
                .filter(right -> !Right.overGuests().contains(right))
                .sorted()
                .toList();
        if (!pointless.isEmpty()) {
            throw ProxmoxException.invalid(
                    "ownGuests",
                    "'" + pointless.get(0).label()
                            + "' can't be allowed with own guests, since it goes with no guest that"
                            + " is there already; expected is "
                            + Right.labels(Right.overGuests()));
        }
        Set<String> names = new HashSet<>();
        for (Rule rule : rules) {
            if (!names.add(rule.name())) {
                throw ProxmoxException.invalid(
                        "name",
                        "There are two rules with the name '" + rule.name()
                                + "'; expected is a name of its own for each,"
                                + " since messages tell rules by their names");
            }
        }
        anyGuest = Set.copyOf(anyGuest);
        ownGuests = Set.copyOf(ownGuests);
        rules = List.copyOf(rules);
    }
}
