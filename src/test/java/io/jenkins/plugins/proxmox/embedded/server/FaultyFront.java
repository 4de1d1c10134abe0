package io.jenkins.plugins.proxmox.embedded.server;

import io.jenkins.plugins.proxmox.embedded.RecordedRequest;
import io.jenkins.plugins.proxmox.embedded.fault.CallFault;
import io.jenkins.plugins.proxmox.embedded.fault.Faults;
import io.jenkins.plugins.proxmox.embedded.http.ConnectionDropped;
import io.jenkins.plugins.proxmox.embedded.http.WireReply;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Stands in front of the API, records the calls and does to them what was ordered. */
public final class FaultyFront {
    private final ApiFront api;
    private final Faults faults;
    private final Consumer<RecordedRequest> recorder;
    private final Map<String, WireReply> lastReplies = new ConcurrentHashMap<>();

    public FaultyFront(ApiFront api, Faults faults, Consumer<RecordedRequest> recorder) {
        this.api = api;
        this.faults = faults;
        this.recorder = recorder;
    }

    WireReply answer(Exchange exchange) throws ConnectionDropped {
        Optional<CallFault> fault = faults.nextForCall(exchange.method(), exchange.path());
        if (fault.isEmpty()) {
            return recorded(exchange, remembered(exchange));
        }
        return faulty(exchange, fault.get());
    }

    private WireReply faulty(Exchange exchange, CallFault fault) throws ConnectionDropped {
        if (fault instanceof CallFault.Delay delay) {
            return delayed(exchange, delay);
        }
        if (fault instanceof CallFault.Stale) {
            WireReply last = lastReplies.get(key(exchange));
            return recorded(exchange, last != null ? last : remembered(exchange));
        }
        if (!fault.preventsEffect()) {
            remembered(exchange);
        }
        if (fault instanceof CallFault.Status status) {
            return recorded(exchange, WireReply.empty(status.status(), status.reason()));
        }
        recorder.accept(exchange.record(0));
        throw new ConnectionDropped("as ordered");
    }

    private WireReply delayed(Exchange exchange, CallFault.Delay delay) {
        if (delay.afterEffect()) {
            WireReply reply = remembered(exchange);
            Pause.of(delay.duration());
            return recorded(exchange, reply);
        }
        Pause.of(delay.duration());
        return recorded(exchange, remembered(exchange));
    }

    private WireReply remembered(Exchange exchange) {
        WireReply reply = api.answer(exchange);
        if (exchange.method().equals("GET")) {
            lastReplies.put(key(exchange), reply);
        }
        return reply;
    }

    private static String key(Exchange exchange) {
        return exchange.method() + " " + exchange.request().target();
    }

    private WireReply recorded(Exchange exchange, WireReply reply) {
        recorder.accept(exchange.record(reply.status()));
        return reply;
    }
}
