package io.jenkins.plugins.proxmox.embedded.server;

import io.jenkins.plugins.proxmox.embedded.access.Authenticator;
import io.jenkins.plugins.proxmox.embedded.call.Dispatcher;
import io.jenkins.plugins.proxmox.embedded.http.BodyReader;
import io.jenkins.plugins.proxmox.embedded.http.Formatter;
import io.jenkins.plugins.proxmox.embedded.http.WireReply;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.reply.ForwardFailed;
import io.jenkins.plugins.proxmox.embedded.schema.ApiSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Finds out who calls and what, has it done, and puts results and errors into replies. */
public final class ApiFront {
    private static final System.Logger LOGGER = System.getLogger(ApiFront.class.getName());

    private final Authenticator authenticator;
    private final Dispatcher dispatcher;
    private final BodyReader bodies;
    private final boolean textInBody;
    private final Duration authenticationDelay;

    /**
     * @param textInBody whether errors are told in bodies too, not only in status lines
     * @param authenticationDelay how late refusals of credentials come
     */
    public ApiFront(
            Authenticator authenticator,
            Dispatcher dispatcher,
            BodyReader bodies,
            boolean textInBody,
            Duration authenticationDelay) {
        this.authenticator = authenticator;
        this.dispatcher = dispatcher;
        this.bodies = bodies;
        this.textInBody = textInBody;
        this.authenticationDelay = authenticationDelay;
    }

    WireReply answer(Exchange exchange) {
        Optional<ApiSchema.Match> match = dispatcher.find(exchange.method(), exchange.segments());
        try {
            if (match.filter(dispatcher::isPublic).isEmpty()) {
                exchange.recognize(authenticator.authenticate(exchange.method(), exchange.request()::header));
            }
        } catch (ApiException e) {
            Pause.of(authenticationDelay);
            return WireReply.empty(e.status(), e.getMessage());
        }
        return bodies.refuse(exchange.request()).orElseGet(() -> answer(exchange, match));
    }

    private WireReply answer(Exchange exchange, Optional<ApiSchema.Match> match) {
        try {
            return answer(
                    exchange, match.orElseThrow(() -> ApiException.notImplemented(exchange.method(), exchange.path())));
        } catch (ApiException e) {
            if (e.status() == 401) {
                Pause.of(authenticationDelay);
            }
            return exchange.formatter().format(e, textInBody);
        } catch (ForwardFailed e) {
            return WireReply.empty(e.status(), e.getMessage());
        } catch (BodyReader.BadBody e) {
            return bodies.refusal(500, e.getMessage());
        } catch (IllegalArgumentException | IllegalStateException | NoSuchElementException e) {
            // A defect of the embedded Proxmox VE; the test that met it has to see it.
            LOGGER.log(System.Logger.Level.ERROR, exchange.method() + " " + exchange.path(), e);
            return WireReply.text(500, "embedded Proxmox VE: " + e);
        }
    }

    private WireReply answer(Exchange exchange, ApiSchema.Match match) throws BodyReader.BadBody {
        boolean forwarded = dispatcher.isForwarded(match);
        Map<String, List<String>> parameters = bodies.parameters(exchange.request(), forwarded);
        Answer answer = dispatcher.dispatch(match, exchange.caller(), parameters);
        Formatter formatter = exchange.formatter();
        WireReply reply = answer.file().map(WireReply::download).orElseGet(() -> formatter.format(answer));
        return forwarded ? reply.asForwarded() : reply;
    }
}
