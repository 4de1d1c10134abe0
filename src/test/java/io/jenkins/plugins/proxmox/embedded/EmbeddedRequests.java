package io.jenkins.plugins.proxmox.embedded;

import io.jenkins.plugins.proxmox.embedded.fault.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The calls that were made, in the order of their ends. */
public final class EmbeddedRequests {
    private final List<RecordedRequest> requests = new ArrayList<>();
    private final List<Consumer<RecordedRequest>> listeners = new CopyOnWriteArrayList<>();

    EmbeddedRequests() {}

    void add(RecordedRequest request) {
        synchronized (this) {
            requests.add(request);
        }
        listeners.forEach(listener -> listener.accept(request));
    }

    /** Is told each call from now on, before its answer is on its way. */
    public void listen(Consumer<RecordedRequest> listener) {
        listeners.add(listener);
    }

    public synchronized List<RecordedRequest> all() {
        return List.copyOf(requests);
    }

    /** @param path a star stands for one part of a path, two stars for any number of parts */
    public List<RecordedRequest> matching(String method, String path) {
        Glob glob = new Glob(path);
        return all().stream()
                .filter(request -> request.method().equals(method) && glob.matches(request.path()))
                .toList();
    }

    public int count(String method, String path) {
        return matching(method, path).size();
    }

    /** How many connections were used. */
    public long connections() {
        return all().stream().map(RecordedRequest::connection).distinct().count();
    }

    public synchronized void clear() {
        requests.clear();
    }
}
