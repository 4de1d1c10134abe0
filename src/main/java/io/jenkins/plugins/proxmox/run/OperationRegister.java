package io.jenkins.plugins.proxmox.run;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * The operations of all builds that have not ended, on disk and in memory. An operation has up to three files in a folder
 * of the controller, so that they survive the build's own data: an entry, the last checkpoint, and an empty one that says
 * that it has ended. They stay until the build has ended, since only then it is certain that no result was lost.
 */
@Extension
public final class OperationRegister {
    private static final Logger LOGGER = Logger.getLogger(OperationRegister.class.getName());
    private static final String FOLDER = "proxmox-operations";
    private static final String ENTRY = ".xml";
    private static final String CHECKPOINT = ".json";
    private static final String ENDED = ".ended";

    private final Path folder = Jenkins.get().getRootDir().toPath().resolve(FOLDER);
    private final Map<String, OperationEntry> entries = new ConcurrentHashMap<>();
    private final Map<String, OperationRun<?>> underWay = new ConcurrentHashMap<>();

    /** Reads what an earlier life of this controller has left. */
    public OperationRegister() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENTRY)) {
            for (Path file : files) {
                try {
                    OperationEntry entry = (OperationEntry) xml(file).read();
                    entries.put(entry.id(), entry);
                } catch (IOException | ClassCastException e) {
                    LOGGER.log(Level.WARNING, e, () -> file + " can't be read; what its operation made may be left");
                }
            }
        }
    }

    static OperationRegister get() {
        return ExtensionList.lookupSingleton(OperationRegister.class);
    }

    List<OperationEntry> all() {
        return List.copyOf(entries.values());
    }

    Optional<OperationEntry> find(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** When this returns, the entry survives the end of the process. */
    void put(OperationEntry entry) throws IOException {
        Files.createDirectories(folder);
        xml(file(entry.id(), ENTRY)).write(entry);
        entries.put(entry.id(), entry);
    }

    /** Changes an entry, if there is one. */
    void change(String id, UnaryOperator<OperationEntry> change) {
        entries.computeIfPresent(id, (key, entry) -> {
            OperationEntry changed = change.apply(entry);
            try {
                xml(file(id, ENTRY)).write(changed);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return changed;
        });
    }

    Optional<String> checkpoint(String id) throws IOException {
        Path file = file(id, CHECKPOINT);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    /** What nobody looks after any more is of no use to anybody. */
    void saveCheckpoint(String id, String json) throws IOException {
        if (!entries.containsKey(id)) {
            return;
        }
        try (AtomicFileWriter writer = new AtomicFileWriter(file(id, CHECKPOINT), StandardCharsets.UTF_8)) {
            writer.write(json);
            writer.commit();
        }
    }

    boolean hasEnded(String id) {
        return Files.exists(file(id, ENDED));
    }

    void markEnded(String id) throws IOException {
        if (entries.containsKey(id) && !hasEnded(id)) {
            Files.createFile(file(id, ENDED));
        }
    }

    /** The entry goes last: as long as it is there, somebody looks after the rest. */
    void remove(String id) {
        try {
            for (String suffix : List.of(CHECKPOINT, ENDED, ENTRY)) {
                Files.deleteIfExists(file(id, suffix));
            }
            entries.remove(id);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Can't remove the files of operation " + id);
        }
    }

    /**
     * Begins an operation of which there is an entry, or takes it up again, and follows it as long as it is under way. Whoever
     * {@linkplain BuildEnd#settle settles} it at the same time either comes before, and nothing is begun, or finds it here.
     *
     * @throws ProxmoxException if it was settled before
     */
    <R> OperationRun<R> begin(String id, Supplier<OperationRun<R>> beginning) {
        OperationRun<R> run;
        synchronized (this) {
            if (!entries.containsKey(id)) {
                throw new ProxmoxException(new Problem.Cancelled(), "Nobody waits for it any more");
            }
            run = beginning.get();
            underWay.put(id, run);
        }
        run.result().whenComplete((result, failure) -> {
            underWay.remove(id, run);
            if (failure != null && !hasEnded(id)) {
                // What it has made could not be taken back.
                BuildEnd.settle(id);
            }
        });
        return run;
    }

    Optional<OperationRun<?>> underWay(String id) {
        return Optional.ofNullable(underWay.get(id));
    }

    private Path file(String id, String suffix) {
        return folder.resolve(id + suffix);
    }

    private static XmlFile xml(Path file) {
        return new XmlFile(Jenkins.XSTREAM2, file.toFile());
    }
}
