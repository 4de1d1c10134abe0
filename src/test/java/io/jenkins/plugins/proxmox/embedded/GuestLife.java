package io.jenkins.plugins.proxmox.embedded;

/**
 * Lets a test play what goes on inside guests. All of it is called under the lock of the cluster, so it must neither call
 * the API nor take long; what it says is in effect with the next answer of the API.
 */
public interface GuestLife {
    /** It was switched on just now: the time to say how long it boots and which addresses it will have. */
    default void starting(EmbeddedGuest guest) {}

    /** It has been on for its boot time, and its guest agent answers from now on. Not called if it was switched off before. */
    default void booted(EmbeddedGuest guest) {}

    /** It was on, booted or not, and all inside has ended at once: by a stop, a restart, a rollback, its destruction. */
    default void stopped(EmbeddedGuest guest) {}

    default void snapshotTaken(EmbeddedGuest guest, String snapshot) {}

    /** Its disks are as they were at the snapshot. If it had its memory too, the guest is switched on next. */
    default void rolledBack(EmbeddedGuest guest, String snapshot) {}

    /** It is gone, with its disks. */
    default void removed(EmbeddedGuest guest) {}
}
