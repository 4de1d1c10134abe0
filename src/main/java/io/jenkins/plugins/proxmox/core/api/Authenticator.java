package io.jenkins.plugins.proxmox.core.api;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;

/** Gives a request the headers that prove who sends it. */
interface Authenticator {
    /** The headers for a request of this method; may log in first. */
    Map<String, String> headers(ApiMethod method) throws IOException;

    /** Told that the server refused; says whether a new attempt can have another outcome. */
    boolean renewAfterRefusal();

    static Authenticator of(Credentials credentials, Wire wire, InstantSource clock) {
        return credentials instanceof Credentials.Login login
                ? new TicketAuthenticator(login, wire, clock)
                : new TokenAuthenticator((Credentials.ApiToken) credentials);
    }

    /** A token is sent as it is, and needs neither renewal nor a CSRF token. */
    record TokenAuthenticator(Credentials.ApiToken token) implements Authenticator {
        @Override
        public Map<String, String> headers(ApiMethod method) {
            return Map.of("Authorization", "PVEAPIToken=" + token.id() + "=" + token.secret());
        }

        @Override
        public boolean renewAfterRefusal() {
            return false;
        }
    }
}
