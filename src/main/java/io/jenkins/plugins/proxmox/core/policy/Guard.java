package io.jenkins.plugins.proxmox.core.policy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Holds somebody to a policy.
 *
 * @param connection names the cluster to people
 * @param job on whose behalf something is done, by its full name as in {@code team/app/main}
 */
public record Guard(Policy policy, String connection, String job) {
    /** Lets everything pass. */
    public static final Guard OPEN = new Guard(Policy.OPEN, "", "");

    /** Whether this is allowed with every guest, so that none need be looked at. */
    public boolean allowsWithAny(Right right) {
        return policy.anyGuest().contains(right) || rulesFor(right).stream().anyMatch(Rule::isForAnyGuest);
    }

    /**
     * Lets only pass what is allowed.
     *
     * @throws ProxmoxException with {@link Problem.Denied}, naming the rules that come closest and why they don't fit
     */
    public void check(Right right, GuestTraits guest) {
        boolean own = guest.own() && policy.ownGuests().contains(right);
        if (own || allowsWithAny(right)) {
            return;
        }
        List<Rule> rules = rulesFor(right);
        if (rules.stream().anyMatch(rule -> rule.mismatch(guest).isEmpty())) {
            return;
        }
        String reasons = rules.stream()
                .map(rule -> "rule '" + rule.name() + "' is not about it, since "
                        + rule.mismatch(guest).orElse(""))
                .collect(Collectors.joining("; "));
        throw denied(
                right,
                guest.toString(),
                (guest.own() || !policy.ownGuests().contains(right) ? "" : "this Jenkins has not made it, and ")
                        + (rules.isEmpty() ? "no rule for " + jobText() + " allows '" + right.label() + "'" : reasons));
    }

    /**
     * Lets only pass what is allowed without regard to particular guests.
     *
     * @throws ProxmoxException with {@link Problem.Denied}
     */
    public void check(Right right) {
        if (!allowsWithAny(right)) {
            throw denied(
                    right, "guests", "no rule for " + jobText() + " allows '" + right.label() + "' with any guest");
        }
    }

    private List<Rule> rulesFor(Right right) {
        return policy.rules().stream()
                .filter(rule -> rule.rights().contains(right) && rule.isFor(job))
                .toList();
    }

    private String jobText() {
        return job.isEmpty() ? "this" : job;
    }

    private ProxmoxException denied(Right right, String what, String reason) {
        return new ProxmoxException(
                new Problem.Denied(),
                "The policy of connection '" + connection + "' does not let " + jobText() + " " + right.words() + " "
                        + what + ": " + reason);
    }
}
