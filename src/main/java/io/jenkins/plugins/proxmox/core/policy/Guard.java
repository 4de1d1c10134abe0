package io.jenkins.plugins.proxmox.core.policy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.List;
import java.util.Optional;
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
        return policy.anyGuest().contains(right)
                || policy.rules().stream().anyMatch(rule -> rule.isForAnyGuest() && allows(rule, right));
    }

    /** Whether this is allowed with guests that the same controller has made. */
    public boolean allowsWithOwn(Right right) {
        return policy.ownGuests().contains(right);
    }

    /** Whether this is allowed with this guest. */
    public boolean allows(Right right, GuestTraits guest) {
        return guest.own() && allowsWithOwn(right)
                || allowsWithAny(right)
                || policy.rules().stream()
                        .anyMatch(rule ->
                                allows(rule, right) && rule.mismatch(guest).isEmpty());
    }

    /**
     * Lets only pass what is allowed.
     *
     * @throws ProxmoxException with {@link Problem.Denied}, naming the rules that come closest and why they don't fit
     */
    public void check(Right right, GuestTraits guest) {
        if (!allows(right, guest)) {
            String notOwn = allowsWithOwn(right) ? "this Jenkins has not made it for a build, and " : "";
            throw denied(right.words() + " " + guest, notOwn + reasons(right, guest));
        }
    }

    /**
     * Lets only pass what is allowed without regard to particular guests.
     *
     * @throws ProxmoxException with {@link Problem.Denied}
     */
    public void check(Right right) {
        if (!allowsWithAny(right)) {
            String what = right == Right.REQUEST ? right.words() : right.words() + " any guest";
            String others = policy.rules().stream()
                    .filter(rule -> rule.rights().contains(right) && !rule.isFor(job))
                    .map(rule -> "rule '" + rule.name() + "' allows it to other jobs only")
                    .collect(Collectors.joining("; "));
            throw denied(what, others.isEmpty() ? noRule(right) : others);
        }
    }

    private boolean allows(Rule rule, Right right) {
        return rule.rights().contains(right) && rule.isFor(job);
    }

    private String reasons(Right right, GuestTraits guest) {
        List<String> reasons = policy.rules().stream()
                .map(rule -> reason(rule, right, guest))
                .flatMap(Optional::stream)
                .toList();
        return reasons.isEmpty() ? noRule(right) : String.join("; ", reasons);
    }

    /** Why a rule that comes close does not allow it after all. */
    private Optional<String> reason(Rule rule, Right right, GuestTraits guest) {
        Optional<String> mismatch = rule.mismatch(guest);
        String name = "rule '" + rule.name() + "' ";
        if (allows(rule, right)) {
            return mismatch.map(why -> name + "is not about it, since " + why);
        }
        if (mismatch.isPresent()) {
            return Optional.empty();
        }
        if (rule.rights().contains(right)) {
            return Optional.of(name + "allows it to other jobs only");
        }
        boolean close = rule.isFor(job) && !rule.isForAnyGuest();
        return close
                ? Optional.of(name + "is about it, but allows only " + Right.labels(rule.rights()))
                : Optional.empty();
    }

    private String noRule(Right right) {
        return "no rule for " + who() + " allows '" + right.label() + "'";
    }

    private String who() {
        return job.isEmpty() ? "the caller" : job;
    }

    private ProxmoxException denied(String what, String reason) {
        String why = policy.flaw()
                .map(flaw -> "nothing is allowed until an administrator has corrected it, because " + flaw)
                .orElse(reason);
        return new ProxmoxException(
                new Problem.Denied(),
                "The policy of connection '" + connection + "' does not let " + who() + " " + what + ": " + why);
    }
}
