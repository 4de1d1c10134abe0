package io.jenkins.plugins.proxmox.core.guestagent;

import java.time.Duration;
import java.util.UUID;

/**
 * Puts the pieces of a file together inside a guest.
 *
 * @param preparation makes the directory for the pieces
 * @param assembly writes the file and removes the pieces
 * @param cleaning removes the pieces
 * @param directory for the pieces
 * @param prefix of the path of each piece
 */
record FileAssembly(
        GuestCommand preparation, GuestCommand assembly, GuestCommand cleaning, String directory, String prefix) {
    /** Enough to copy what was sent in calls of some 42,000 bytes, on whatever disk. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    static FileAssembly of(String path, boolean windows) {
        return of(path, UUID.randomUUID().toString(), windows);
    }

    /** @param id tells this file's pieces from those of others, so that they are found again */
    static FileAssembly of(String path, String id, boolean windows) {
        // Beside the file: there must be space for it, and the right to write.
        String directory = path + "." + id.substring(0, Math.min(id.length(), 8)) + ".pieces";
        return windows ? forWindows(path, directory) : forOthers(path, directory);
    }

    private static FileAssembly forOthers(String path, String directory) {
        return new FileAssembly(
                GuestCommand.shell("mkdir -m 700 -- \"$1\"", directory),
                GuestCommand.shell(
                        "for piece in \"$1\"/*; do cat -- \"$piece\" || exit 1; done >\"$2\" && rm -rf -- \"$1\"",
                        directory,
                        path),
                GuestCommand.shell("rm -rf -- \"$1\"", directory),
                directory,
                directory + "/");
    }

    private static FileAssembly forWindows(String path, String directory) {
        String strict = "$ErrorActionPreference='Stop';";
        return new FileAssembly(
                GuestCommand.powerShell(strict + "[void][IO.Directory]::CreateDirectory(" + quoted(directory) + ")"),
                GuestCommand.powerShell(strict + unlessGone(directory) + "$file=[IO.File]::Create(" + quoted(path)
                        + ");"
                        + "try{foreach($piece in [IO.Directory]::GetFiles(" + quoted(directory) + ")|Sort-Object){"
                        + "$bytes=[IO.File]::ReadAllBytes($piece);$file.Write($bytes,0,$bytes.Length)}}"
                        + "finally{$file.Close()};"
                        + "[IO.Directory]::Delete(" + quoted(directory) + ",$true)"),
                GuestCommand.powerShell(
                        strict + unlessGone(directory) + "[IO.Directory]::Delete(" + quoted(directory) + ",$true)"),
                directory,
                directory + "\\");
    }

    /** What was done before need not be done again. */
    private static String unlessGone(String directory) {
        return "if(![IO.Directory]::Exists(" + quoted(directory) + ")){exit 0};";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** The path of a piece, so that they sort by their numbers. */
    String piece(int number) {
        return prefix + "%08d".formatted(number);
    }
}
