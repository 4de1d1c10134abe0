package io.jenkins.plugins.proxmox.core.guestagent;

import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.state.GuestCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the commands of a guest for real, on its files below a directory of this machine. */
final class RealShell implements GuestCommands.Shell {
    private final EmbeddedGuest guest;
    private final Path directory;

    RealShell(EmbeddedGuest guest, Path directory) {
        this.guest = guest;
        this.directory = directory;
    }

    @Override
    public GuestCommands.Result run(List<String> command, String input) {
        try {
            for (Map.Entry<String, byte[]> file : guest.files().entrySet()) {
                Path path = Path.of(file.getKey());
                // What was removed by an earlier command is still known to the embedded Proxmox VE.
                if (Files.isDirectory(path.getParent())) {
                    Files.write(path, file.getValue());
                }
            }
            Process process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
                for (Path file : files.toList()) {
                    guest.inside().file(file.toString(), Files.readAllBytes(file));
                }
            }
            return new GuestCommands.Result(exitCode, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
