package io.jenkins.plugins.proxmox.embedded.access;

import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import java.util.Optional;

/** Gives tickets for passwords, for tickets, and for second factors. */
public final class Logins {
    private static final String CODE_PREFIX = "totp:";

    private final Accounts accounts;
    private final Tickets tickets;

    public Logins(Accounts accounts, Tickets tickets) {
        this.accounts = accounts;
        this.tickets = tickets;
    }

    /** @param half whether a second factor has to follow */
    public record Ticket(String ticket, boolean half) {}

    /**
     * @param code the second factor given along with the password
     * @param challenge the half ticket that the second step of a login answers; its password is then the second factor
     */
    public Ticket logIn(String user, String password, Optional<String> code, Optional<String> challenge) {
        if (challenge.isPresent()) {
            require(tickets.isHalf(challenge.get()) && isCode(user, password));
            return new Ticket(tickets.issue(user), false);
        }
        if (tickets.user(password).filter(user::equals).isPresent() && accounts.enabled(user)) {
            return new Ticket(tickets.issue(user), false);
        }
        require(accounts.accepts(user, password));
        if (accounts.secondFactor(user).isEmpty()) {
            return new Ticket(tickets.issue(user), false);
        }
        if (code.isEmpty()) {
            return new Ticket(tickets.issueHalf(), true);
        }
        require(isCode(user, code.get()));
        return new Ticket(tickets.issue(user), false);
    }

    private boolean isCode(String user, String answer) {
        return accounts.secondFactor(user)
                .map(CODE_PREFIX::concat)
                .filter(answer::equals)
                .isPresent();
    }

    private static void require(boolean correct) {
        if (!correct) {
            throw ApiException.unauthorized("authentication failure");
        }
    }
}
