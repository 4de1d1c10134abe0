package io.jenkins.plugins.proxmox.cloud.connector;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import hudson.model.TaskListener;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** Writes on what is written to it, and remembers the last lines, since some launchers tell only there why they fail. */
@SuppressFBWarnings(value = "SE_TRANSIENT_FIELD_NOT_RESTORED", justification = "a listener here never leaves the JVM")
final class LastLines implements TaskListener {
    private static final long serialVersionUID = 1L;
    private static final int KEPT = 3;
    private static final Pattern TIME = Pattern.compile("^\\[[^\\]]*\\] (\\[SSH\\] )?");

    /** What tells nothing, or follows from what was said before. */
    private static final List<String> NOISE = List.of(
            "SSHLauncher{", "Connection is not established!", "Launch failed - cleaning up", "Connection closed.");

    private final transient PrintStream out;
    private final transient Deque<String> lines = new ArrayDeque<>();
    private final transient ByteArrayOutputStream line = new ByteArrayOutputStream();

    LastLines(TaskListener to) {
        PrintStream all = to.getLogger();
        out = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        all.write(b);
                        take(b);
                    }

                    @Override
                    public void flush() {
                        all.flush();
                    }
                },
                false,
                StandardCharsets.UTF_8);
    }

    private synchronized void take(int b) {
        if (b != '\n') {
            line.write(b);
            return;
        }
        String text =
                TIME.matcher(line.toString(StandardCharsets.UTF_8).strip()).replaceFirst("");
        line.reset();
        if (!text.isEmpty()
                && !text.startsWith("at ")
                && NOISE.stream().noneMatch(text::contains)
                && !lines.contains(text)) {
            lines.addLast(text);
            if (lines.size() > KEPT) {
                lines.removeFirst();
            }
        }
    }

    @Override
    public PrintStream getLogger() {
        return out;
    }

    /** {@code " (what was said last)"}, or nothing. */
    synchronized String tail() {
        return lines.isEmpty() ? "" : " (" + String.join(" | ", List.copyOf(lines)) + ")";
    }
}
