package io.jenkins.plugins.proxmox.embedded.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.http.WireRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes down the calls of the client under test, so that they can be checked against the API's own schema. */
final class CallLog {
    private static final String DIRECTORY = "proxmox.embedded.calls";
    private static final String CLIENT = "proxmox-guests";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Optional<Path> file;

    CallLog(PveVersion version) {
        file = Optional.ofNullable(System.getProperty(DIRECTORY))
                .map(directory -> Path.of(directory, "calls-" + version.release() + ".jsonl"));
    }

    void add(WireRequest request, Map<String, List<String>> parameters) {
        if (file.isEmpty()
                || request.header("User-Agent")
                        .filter(agent -> agent.startsWith(CLIENT))
                        .isEmpty()) {
            return;
        }
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("method", request.method());
        call.put("path", request.rawPath().replaceFirst("^/api2/[a-z]+", ""));
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.forEach((name, list) -> values.put(name, list.size() == 1 ? list.get(0) : list));
        call.put("params", values);
        write(file.get(), call);
    }

    /** All tests share the file, those of other JVMs, too: what is appended in one piece is not torn apart. */
    private static synchronized void write(Path file, Map<String, Object> call) {
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                channel.write(ByteBuffer.wrap(line(call).getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Map<String, Object> call) throws JsonProcessingException {
        return MAPPER.writeValueAsString(call) + "\n";
    }
}
