package io.jenkins.plugins.proxmox.cloud.sweep;

import hudson.XmlFile;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.ownership.Sweep;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** What is known of guests that another controller with the same id has made, over restarts. Written to disk. */
final class SweepRecord {
    private static final Logger LOGGER = Logger.getLogger(SweepRecord.class.getName());

    /** Marks as they are in descriptions, by connection. */
    private final Map<String, List<String>> suspects = new TreeMap<>();

    private final Map<String, List<String>> others = new TreeMap<>();

    private static XmlFile file() {
        return new XmlFile(Jenkins.XSTREAM2, new File(Jenkins.get().getRootDir(), "proxmox-sweeps.xml"));
    }

    /** What was written last; empty if that can't be read. Then nothing must be removed. */
    static Optional<SweepRecord> read() {
        try {
            return Optional.of(file().exists() ? (SweepRecord) file().read() : new SweepRecord());
        } catch (IOException | ClassCastException e) {
            LOGGER.log(Level.SEVERE, e, () -> file() + " can't be read; guests that are left behind stay");
            return Optional.empty();
        }
    }

    synchronized void restore(String connection, Sweep sweep) {
        sweep.restore(marks(suspects, connection), marks(others, connection));
    }

    private static List<Mark> marks(Map<String, List<String>> texts, String connection) {
        return texts.getOrDefault(connection, List.of()).stream()
                .flatMap(text -> Mark.in(text).stream())
                .toList();
    }

    /** Writes down what has changed, if anything has. */
    synchronized void keep(String connection, Sweep sweep) {
        boolean changed = put(suspects, connection, sweep.suspects());
        changed |= put(others, connection, sweep.others());
        if (changed) {
            try {
                file().write(this);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "It is not on disk which guests are another controller's");
            }
        }
    }

    private static boolean put(Map<String, List<String>> texts, String connection, List<Mark> marks) {
        List<String> now = new ArrayList<>(marks.stream().map(Mark::toString).toList());
        List<String> before = now.isEmpty() ? texts.remove(connection) : texts.put(connection, now);
        return !now.equals(before == null ? List.of() : before);
    }
}
