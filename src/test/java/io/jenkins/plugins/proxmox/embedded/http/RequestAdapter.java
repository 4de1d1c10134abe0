package io.jenkins.plugins.proxmox.embedded.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.HttpRequestHandler;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/** Turns requests and replies from and to those of the HTTP library, connections kept and closed as pveproxy does. */
final class RequestAdapter implements HttpRequestHandler {
    private static final int REPLIES_PER_CONNECTION = 100;
    private static final int MOST_HEADER_BYTES = 8 * 1024;
    private static final int COMPRESSED_FROM = 1024;
    private static final String KEEPS_ALIVE = RequestAdapter.class.getName() + ".keepsAlive";
    private static final String CONNECTION = "Connection";
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final WireHandler handler;
    private final Map<SocketAddress, Integer> connections = new ConcurrentHashMap<>();
    private final AtomicInteger lastConnection = new AtomicInteger();

    RequestAdapter(WireHandler handler) {
        this.handler = handler;
    }

    /** Whether the connection stays open, which its headers do not tell. */
    static boolean keepsAlive(HttpRequest request, HttpResponse response, HttpContext context) {
        return Boolean.TRUE.equals(context.getAttribute(KEEPS_ALIVE));
    }

    @Override
    public void handle(ClassicHttpRequest request, ClassicHttpResponse response, HttpContext context)
            throws IOException {
        context.removeAttribute(KEEPS_ALIVE);
        requireFewHeaders(request);
        EndpointDetails endpoint = HttpCoreContext.cast(context).getEndpointDetails();
        WireReply reply = handler.handle(new WireRequest(
                request.getMethod(),
                request.getRequestUri(),
                name -> header(request, name),
                request.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(request.getEntity()),
                connectionNumber(endpoint)));
        requireLatin(reply.reason());
        response.setCode(reply.status());
        response.setReasonPhrase(reply.reason());
        boolean keepsAlive = !reply.isError()
                && endpoint.getRequestCount() < REPLIES_PER_CONNECTION
                && header(request, CONNECTION).filter("close"::equalsIgnoreCase).isEmpty();
        context.setAttribute(KEEPS_ALIVE, keepsAlive);
        addHeaders(response, reply, keepsAlive);
        addBody(response, reply, request);
    }

    /** Numbers connections from 1; a connection is new when this is its first request. */
    private int connectionNumber(EndpointDetails endpoint) {
        SocketAddress peer = endpoint.getRemoteAddress();
        if (endpoint.getRequestCount() <= 1) {
            connections.put(peer, lastConnection.incrementAndGet());
        }
        return connections.getOrDefault(peer, 0);
    }

    private static void requireFewHeaders(ClassicHttpRequest request) throws ConnectionDropped {
        int bytes = 0;
        for (Header header : request.getHeaders()) {
            bytes += header.getName().length() + header.getValue().length() + 4;
        }
        if (bytes > MOST_HEADER_BYTES) {
            throw new ConnectionDropped("too many bytes of headers");
        }
    }

    /** A worker of the real server dies of wider characters while it writes the status line. */
    private static void requireLatin(String reason) throws ConnectionDropped {
        if (reason.chars().anyMatch(character -> character > 0xff)) {
            throw new ConnectionDropped("wide character in the reason phrase");
        }
    }

    private static void addHeaders(ClassicHttpResponse response, WireReply reply, boolean keepsAlive) {
        String now = ZonedDateTime.now(ZoneOffset.UTC).format(HTTP_DATE);
        response.addHeader("Cache-Control", "max-age=0");
        // A reply of another daemon brings that daemon's header along, which says nothing about this connection.
        if (reply.forwarded() && keepsAlive) {
            response.addHeader(CONNECTION, "close");
        }
        response.addHeader(CONNECTION, keepsAlive ? "Keep-Alive" : "close");
        response.addHeader("Date", now);
        response.addHeader("Pragma", "no-cache");
        response.addHeader("Server", "pve-api-daemon/3.0");
        response.addHeader("Expires", now);
    }

    private static void addBody(ClassicHttpResponse response, WireReply reply, ClassicHttpRequest request)
            throws IOException {
        if (reply.body().isEmpty()) {
            return;
        }
        byte[] body = reply.body().get();
        if (body.length > COMPRESSED_FROM
                && header(request, "Accept-Encoding")
                        .filter(value -> value.contains("gzip"))
                        .isPresent()) {
            body = compressed(body);
            response.addHeader("Content-Encoding", "gzip");
        }
        response.addHeader("Content-Length", body.length);
        reply.contentType().ifPresent(type -> response.addHeader("Content-Type", type));
        response.setEntity(new ByteArrayEntity(body, null));
    }

    private static byte[] compressed(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
            stream.write(body);
        }
        return bytes.toByteArray();
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return Optional.ofNullable(request.getFirstHeader(name)).map(Header::getValue);
    }
}
