package io.jenkins.plugins.proxmox.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** A reply as it came over the wire. */
record RawReply(int status, String reason, List<String> headers, byte[] body) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static RawReply read(InputStream stream) throws IOException {
        String[] statusLine = line(stream).split(" ", 3);
        List<String> headers = new ArrayList<>();
        for (String line = line(stream); !line.isEmpty(); line = line(stream)) {
            headers.add(line);
        }
        RawReply head = new RawReply(Integer.parseInt(statusLine[1]), statusLine[2], headers, new byte[0]);
        Optional<String> length = head.values("Content-Length").stream().findFirst();
        byte[] body = length.isPresent()
                ? stream.readNBytes(Integer.parseInt(length.get()))
                : head.leavesConnectionOpen() ? new byte[0] : stream.readAllBytes();
        return new RawReply(head.status, head.reason, headers, body);
    }

    private static String line(InputStream stream) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = stream.read(); next != '\n'; next = stream.read()) {
            if (next == -1) {
                throw new EOFException("closed by the server");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** The values of all headers of a name. */
    List<String> values(String name) {
        return headers.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .toList();
    }

    /** The last header counts: one that another daemon has sent stands in front of it. */
    boolean leavesConnectionOpen() {
        List<String> values = values("Connection");
        return !values.isEmpty() && values.get(values.size() - 1).equals("Keep-Alive");
    }

    String statusLine() {
        return status + " " + reason;
    }

    String text() {
        try {
            InputStream bytes = new ByteArrayInputStream(body);
            boolean compressed = values("Content-Encoding").contains("gzip");
            return new String((compressed ? new GZIPInputStream(bytes) : bytes).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode json() {
        try {
            return MAPPER.readTree(text());
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + statusLine() + " " + text(), e);
        }
    }

    JsonNode data() {
        if (status != 200) {
            throw new AssertionError(statusLine() + " " + text());
        }
        return json().get("data");
    }

    String upid() {
        String upid = data().asText();
        if (!upid.startsWith("UPID:")) {
            throw new AssertionError("no UPID: " + text());
        }
        return upid;
    }

    /** What is wrong with a parameter. */
    String error(String parameter) {
        return json().path("errors").path(parameter).asText();
    }

    /** The text of an error in the body. */
    String message() {
        return json().path("message").asText();
    }
}
