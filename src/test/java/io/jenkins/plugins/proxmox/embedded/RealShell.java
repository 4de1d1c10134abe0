package io.jenkins.plugins.proxmox.embedded;

import io.jenkins.plugins.proxmox.embedded.state.GuestCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Runs the commands of a guest for real, on this machine. The guest's files are those below a directory, which is also its
 * place for temporary ones. What the commands leave running is ended when this is closed.
 */
public final class RealShell implements GuestCommands.Shell, AutoCloseable {
    private final EmbeddedGuest guest;
    private final Path directory;
    private final List<List<String>> commands = new ArrayList<>();
    private Optional<String> path = Optional.empty();

    /** What is on the disk as the guest agent wrote it. */
    private final Map<String, byte[]> known = new HashMap<>();

    /** @param directory best an empty one of its own */
    public RealShell(EmbeddedGuest guest, Path directory) {
        this.guest = guest;
        this.directory = directory;
    }

    /** Lets a guest run its commands for real. */
    public static RealShell in(EmbeddedGuest guest, Path directory) {
        RealShell shell = new RealShell(guest, directory);
        guest.shell(shell);
        return shell;
    }

    /** Where the guest looks for commands, rather than where this machine does. */
    public synchronized RealShell path(String directories) {
        path = Optional.of(directories);
        return this;
    }

    /** All commands that the guest agent was given. */
    public synchronized List<List<String>> commands() {
        return List.copyOf(commands);
    }

    @Override
    public synchronized GuestCommands.Result run(List<String> command, String input) {
        commands.add(List.copyOf(command));
        try {
            toDisk();
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("TMPDIR", directory.toString());
            path.ifPresent(it -> builder.environment().put("PATH", it));
            // Services, as the guest agent is one, have no home.
            builder.environment().keySet().removeAll(Set.of("BUILD_NUMBER", "JENKINS_HOME", "HOME"));
            Process process = builder.start();
            process.getOutputStream().close();
            byte[] out = process.getInputStream().readAllBytes();
            byte[] err = process.getErrorStream().readAllBytes();
            int exitCode = process.waitFor();
            fromDisk();
            return new GuestCommands.Result(exitCode, out, err, 0, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void toDisk() throws IOException {
        for (Map.Entry<String, byte[]> file : guest.files().entrySet()) {
            Path path = Path.of(file.getKey());
            boolean written = path.startsWith(directory) && known.get(file.getKey()) != file.getValue();
            if (written && Files.isDirectory(path.getParent())) {
                Files.write(path, file.getValue());
            }
        }
    }

    private void fromDisk() throws IOException {
        Map<String, byte[]> now = new TreeMap<>();
        for (Path file : files()) {
            now.put(file.toString(), Files.readAllBytes(file));
        }
        guest.files().keySet().stream()
                .filter(path -> Path.of(path).startsWith(directory) && !now.containsKey(path))
                .forEach(path -> guest.inside().removeFile(path));
        now.forEach((path, bytes) -> guest.inside().file(path, bytes));
        known.clear();
        guest.files().forEach(known::put);
    }

    /** What is there at this moment. */
    public List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        collect(directory, files);
        return files;
    }

    /** Commands that still run may remove what was there a moment ago. */
    private static void collect(Path folder, List<Path> files) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path path : inside.sorted().toList()) {
                if (Files.isDirectory(path)) {
                    collect(path, files);
                } else if (Files.isRegularFile(path)) {
                    files.add(path);
                }
            }
        } catch (NoSuchFileException e) {
            return;
        }
    }

    /** Ends what runs, as the end of the guest does. */
    @Override
    public void close() {
        try {
            for (Path file : files()) {
                if (file.getFileName().toString().equals("pid")) {
                    new ProcessBuilder(
                                    "/bin/sh",
                                    "-c",
                                    "kill -KILL -" + Files.readAllLines(file).get(0) + " 2>/dev/null")
                            .start()
                            .waitFor();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
