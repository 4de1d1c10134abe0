package io.jenkins.plugins.proxmox.embedded.state;

/** Is told what becomes of guests. All is told under the state lock. */
public interface GuestObserver {
    /** Nobody. */
    GuestObserver NONE = new GuestObserver() {};

    /** It was stopped, and was started; the system inside needs its time to come up. */
    default void started(Guest guest) {}

    /** Its boot time is over already, as it is to look as if it had run for long. */
    default void backdated(Guest guest) {}

    /** Whether the system inside may be up, once the boot time is over. */
    default boolean isReady(Guest guest) {
        return true;
    }

    /** It ran, or was paused, and all inside has ended. */
    default void stopped(Guest guest) {}

    default void snapshotTaken(Guest guest, String name) {}

    /** Its disks are as they were; it does not run, not yet even if the snapshot holds its memory. */
    default void rolledBack(Guest guest, String name) {}

    /** It is gone, with its disks. */
    default void removed(Guest guest) {}
}
