package io.jenkins.plugins.proxmox.cloud.machine;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The programs that machines have: those of this machine, with the Java that runs the test, another one, or none. */
final class GuestPrograms {
    private static final String PATH = System.getenv("PATH");
    private static final String BROKEN =
            "#!/bin/sh\necho 'Error: could not create the Java Virtual Machine.' >&2\nexit 1\n";

    private static final String HANGING = "#!/bin/sh\nexec tail -f /dev/null\n";

    private static final String FEW =
            "awk base64 basename bash cat chmod cp curl cut date dirname env expr find grep head"
                    + " hostname id kill ln ls mkdir mktemp mount mv nohup ps pwd rm rmdir sed setsid sh sleep sort stat sync tail tar"
                    + " tee touch tr true uname wc wget which whoami xargs";

    private final Path folder;

    GuestPrograms(Path folder) {
        this.folder = folder;
    }

    String usual() {
        return Path.of(System.getProperty("java.home"), "bin") + File.pathSeparator + PATH;
    }

    String withBrokenJava() {
        Path programs = folder.resolve("broken");
        write(programs.resolve("java"), BROKEN);
        return programs + File.pathSeparator + PATH;
    }

    String withHangingJava() {
        Path programs = folder.resolve("hanging");
        write(programs.resolve("java"), HANGING);
        return programs + File.pathSeparator + PATH;
    }

    /** Only a few others, which call those of this machine. */
    String withoutJava() {
        Path programs = folder.resolve("few");
        for (String name : FEW.split(" ")) {
            Stream.of(PATH.split(File.pathSeparator))
                    .map(other -> Path.of(other, name))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .ifPresent(program -> write(programs.resolve(name), "#!/bin/sh\nexec " + program + " \"$@\"\n"));
        }
        return programs.toString();
    }

    private static void write(Path program, String script) {
        if (Files.exists(program)) {
            return;
        }
        try {
            Files.createDirectories(program.getParent());
            Files.writeString(program, script);
            if (!program.toFile().setExecutable(true)) {
                throw new IOException("not executable: " + program);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
