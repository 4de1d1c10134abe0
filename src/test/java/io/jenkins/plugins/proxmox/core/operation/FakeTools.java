package io.jenkins.plugins.proxmox.core.operation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Commands that a guest has besides those of this machine, or instead of them. */
record FakeTools(Path directory) {
    /** What scripts inside of guests may count on. */
    private static final List<String> USUAL = List.of(
            "cat", "chmod", "chown", "cut", "date", "dirname", "flock", "grep", "head", "id", "mkdir", "mktemp", "mv",
            "rm", "sed", "setsid", "sleep", "tail", "tr");

    /** Before those of this machine. */
    static FakeTools besides(Path directory) throws IOException {
        Files.createDirectories(directory);
        return new FakeTools(directory);
    }

    /** All that there is. */
    static FakeTools in(Path directory) throws IOException {
        FakeTools tools = besides(directory);
        for (String name : USUAL) {
            tools.usual(name);
        }
        return tools;
    }

    /** A command of this machine. Links out of a folder for tests would be complained about when it is removed. */
    FakeTools usual(String name) throws IOException {
        for (String place : List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")) {
            if (Files.exists(Path.of(place, name))) {
                return with(name, "exec " + Path.of(place, name) + " \"$@\"");
            }
        }
        return this;
    }

    /** A script as a command. */
    FakeTools with(String name, String... lines) throws IOException {
        Path file = directory.resolve(name);
        Files.deleteIfExists(file);
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return this;
    }

    /** A curl that fetches something like a jar from anywhere. */
    FakeTools withCurl() throws IOException {
        return with("curl", "while [ $# -gt 2 ]; do shift; done", "printf 'PK%s' \"$2\" >\"$1\"");
    }

    /**
     * A Java that runs until it is ended.
     *
     * @param ran it notes its arguments there, a line for each time
     * @param says what it writes
     */
    FakeTools withJava(Path ran, String... says) throws IOException {
        return with(
                "java",
                "echo \"$*\" >>" + ran,
                "printf '%s\\n' '" + String.join("' '", says) + "'",
                "exec tail -f /dev/null");
    }

    String path() {
        return directory.toString();
    }
}
