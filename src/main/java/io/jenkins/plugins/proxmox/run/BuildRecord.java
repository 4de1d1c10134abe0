package io.jenkins.plugins.proxmox.run;

import hudson.model.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What a build keeps of its operations: the last 500, however many there are. Any thread may call it. */
final class BuildRecord {
    private static final Logger LOGGER = Logger.getLogger(BuildRecord.class.getName());
    private static final String FILE = "proxmox-operations.jsonl";

    private final int most;
    private final RecordFile file;
    private Map<String, OperationRecord> records;
    private int lines;

    BuildRecord(Run<?, ?> build) {
        this(build.getRootDir().toPath().resolve(FILE), 500);
    }

    /** @param most operations that are kept */
    BuildRecord(Path file, int most) {
        this.file = new RecordFile(file);
        this.most = most;
    }

    /** In the order in which they have begun. */
    synchronized List<OperationRecord> all() {
        return List.copyOf(records().values());
    }

    synchronized Optional<OperationRecord> find(String id) {
        return Optional.ofNullable(records().get(id));
    }

    /** An operation begins, or is taken up again. */
    synchronized void begin(OperationRecord record) {
        OperationRecord known = records().get(record.id());
        keep(known == null ? record : known.resumed());
    }

    /** Something has happened; of an operation that is not kept any more, nothing is. */
    synchronized void change(String id, UnaryOperator<OperationRecord> change) {
        OperationRecord before = records().get(id);
        if (before != null) {
            OperationRecord after = change.apply(before);
            if (!after.equals(before)) {
                keep(after);
            }
        }
    }

    /** Rewrites the file without what is outdated. */
    synchronized void compact() {
        if (lines > records().size()) {
            replace();
        }
    }

    private Map<String, OperationRecord> records() {
        if (records == null) {
            records = new LinkedHashMap<>();
            List<OperationRecord> read = file.read();
            read.forEach(this::put);
            lines = read.size();
        }
        return records;
    }

    private void put(OperationRecord record) {
        records.put(record.id(), record);
        if (records.size() > most) {
            records.remove(new ArrayList<>(records.keySet()).get(0));
        }
    }

    /** A build does not fail because it can't be written down what it has done. */
    private void keep(OperationRecord record) {
        put(record);
        lines++;
        if (lines > most * 8) {
            replace();
            return;
        }
        try {
            file.add(record);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Can't write down what operation " + record.id() + " does");
        }
    }

    private void replace() {
        try {
            file.replace(records.values());
            lines = records.size();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Can't write down what operations a build has run", e);
        }
    }
}
