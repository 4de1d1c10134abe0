package io.jenkins.plugins.proxmox.embedded;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Speaks HTTP without a library in between, so that tests see status lines, headers and connections as they are. Keeps
 * one connection as long as the server does; not for several threads.
 */
final class RawClient implements Closeable {
    private static final Map<String, SSLContext> CONTEXTS = new LinkedHashMap<>();
    private static final String API = "/api2/json";

    private final EmbeddedProxmox proxmox;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private SSLSocket socket;
    private int connections;

    private RawClient(EmbeddedProxmox proxmox) {
        this.proxmox = proxmox;
        header("User-Agent", "raw-test");
    }

    static RawClient anonymous(EmbeddedProxmox proxmox) {
        return new RawClient(proxmox);
    }

    /** With the token that may do everything. */
    static RawClient of(EmbeddedProxmox proxmox) {
        return withToken(proxmox, proxmox.token());
    }

    static RawClient withToken(EmbeddedProxmox proxmox, String token) {
        return anonymous(proxmox).header("Authorization", "PVEAPIToken=" + token);
    }

    /** Sends a header along from now on. */
    RawClient header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** How many connections it took so far. */
    int connections() {
        return connections;
    }

    RawReply get(String path) throws IOException {
        return send("GET", API + path, "");
    }

    RawReply delete(String path) throws IOException {
        return send("DELETE", API + path, "");
    }

    RawReply post(String path, String... namesAndValues) throws IOException {
        return send("POST", API + path, form(namesAndValues));
    }

    RawReply put(String path, String... namesAndValues) throws IOException {
        return send("PUT", API + path, form(namesAndValues));
    }

    /** Starts a task that has to be accepted, and waits for its end. */
    EmbeddedTasks.EmbeddedTask run(String path, String... namesAndValues) throws IOException {
        return proxmox.tasks().await(post(path, namesAndValues).upid());
    }

    /** Deletes by a task that has to be accepted, and waits for its end. */
    EmbeddedTasks.EmbeddedTask runDelete(String path) throws IOException {
        return proxmox.tasks().await(delete(path).upid());
    }

    static String form(String... namesAndValues) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(namesAndValues[i])
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return form.toString();
    }

    /** @param body sent as a form if no content type was set */
    RawReply send(String method, String target, String body, String... moreHeaders) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        List<String> more = List.of(moreHeaders);
        more.forEach(line -> head.append(line).append("\r\n"));
        if (bytes.length > 0 && more.stream().noneMatch(line -> line.startsWith("Transfer-Encoding"))) {
            head.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        if (bytes.length > 0 && more.stream().noneMatch(line -> line.startsWith("Content-Type"))) {
            head.append("Content-Type: application/x-www-form-urlencoded\r\n");
        }
        head.append("\r\n");
        connect();
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        request.write(bytes);
        socket.getOutputStream().write(request.toByteArray());
        socket.getOutputStream().flush();
        RawReply reply = RawReply.read(socket.getInputStream());
        if (!reply.leavesConnectionOpen()) {
            close();
        }
        return reply;
    }

    private void connect() throws IOException {
        if (socket != null) {
            return;
        }
        connections++;
        socket = (SSLSocket) trusting(proxmox.caCertificate())
                .getSocketFactory()
                .createSocket("localhost", proxmox.url().getPort());
        socket.setTcpNoDelay(true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
    }

    /** Whether the server has closed the connection, which it has to do by now or soon. */
    boolean isClosedByServer() throws IOException {
        InputStream stream = socket.getInputStream();
        return stream.read() == -1;
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    static synchronized SSLContext trusting(String authority) throws IOException {
        SSLContext known = CONTEXTS.get(authority);
        if (known == null) {
            known = newContext(authority);
            CONTEXTS.put(authority, known);
        }
        return known;
    }

    private static SSLContext newContext(String authority) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "authority",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(authority.getBytes(StandardCharsets.UTF_8))));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** The names of the fields that a list's entries have in this field. */
    static List<String> texts(RawReply reply, String field) {
        List<String> texts = new ArrayList<>();
        reply.data().forEach(entry -> texts.add(entry.path(field).asText()));
        return texts;
    }
}
