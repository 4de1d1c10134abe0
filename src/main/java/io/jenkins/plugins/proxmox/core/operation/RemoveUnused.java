package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Container;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.UnusedId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.Optional;

/** Deletes a volume of a container that has been detached. */
record RemoveUnused() implements DiskWork {
    /** Under which key the memo has where the volume is kept. */
    static final String PLACE = "place";

    @Override
    public boolean prepare(OperationContext context, FoundGuest guest, GuestConfig config) {
        return context.memo().has(PLACE);
    }

    @Override
    public Task make(OperationContext context, Guest guest) {
        VolumeId volume = VolumeId.parse(context.memo().text(VOLUME).orElseThrow());
        return ((Container) guest)
                .mountPoints()
                .remove(place(context.memo()), volume)
                .task();
    }

    private static UnusedId place(Memo memo) {
        return UnusedId.parse(memo.text(PLACE).orElseThrow());
    }

    @Override
    public boolean shows(Memo memo, GuestConfig config) {
        return !Optional.ofNullable(config.unused().get(place(memo)))
                .map(VolumeId::toString)
                .equals(memo.text(VOLUME));
    }

    @Override
    public String[] taskTypes() {
        return new String[0];
    }

    @Override
    public String details(Memo memo) {
        return memo.text(VOLUME).orElse("");
    }
}
