package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.task.PooledTiming;
import io.jenkins.plugins.proxmox.core.task.Tasks;
import io.jenkins.plugins.proxmox.embedded.http.Certificates;
import io.jenkins.plugins.proxmox.embedded.http.Listener;
import io.jenkins.plugins.proxmox.embedded.http.WireReply;
import io.jenkins.plugins.proxmox.embedded.http.WireRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that gives the same data to whatever it is asked, and remembers the questions. */
final class Replay implements AutoCloseable {
    private final Listener listener;
    private final ApiClient client;
    private final PooledTiming timing = new PooledTiming(1, "replay");
    private final List<String> calls = new CopyOnWriteArrayList<>();

    private Replay(String data) throws IOException {
        Certificates certificates = Certificates.forLoopback();
        byte[] body = ("{\"data\":" + data + "}").getBytes(StandardCharsets.UTF_8);
        listener = new Listener(0, certificates.sslContext(), Duration.ofSeconds(5), request -> {
            calls.add(told(request));
            return WireReply.json(200, "OK", body);
        });
        client = StorageLab.client(
                "https://127.0.0.1:" + listener.port(),
                certificates.fingerprint(),
                "root@pam!demo=00000000-0000-0000-0000-000000000000");
    }

    static Replay of(String data) throws IOException {
        return new Replay(data);
    }

    NodeStorage storage(String id) {
        return new NodeStorage(new Tasks(client, timing), "pve1", id);
    }

    Storages storages() {
        return new Storages(new Tasks(client, timing), "pve1");
    }

    /** Method, path and parameters of each call, decoded. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    private static String told(WireRequest request) {
        String body = new String(request.body(), StandardCharsets.UTF_8);
        String path = request.rawPath().replace("/api2/json", "");
        return URLDecoder.decode(
                request.method() + " " + path + " " + request.rawQuery() + body, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        client.close();
        timing.close();
        listener.close();
    }
}
