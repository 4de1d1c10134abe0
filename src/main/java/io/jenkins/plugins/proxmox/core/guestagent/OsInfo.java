package io.jenkins.plugins.proxmox.core.guestagent;

import io.jenkins.plugins.proxmox.core.api.Reply;
import java.util.Optional;

/**
 * The operating system inside a guest, as far as its guest agent knows.
 *
 * @param id for programs, as in {@code debian}; {@code mswindows} is any Windows
 * @param name as in {@code Debian GNU/Linux}
 * @param prettyName with the version, as in {@code Debian GNU/Linux 12 (bookworm)}
 * @param version as in {@code 12 (bookworm)}
 * @param kernel its release, as in {@code 6.1.0-50-cloud-amd64}
 * @param machine the architecture, as in {@code x86_64}
 */
public record OsInfo(
        Optional<String> id,
        Optional<String> name,
        Optional<String> prettyName,
        Optional<String> version,
        Optional<String> kernel,
        Optional<String> machine) {
    static OsInfo of(Reply result) {
        return new OsInfo(
                text(result, "id"),
                text(result, "name"),
                text(result, "pretty-name"),
                text(result, "version"),
                text(result, "kernel-release"),
                text(result, "machine"));
    }

    /** Whether it is a Windows, with its own ways to name files and to run commands. */
    public boolean isWindows() {
        return id.filter("mswindows"::equals).isPresent();
    }

    private static Optional<String> text(Reply result, String name) {
        return result.text(name).map(GuestText::decoded).filter(it -> !it.isBlank());
    }
}
