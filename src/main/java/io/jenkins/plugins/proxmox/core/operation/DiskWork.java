package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.task.Task;

/** One thing that is done with a disk. What it finds out before, it keeps in the memo. */
sealed interface DiskWork permits AttachDisk, ReleaseDisk, ResizeDisk, MoveDisk, RemoveUnused {
    /** Under which key the memo has the volume that was there before. */
    String VOLUME = "volume";

    /**
     * Finds out before anything is touched whether it can come true.
     *
     * @return whether there is anything to be done
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException if it can't
     */
    boolean prepare(OperationContext context, FoundGuest guest, GuestConfig config);

    /** Makes the call. */
    Task make(OperationContext context, Guest guest);

    /** Whether the configuration shows that it was done. */
    boolean shows(Memo memo, GuestConfig config);

    /** The types of the tasks that carry it out. */
    String[] taskTypes();

    /** What the console tells besides the disk and the guest, as in {@code 8G on local-lvm}; can be empty. */
    String details(Memo memo);

    static DiskWork of(DiskRequest request) {
        return switch (request.action()) {
            case ATTACH -> new AttachDisk(request);
            case DETACH, DELETE -> new ReleaseDisk(request);
            case RESIZE -> new ResizeDisk(request);
            case MOVE -> new MoveDisk(request);
        };
    }
}
