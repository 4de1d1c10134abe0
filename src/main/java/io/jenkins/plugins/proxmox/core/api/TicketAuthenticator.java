package io.jenkins.plugins.proxmox.core.api;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Logs in with a password and keeps the ticket fresh: a ticket lives for two hours and is exchanged for a new one after
 * one, with itself as the password; only if that is refused is the password sent again. {@code POST /access/ticket}.
 */
final class TicketAuthenticator implements Authenticator {
    private static final Duration RENEWAL = Duration.ofHours(1);
    private static final Duration LIFETIME = Duration.ofMinutes(115);

    private record Ticket(String value, String csrfToken, Instant issued) {}

    private final Credentials.Login login;
    private final Wire wire;
    private final InstantSource clock;
    private Ticket ticket;

    TicketAuthenticator(Credentials.Login login, Wire wire, InstantSource clock) {
        this.login = login;
        this.wire = wire;
        this.clock = clock;
    }

    @Override
    public synchronized Map<String, String> headers(ApiMethod method) throws IOException {
        if (ticket == null || age().compareTo(LIFETIME) >= 0) {
            ticket = request(login.password());
        } else if (age().compareTo(RENEWAL) >= 0) {
            ticket = renew();
        }
        Map<String, String> headers = new HashMap<>();
        headers.put("Cookie", "PVEAuthCookie=" + URLEncoder.encode(ticket.value(), StandardCharsets.UTF_8));
        if (!method.reads()) {
            headers.put("CSRFPreventionToken", ticket.csrfToken());
        }
        return headers;
    }

    @Override
    public synchronized boolean renewAfterRefusal() {
        // A ticket that was issued by a cluster since reinstalled, or with its keys since rotated, is refused early.
        ticket = null;
        return true;
    }

    private Duration age() {
        return Duration.between(ticket.issued(), clock.instant());
    }

    private Ticket renew() throws IOException {
        try {
            return request(ticket.value());
        } catch (ProxmoxException e) {
            if (e.is(Problem.Authentication.class)) {
                return request(login.password());
            }
            throw e;
        }
    }

    private Ticket request(String password) throws IOException {
        ApiRequest request = ApiRequest.post(ApiPath.of("access", "ticket"))
                .with("username", login.user())
                .with("password", password);
        Reply data = Answers.read(request, wire.send(request, Map.of()));
        if (data.flag("NeedTFA")) {
            throw new ProxmoxException(
                    new Problem.Authentication(),
                    "User " + login.user() + " needs a second factor, which nobody is there to enter;"
                            + " use an API token instead");
        }
        return new Ticket(
                data.text("ticket").orElseThrow(() -> Answers.unreadable(request)),
                data.text("CSRFPreventionToken").orElseThrow(() -> Answers.unreadable(request)),
                clock.instant());
    }
}
