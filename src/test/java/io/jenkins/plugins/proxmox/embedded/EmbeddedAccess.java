package io.jenkins.plugins.proxmox.embedded;

import io.jenkins.plugins.proxmox.embedded.access.Accounts;
import io.jenkins.plugins.proxmox.embedded.access.Tickets;
import java.time.Instant;
import java.util.Set;

/** Users, tokens and privileges of the embedded Proxmox VE. */
public final class EmbeddedAccess {
    private final Accounts accounts;
    private final Tickets tickets;

    EmbeddedAccess(Accounts accounts, Tickets tickets) {
        this.accounts = accounts;
        this.tickets = tickets;
    }

    /** @param userId with its realm, such as {@code ci@pve} */
    public EmbeddedAccess addUser(String userId, String password) {
        accounts.addUser(userId, password);
        return this;
    }

    public EmbeddedAccess disableUser(String userId) {
        accounts.enable(userId, false);
        return this;
    }

    /**
     * @param separated whether the token has only privileges that were granted to both it and its user
     * @return {@code user@realm!token=secret}
     */
    public String addToken(String userId, String tokenId, boolean separated) {
        return accounts.addToken(userId, tokenId, separated, 0, "");
    }

    /** A token that is worthless after some time. */
    public String addToken(String userId, String tokenId, boolean separated, Instant expires) {
        return accounts.addToken(userId, tokenId, separated, expires.getEpochSecond(), "");
    }

    public EmbeddedAccess removeToken(String userId, String tokenId) {
        accounts.removeToken(userId, tokenId);
        return this;
    }

    /** @param subject {@code user@realm} or {@code user@realm!token} */
    public EmbeddedAccess grant(String subject, String path, String... privileges) {
        accounts.grant(subject, path, Set.of(privileges));
        return this;
    }

    /** Takes back privileges; with none named all that were granted on the path. */
    public EmbeddedAccess revoke(String subject, String path, String... privileges) {
        accounts.revoke(subject, path, Set.of(privileges));
        return this;
    }

    /** Makes all tickets worthless. */
    public EmbeddedAccess expireTickets() {
        tickets.expireAll();
        return this;
    }

    /** @param code what the user has to give, behind {@code totp:}, after the password */
    public EmbeddedAccess requireSecondFactor(String userId, String code) {
        accounts.requireSecondFactor(userId, code);
        return this;
    }
}
