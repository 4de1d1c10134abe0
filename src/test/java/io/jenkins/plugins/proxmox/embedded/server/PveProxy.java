package io.jenkins.plugins.proxmox.embedded.server;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.http.BodyReader;
import io.jenkins.plugins.proxmox.embedded.http.ConnectionDropped;
import io.jenkins.plugins.proxmox.embedded.http.Formatter;
import io.jenkins.plugins.proxmox.embedded.http.WireHandler;
import io.jenkins.plugins.proxmox.embedded.http.WireReply;
import io.jenkins.plugins.proxmox.embedded.http.WireRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The daemon that takes requests: refuses what is none to the API. */
public final class PveProxy implements WireHandler {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");
    private static final Pattern PATH = Pattern.compile("/api2(?:/([^/]*)(/.*)?)?");

    private final FaultyFront front;
    private final BodyReader bodies;
    private final CallLog callLog;

    public PveProxy(PveVersion version, FaultyFront front, BodyReader bodies) {
        this.front = front;
        this.bodies = bodies;
        this.callLog = new CallLog(version);
    }

    @Override
    public WireReply handle(WireRequest request) throws ConnectionDropped {
        if (!METHODS.contains(request.method())) {
            return WireReply.empty(501, "method '" + request.method() + "' not available");
        }
        if (request.header("Transfer-Encoding")
                .filter("chunked"::equalsIgnoreCase)
                .isPresent()) {
            return bodies.refusal(501, "chunked transfer encoding not supported");
        }
        String decoded = BodyReader.decodedPath(request);
        Matcher path = PATH.matcher(decoded);
        if (!path.matches()) {
            return bodies.refusal(500, "no such file '" + decoded + "'");
        }
        String format = Optional.ofNullable(path.group(1)).orElse("");
        List<String> segments = Stream.of(
                        Optional.ofNullable(path.group(2)).orElse("").split("/"))
                .filter(part -> !part.isEmpty())
                .toList();
        Optional<Formatter> formatter = Formatter.named(format);
        if (formatter.isEmpty()) {
            return bodies.refusal(501, "no formatter for uri /" + String.join("/", segments) + ", " + format);
        }
        Exchange exchange = new Exchange(request, segments, formatter.get(), parameters(request));
        callLog.add(request, exchange.parameters());
        return front.answer(exchange);
    }

    private Map<String, List<String>> parameters(WireRequest request) {
        try {
            return bodies.parameters(request, true);
        } catch (BodyReader.BadBody e) {
            return Map.of();
        }
    }
}
