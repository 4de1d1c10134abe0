package io.jenkins.plugins.proxmox.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.util.AtomicFileWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A file of records, one a line, beside a build's other data. A change adds a line, and the last line of a record is valid,
 * so that no change costs more the more there was before; and a line that was cut off by a crash spoils no other.
 */
final class RecordFile {
    private static final Logger LOGGER = Logger.getLogger(RecordFile.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    RecordFile(Path file) {
        this.file = file;
    }

    /** All lines that can be read, in their order. */
    List<OperationRecord> read() {
        List<OperationRecord> records = new ArrayList<>();
        try {
            if (Files.exists(file)) {
                // Not strictly: half a character at the end of what a crash has left must not hide the rest.
                new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank())
                        .forEach(line -> parse(line, records));
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Can't read " + file);
        }
        return records;
    }

    private static void parse(String line, List<OperationRecord> records) {
        try {
            OperationRecord record = JSON.readValue(line, OperationRecord.class);
            if (record.id() != null && record.result() != null) {
                records.add(record);
            }
        } catch (JsonProcessingException e) {
            LOGGER.log(Level.FINE, "A line was cut off", e);
        }
    }

    /** Begins with the end of the line before, which a crash may have left out. */
    void add(OperationRecord record) throws IOException {
        Files.writeString(
                file, "\n" + JSON.writeValueAsString(record), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Leaves nothing but these. */
    void replace(Collection<OperationRecord> records) throws IOException {
        try (AtomicFileWriter writer = new AtomicFileWriter(file, StandardCharsets.UTF_8)) {
            for (OperationRecord record : records) {
                writer.write(JSON.writeValueAsString(record) + "\n");
            }
            writer.commit();
        }
    }
}
