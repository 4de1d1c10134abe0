package io.jenkins.plugins.proxmox.embedded;

import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestObserver;
import io.jenkins.plugins.proxmox.embedded.task.TaskTimer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;

/** Tells a test what becomes of guests, and when they have booted. */
final class GuestLives implements GuestObserver {
    private final DataCenter dataCenter;
    private final TaskTimer timer;
    private final GuestLife life;
    private final Map<Guest, Future<?>> booting = new HashMap<>();

    GuestLives(DataCenter dataCenter, TaskTimer timer, GuestLife life) {
        this.dataCenter = dataCenter;
        this.timer = timer;
        this.life = life;
    }

    private EmbeddedGuest view(Guest guest) {
        return new EmbeddedGuest(dataCenter, guest);
    }

    @Override
    public void started(Guest guest) {
        life.starting(view(guest));
        int pid = guest.pid();
        booting.put(guest, timer.later(guest.system().bootTime(), () -> booted(guest, pid)));
    }

    @Override
    public void backdated(Guest guest) {
        booted(guest, guest.pid());
    }

    /** Nothing answers before the test was told. */
    @Override
    public boolean isReady(Guest guest) {
        return !booting.containsKey(guest);
    }

    /** A timer that is late may be that of an earlier start. */
    private void booted(Guest guest, int pid) {
        if (guest.pid() == pid && booting.remove(guest) != null) {
            life.booted(view(guest));
        }
    }

    @Override
    public void stopped(Guest guest) {
        Optional.ofNullable(booting.remove(guest)).ifPresent(timed -> timed.cancel(false));
        life.stopped(view(guest));
    }

    @Override
    public void snapshotTaken(Guest guest, String name) {
        life.snapshotTaken(view(guest), name);
    }

    @Override
    public void rolledBack(Guest guest, String name) {
        life.rolledBack(view(guest), name);
    }

    @Override
    public void removed(Guest guest) {
        life.removed(view(guest));
    }
}
