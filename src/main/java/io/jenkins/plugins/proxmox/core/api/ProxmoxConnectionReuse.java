package io.jenkins.plugins.proxmox.core.api;

import java.util.Iterator;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Whether a connection stays open after an answer.
 *
 * <p>An answer that pveproxy has from pvedaemon, every task status among them, carries {@code Connection: close} of the
 * one and {@code Connection: Keep-Alive} of the other, and stays open. Obeying the first would cost a TLS handshake per
 * poll. The last of the 100 answers a connection gives, and every error, says {@code close} alone.
 */
final class ProxmoxConnectionReuse extends DefaultClientConnectionReuseStrategy {
    private static final int FIRST_ERROR = 400;

    @Override
    public boolean keepAlive(HttpRequest request, HttpResponse response, HttpContext context) {
        if (response.getCode() >= FIRST_ERROR) {
            return false;
        }
        boolean lengthIsKnown = response.containsHeader(HttpHeaders.CONTENT_LENGTH);
        return lengthIsKnown && saysKeepAlive(response) || super.keepAlive(request, response, context);
    }

    private static boolean saysKeepAlive(HttpResponse response) {
        Iterator<String> tokens = MessageSupport.iterateTokens(response, HttpHeaders.CONNECTION);
        while (tokens.hasNext()) {
            if (tokens.next().equalsIgnoreCase("keep-alive")) {
                return true;
            }
        }
        return false;
    }
}
