package io.jenkins.plugins.proxmox.embedded;

import io.jenkins.plugins.proxmox.embedded.fault.Glob;
import java.util.ArrayList;
import java.util.List;

/** The calls that were made, in the order of their ends. */
public final class EmbeddedRequests {
    private final List<RecordedRequest> requests = new ArrayList<>();

    EmbeddedRequests() {}

    synchronized void add(RecordedRequest request) {
        requests.add(request);
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
