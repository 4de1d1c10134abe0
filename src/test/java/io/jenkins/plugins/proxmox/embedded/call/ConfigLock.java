package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.state.Guest;
import java.util.Optional;

/** The lock in a guest's settings that a task sets, and that nobody else's failure takes away. */
final class ConfigLock {
    private final String name;
    private Optional<Guest> held = Optional.empty();

    ConfigLock(String name) {
        this.name = name;
    }

    void take(Guest guest) {
        guest.requireUnlocked();
        guest.setLock(name);
        held = Optional.of(guest);
    }

    void release() {
        held.ifPresent(Guest::removeLock);
        held = Optional.empty();
    }
}
