package io.jenkins.plugins.proxmox.cloud.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The files of a machine, by the paths that they have inside, in a directory of this machine. */
final class GuestDisk extends AbstractMap<String, byte[]> {
    private final Path root;

    GuestDisk(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** Where a file is that has this absolute path inside. */
    Path place(String path) {
        Path inside = Path.of(path).normalize();
        return root.resolve(inside.isAbsolute() ? inside.getRoot().relativize(inside) : inside);
    }

    @Override
    public boolean containsKey(Object path) {
        return Files.isRegularFile(place((String) path));
    }

    @Override
    public byte[] get(Object path) {
        try {
            return containsKey(path) ? Files.readAllBytes(place((String) path)) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] put(String path, byte[] content) {
        try {
            Files.createDirectories(place(path).getParent());
            Files.write(place(path), content);
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] remove(Object path) {
        try {
            Files.deleteIfExists(place((String) path));
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy: all of it is read. */
    @Override
    public Set<Map.Entry<String, byte[]>> entrySet() {
        Map<String, byte[]> files = new TreeMap<>();
        walk(new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    read(file).ifPresent(content -> files.put("/" + root.relativize(file), content));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                // Commands that run remove files, too.
                return FileVisitResult.CONTINUE;
            }
        });
        return files.entrySet();
    }

    /** What runs in the guest may have removed it meanwhile. */
    private static Optional<byte[]> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Makes the disk an empty one. */
    void wipe() {
        walk(new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (!folder.equals(root)) {
                    Files.delete(folder);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void walk(SimpleFileVisitor<Path> visitor) {
        try {
            Files.walkFileTree(root, visitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
