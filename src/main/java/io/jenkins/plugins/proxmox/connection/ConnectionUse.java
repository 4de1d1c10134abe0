package io.jenkins.plugins.proxmox.connection;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Knows of something that needs a connection by its name until it has come to its end. */
public interface ConnectionUse extends ExtensionPoint {
    /**
     * @param connection its name
     * @return what needs it, for people
     */
    List<String> of(String connection);

    /** The most that is told of it. */
    int NAMED = 5;

    /** What needs a connection, in one line; empty if nothing does. */
    static String line(String connection) {
        List<String> users = new ArrayList<>();
        for (ConnectionUse use : ExtensionList.lookup(ConnectionUse.class)) {
            try {
                users.addAll(use.of(connection));
            } catch (RuntimeException e) {
                Logger.getLogger(ConnectionUse.class.getName())
                        .log(Level.WARNING, e, () -> "Nobody knows all that needs the connection '" + connection + "'");
            }
        }
        String more = users.size() > NAMED ? " and " + (users.size() - NAMED) + " more" : "";
        return String.join(", ", users.subList(0, Math.min(NAMED, users.size()))) + more;
    }
}
