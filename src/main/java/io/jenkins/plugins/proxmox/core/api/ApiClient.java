package io.jenkins.plugins.proxmox.core.api;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/**
 * Calls the API of one cluster. Safe for use by many threads; a call blocks for one round trip, and for the pauses
 * between attempts where it may be repeated.
 */
public final class ApiClient implements Closeable {
    private static final Logger LOGGER = Logger.getLogger(ApiClient.class.getName());

    /**
     * Everything a client needs to know.
     *
     * @param userAgent what the server's access log shows
     * @param clock tells how old a ticket is
     */
    public record Settings(
            ApiEndpoint endpoint,
            TlsTrust trust,
            Credentials credentials,
            String userAgent,
            RetryPolicy retries,
            InstantSource clock) {
        /** The usual ones, with real time. */
        public Settings(ApiEndpoint endpoint, TlsTrust trust, Credentials credentials) {
            this(endpoint, trust, credentials, "proxmox-guests", RetryPolicy.usual(), InstantSource.system());
        }

        /** These, but every call is sent once: for somebody who sits in front of it and can try again. */
        public Settings once() {
            RetryPolicy once = new RetryPolicy(1, Duration.ZERO, retries.random(), retries.pause());
            return new Settings(endpoint, trust, credentials, userAgent, once, clock);
        }
    }

    private final Settings settings;
    private final Wire wire;
    private final Authenticator authenticator;

    /** Connects to nothing yet; whether the settings are good shows with the first call. */
    public ApiClient(Settings settings) {
        this(settings, new HttpTransport(settings.endpoint(), settings.trust(), settings.userAgent()));
    }

    ApiClient(Settings settings, Wire wire) {
        this.settings = settings;
        this.wire = wire;
        authenticator = Authenticator.of(settings.credentials(), wire, settings.clock());
    }

    private ApiClient(Settings settings, Wire wire, Authenticator authenticator) {
        this.settings = settings;
        this.wire = wire;
        this.authenticator = authenticator;
    }

    /**
     * This client, but every call is sent once: for somebody who looks again and again anyway, and must not hold a
     * thread during the pauses between attempts. Both share their connections and their login, and closing either
     * closes both.
     */
    public ApiClient once() {
        return new ApiClient(settings.once(), wire, authenticator);
    }

    /** Where this client calls. */
    public ApiEndpoint endpoint() {
        return settings.endpoint();
    }

    /** Who this client is. */
    public Credentials credentials() {
        return settings.credentials();
    }

    /** Reads. */
    public Reply get(ApiPath path) {
        return call(ApiRequest.get(path));
    }

    /**
     * Calls and gives what the reply holds under {@code data}.
     *
     * @throws ProxmoxException if Proxmox refuses, can't be reached, or may or may not have done what was asked for
     *     ({@link Problem.OutcomeUnknown})
     */
    public Reply call(ApiRequest request) {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(request);
            } catch (ProxmoxException e) {
                if (attempt >= settings.retries().attempts() || !e.is(Problem.NodeUnreachable.class)) {
                    throw e;
                }
                LOGGER.log(Level.FINE, e, () -> request + " is sent again");
                pauseAfter(attempt, request);
            }
        }
    }

    private Reply attempt(ApiRequest request) {
        Map<String, String> headers = logIn(request);
        try {
            HttpTransport.Answer answer = wire.send(request, headers);
            if (answer.status() == 401 && authenticator.renewAfterRefusal()) {
                answer = wire.send(request, logIn(request));
            }
            Reply reply = Answers.read(request, answer);
            LOGGER.log(Level.FINER, "{0} done", request);
            return reply;
        } catch (IOException e) {
            throw settled(request, failure(request, e));
        } catch (ProxmoxException e) {
            throw settled(request, e);
        }
    }

    /** A read changes nothing, whatever became of it. */
    private static ProxmoxException settled(ApiRequest request, ProxmoxException failure) {
        return request.method().reads() ? nothingDone(failure) : failure;
    }

    /** Whatever goes wrong here, the request itself was not sent yet. */
    private Map<String, String> logIn(ApiRequest request) {
        try {
            return authenticator.headers(request.method());
        } catch (IOException e) {
            throw nothingDone(failure(request, e));
        } catch (ProxmoxException e) {
            throw nothingDone(e);
        }
    }

    private static ProxmoxException nothingDone(ProxmoxException failure) {
        return failure.is(Problem.OutcomeUnknown.class)
                ? new ProxmoxException(new Problem.NodeUnreachable(), failure.getMessage(), failure)
                : failure;
    }

    private ProxmoxException failure(ApiRequest request, IOException cause) {
        String server = "Proxmox VE at " + settings.endpoint();
        Optional<Throwable> distrust = distrust(cause);
        if (distrust.isPresent()) {
            return new ProxmoxException(
                    new Problem.Untrusted(),
                    server + " is not trusted: " + distrust.get().getMessage(),
                    cause);
        }
        if (wasNeverSent(cause)) {
            return new ProxmoxException(
                    new Problem.NodeUnreachable(), server + " can't be reached: " + describe(cause), cause);
        }
        return new ProxmoxException(
                new Problem.OutcomeUnknown(),
                request + " got no answer from " + server + ": " + describe(cause),
                cause);
    }

    private static boolean wasNeverSent(IOException cause) {
        return cause instanceof ConnectException
                || cause instanceof ConnectTimeoutException
                || cause instanceof ConnectionRequestTimeoutException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLHandshakeException
                || cause instanceof UnknownHostException;
    }

    private static String describe(IOException cause) {
        return cause instanceof UnknownHostException
                ? "unknown host " + cause.getMessage()
                : cause instanceof InterruptedIOException ? "timed out" : String.valueOf(cause.getMessage());
    }

    /** Who refused the certificate, if that is what happened; its causes are about details of the checks. */
    private static Optional<Throwable> distrust(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(e -> e instanceof SSLPeerUnverifiedException || e instanceof GeneralSecurityException)
                .findFirst();
    }

    private void pauseAfter(int attempt, ApiRequest request) {
        try {
            settings.retries().pauseAfter(attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProxmoxException(new Problem.Cancelled(), request + " was interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    @Override
    public String toString() {
        return settings.endpoint() + " as " + settings.credentials();
    }
}
