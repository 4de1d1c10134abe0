package io.jenkins.plugins.proxmox.cloud.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The one directory that has the same path in all machines, and in each its own files. That takes mount namespaces; where
 * this machine gives none, the machines share the directory.
 */
final class GuestHome {
    private static final List<List<String>> WAYS =
            List.of(List.of("unshare", "--mount"), List.of("unshare", "--map-root-user", "--mount"));
    private static final String SCRIPT = "mount --bind \"$0\" \"$1\" && cd \"$1\" && shift && exec \"$@\"";

    private final Path path;
    private final List<String> way;

    GuestHome(Path path) {
        this.path = path;
        this.way = WAYS.stream().filter(this::works).findFirst().orElse(List.of());
    }

    private boolean works(List<String> candidate) {
        try {
            Files.createDirectories(path);
            return new ProcessBuilder(command(candidate, path, List.of("true")))
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<String> command(List<String> chosen, Path source, List<String> command) {
        List<String> words = new ArrayList<>(chosen);
        words.addAll(List.of("/bin/sh", "-c", SCRIPT, source.toString(), path.toString()));
        words.addAll(command);
        return words;
    }

    String path() {
        return path.toString();
    }

    /** Whether each machine has its own files there. */
    boolean isOwn() {
        return !way.isEmpty();
    }

    String temporary() {
        return path.resolve("tmp").toString();
    }

    /** Makes the home of a machine. */
    void makeIn(GuestDisk disk) {
        try {
            if (way.isEmpty() && !Files.exists(disk.place(path()))) {
                Files.createDirectories(disk.place(path()).getParent());
                Files.createSymbolicLink(disk.place(path()), path);
            }
            Files.createDirectories(disk.place(temporary()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command as it is to be run on this machine to be run inside the other, beginning in its home. */
    List<String> inside(GuestDisk disk, List<String> command) {
        if (!way.isEmpty()) {
            return command(way, disk.place(path()), command);
        }
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", path.toString()));
        words.addAll(command);
        return words;
    }
}
