package io.jenkins.plugins.proxmox.embedded.access;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out who calls. */
public final class Authenticator {
    private static final Pattern COOKIE = Pattern.compile("(?:^|[;\\s])PVEAuthCookie=([^;]*)");
    private static final Pattern TICKET_HEADER = Pattern.compile("PVEAuthCookie[= ]([^;]*).*");
    private static final Pattern TOKEN_HEADER = Pattern.compile("PVEAPIToken[= ]([^;]*).*");
    /** The secret follows the last equals sign. */
    private static final Pattern TOKEN = Pattern.compile("([^!]+![^=]*(?:=[^=]*)*)=([^=]*)");

    private final PveVersion version;
    private final Accounts accounts;
    private final Tickets tickets;

    public Authenticator(PveVersion version, Accounts accounts, Tickets tickets) {
        this.version = version;
        this.accounts = accounts;
        this.tickets = tickets;
    }

    /** @param headers gives the value of a header by name */
    public Caller authenticate(String method, Function<String, Optional<String>> headers) {
        String authorization = headers.apply("Authorization").orElse("");
        // A ticket wins over a token that is sent along, even if the ticket is worthless.
        Optional<String> ticket =
                first(COOKIE, headers.apply("Cookie").orElse("")).or(() -> first(TICKET_HEADER, authorization));
        if (ticket.isPresent()) {
            return byTicket(
                    method,
                    decode(ticket.get()),
                    headers.apply("CSRFPreventionToken").orElse(""));
        }
        return first(TOKEN_HEADER, authorization)
                .map(token -> byToken(decode(token)))
                .orElseThrow(() -> ApiException.unauthorized("No ticket"));
    }

    private Caller byTicket(String method, String ticket, String csrfToken) {
        String user = tickets.user(ticket)
                .filter(accounts::enabled)
                .orElseThrow(() -> rejected("permission denied - invalid PVE ticket"));
        if (!method.equals("GET") && !tickets.isCsrfToken(user, csrfToken)) {
            throw ApiException.unauthorized("Permission denied - invalid csrf token");
        }
        return Caller.user(user);
    }

    private Caller byToken(String token) {
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            throw rejected("no tokenid specified");
        }
        Caller caller = Caller.named(parts.group(1));
        Optional<String> problem = accounts.problemWithToken(caller, parts.group(2));
        if (problem.isPresent()) {
            throw rejected(problem.get());
        }
        return caller;
    }

    /** Only version 7 tells why. */
    private ApiException rejected(String reason) {
        return ApiException.unauthorized(version.atLeast(PveVersion.V8) ? "Authentication failed!" : reason);
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String decode(String value) {
        // A plus sign stands for itself here, unlike in forms.
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
