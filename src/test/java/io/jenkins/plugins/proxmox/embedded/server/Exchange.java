package io.jenkins.plugins.proxmox.embedded.server;

import io.jenkins.plugins.proxmox.embedded.RecordedRequest;
import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.http.Formatter;
import io.jenkins.plugins.proxmox.embedded.http.WireRequest;
import java.util.List;
import java.util.Map;

/** A request to the API on its way through. */
final class Exchange {
    private final WireRequest request;
    private final List<String> segments;
    private final Formatter formatter;
    private final Map<String, List<String>> parameters;
    private Caller caller = Caller.user("");

    /** @param parameters for the record; whether they can be accepted is decided later */
    Exchange(WireRequest request, List<String> segments, Formatter formatter, Map<String, List<String>> parameters) {
        this.request = request;
        this.segments = segments;
        this.formatter = formatter;
        this.parameters = parameters;
    }

    WireRequest request() {
        return request;
    }

    String method() {
        return request.method();
    }

    List<String> segments() {
        return segments;
    }

    String path() {
        return "/" + String.join("/", segments);
    }

    Formatter formatter() {
        return formatter;
    }

    Map<String, List<String>> parameters() {
        return parameters;
    }

    Caller caller() {
        return caller;
    }

    void recognize(Caller recognized) {
        caller = recognized;
    }

    RecordedRequest record(int status) {
        return new RecordedRequest(method(), path(), parameters, caller.name(), request.connection(), status);
    }
}
