package io.jenkins.plugins.proxmox.core.api;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/** Carries a request to the server and its answer back. */
interface Wire extends Closeable {
    /**
     * Blocks for one round trip.
     *
     * @throws IOException if no answer came; whether the request arrived is another question
     */
    HttpTransport.Answer send(ApiRequest request, Map<String, String> headers) throws IOException;
}
