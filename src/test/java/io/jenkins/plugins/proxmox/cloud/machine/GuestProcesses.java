package io.jenkins.plugins.proxmox.cloud.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The processes of a machine from its start until it is switched off: real ones, in an environment of their own. */
final class GuestProcesses {
    /** Light ones: many of them share this machine. */
    private static final String JAVA_OPTIONS =
            "-Xmx64m -Xss512k -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto";

    private static final Path PROC = Path.of("/proc");
    private static final String VARIABLE = "EMBEDDED_GUEST";

    private final String mark;
    private final GuestHome home;
    private final GuestDisk disk;
    private final String programs;
    private final List<Process> started = new ArrayList<>();
    private boolean off;

    /**
     * @param marks how the marks of all machines of a test begin
     * @param programs the directories in which programs are found
     */
    GuestProcesses(String marks, GuestHome home, GuestDisk disk, String programs) {
        this.mark = marks + UUID.randomUUID();
        this.home = home;
        this.disk = disk;
        this.programs = programs;
    }

    synchronized Process start(List<String> command) throws IOException {
        if (off) {
            throw new IOException("the machine is off");
        }
        ProcessBuilder builder = new ProcessBuilder(home.inside(disk, command));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put(VARIABLE, mark);
        environment.put("HOME", home.path());
        environment.put("TMPDIR", home.temporary());
        environment.put("PATH", programs);
        environment.put("LANG", "C.UTF-8");
        environment.put("USER", "jenkins");
        environment.put("JAVA_TOOL_OPTIONS", JAVA_OPTIONS);
        Process process = builder.start();
        started.removeIf(other -> !other.isAlive());
        started.add(process);
        return process;
    }

    /** All that run, those included that outlived who started them. */
    synchronized List<ProcessHandle> all() {
        if (!Files.isDirectory(PROC)) {
            return started.stream()
                    .flatMap(process -> Stream.concat(Stream.of(process.toHandle()), process.descendants()))
                    .filter(ProcessHandle::isAlive)
                    .toList();
        }
        return marked(mark);
    }

    /** The processes of all machines whose marks begin so, on this machine; only Linux tells. */
    static List<ProcessHandle> marked(String beginning) {
        return ProcessHandle.allProcesses()
                .filter(process -> read(process, "environ").contains(VARIABLE + "=" + beginning))
                .toList();
    }

    /** Whether it is the one of an agent of Jenkins. */
    static boolean isAgent(ProcessHandle process) {
        List<String> words = List.of(read(process, "cmdline").split("\0"));
        return words.get(0).endsWith("java") && words.stream().anyMatch(word -> word.endsWith(".jar"));
    }

    private static String read(ProcessHandle process, String what) {
        try {
            return Files.readString(PROC.resolve(process.pid() + "/" + what), StandardCharsets.ISO_8859_1);
        } catch (IOException | UncheckedIOException e) {
            // It has ended, or is somebody else's.
            return "";
        }
    }

    /** Ends all that run, at once, and lets nothing be started any more. */
    synchronized void switchOff() {
        off = true;
        for (List<ProcessHandle> left = all(); !left.isEmpty(); left = all()) {
            left.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
