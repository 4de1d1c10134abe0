package io.jenkins.plugins.proxmox.run;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.proxmox.core.operation.Checkpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.commons.io.FileUtils;

/**
 * Where an operation of a build stands: a file beside the build's other data, replaced as a whole and forced to the disk.
 * It stays until the build has ended, since only then it is certain that its result was not lost either.
 */
final class OperationFile implements Checkpoints {
    private static final Logger LOGGER = Logger.getLogger(OperationFile.class.getName());
    private static final String FOLDER = "proxmox-operations";

    private final Path folder;
    private final Path file;

    /**
     * @param id names the operation within the build
     */
    OperationFile(Run<?, ?> build, String id) {
        folder = folder(build);
        file = folder.resolve(id + ".json");
    }

    private static Path folder(Run<?, ?> build) {
        return build.getRootDir().toPath().resolve(FOLDER);
    }

    /** The last checkpoint, if there is one. */
    Optional<String> read() throws IOException {
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    @Override
    public void save(String json) {
        try {
            Files.createDirectories(folder);
            try (AtomicFileWriter writer = new AtomicFileWriter(file, StandardCharsets.UTF_8)) {
                writer.write(json);
                writer.commit();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("It could not be written down how far the step is: " + e.getMessage(), e);
        }
    }

    /** Not yet: the build does not know the result for certain before it has ended. */
    @Override
    public void forget() {
        LOGGER.log(Level.FINE, "{0} has ended", file);
    }

    /** Forgets the operations of builds that have ended. */
    @Extension
    public static final class Cleanup extends RunListener<Run<?, ?>> {
        @Override
        public void onCompleted(Run<?, ?> build, TaskListener listener) {
            Path folder = folder(build);
            try {
                if (Files.exists(folder)) {
                    FileUtils.deleteDirectory(folder.toFile());
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "Can't remove " + folder);
            }
        }
    }
}
