package io.jenkins.plugins.proxmox.cloud.agent;

import io.jenkins.plugins.proxmox.cloud.settings.AgentTime;
import java.time.Duration;

/** When an agent is connected to again that was online: at once, and each time that this fails later, up to a minute. */
final class Reconnection {
    private static final int SECONDS = 60;

    /** After so many doublings of a second it is more than a minute. */
    private static final int DOUBLINGS = 6;

    private int tries;
    private boolean online;
    private long since;
    private boolean due;

    /** Whether nobody else is about to try again; whoever is calls {@link #begins} then. */
    synchronized boolean isMine() {
        boolean first = !due;
        due = true;
        return first;
    }

    synchronized void begins() {
        due = false;
    }

    /** It is online; one that stays so for a minute has nothing behind it that would count. */
    synchronized void online() {
        online = true;
        since = AgentTime.now();
    }

    /**
     * The connection is lost, or one more try has failed.
     *
     * @param least how long it is no use to try again
     * @return how long to wait
     */
    synchronized Duration next(Duration least) {
        Duration longest = AgentTime.minute();
        if (online && AgentTime.now() - since >= longest.toNanos()) {
            tries = 0;
        }
        online = false;
        Duration pause =
                tries == 0 ? Duration.ZERO : longest.dividedBy(SECONDS).multipliedBy(1L << Math.min(tries, DOUBLINGS));
        tries++;
        Duration most = pause.compareTo(longest) < 0 ? pause : longest;
        return most.compareTo(least) < 0 ? least : most;
    }
}
