package io.jenkins.plugins.proxmox.embedded.fault;

import java.time.Duration;

/** Something that goes wrong with a call. */
public sealed interface CallFault {
    /** It takes longer, to be executed or to be answered. */
    record Delay(Duration duration, boolean afterEffect) implements CallFault {}

    /** It gets this answer, executed or not. */
    record Status(int status, String reason, boolean afterEffect) implements CallFault {}

    /** The connection is closed without an answer, executed or not. */
    record Drop(boolean afterEffect) implements CallFault {}

    /** It gets the answer that the same request got before, if there was one. */
    record Stale() implements CallFault {}

    /** Whether the call is not executed at all. */
    default boolean preventsEffect() {
        return (this instanceof Status status && !status.afterEffect())
                || (this instanceof Drop drop && !drop.afterEffect());
    }
}
