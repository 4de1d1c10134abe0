package io.jenkins.plugins.proxmox.core.guestagent;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of the start of an {@link InboundAgent}.
 *
 * @param details what goes with the kind, perhaps several lines
 */
public record InboundOutcome(Kind kind, String details) {
    /** What can become of it. */
    public enum Kind {
        /** It was started and is connected. The details begin with its process and its log file. */
        CONNECTED,
        /** It was started and tries to connect; the same details, and the last lines of the log. */
        STARTED,
        /** It ran before and was left alone; the same details. */
        RUNNING,
        /** Another agent uses the work directory: its name. */
        OTHER,
        /** There is no such user inside. */
        USER,
        /** Only root can run something as another user: who the guest agent runs as. */
        ROOT,
        /** The work directory can't be used: why. */
        DIRECTORY,
        /** There is no such Java: where it was looked for. */
        JAVA,
        /** Nothing is there that fetches files. */
        TOOL,
        /** {@code agent.jar} could not be fetched: what the command said. */
        UNREACHABLE,
        /** What was fetched is no jar. */
        JAR,
        /** It ended at once: the exit code if it is known, the log file, and its last lines. */
        ENDED
    }

    /** Reads what the script wrote; absent if it is nothing of that kind. */
    public static Optional<InboundOutcome> find(String output) {
        String[] parts = output.strip().split("\r?\n", 2);
        String word = parts[0].toUpperCase(Locale.ROOT);
        return List.of(Kind.values()).stream()
                .filter(kind -> kind.name().equals(word))
                .findFirst()
                .map(kind -> new InboundOutcome(kind, parts.length < 2 ? "" : parts[1].stripTrailing()));
    }

    /** One line of the details; empty if there are not so many. */
    public String line(int number) {
        return details.lines().skip(number).findFirst().orElse("").trim();
    }

    /** The lines of the details from one on, for people. */
    public String from(int number) {
        return String.join("\n", details.lines().skip(number).toList());
    }
}
