package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.Optional;

/**
 * Which backup to restore, and to where. Each setter refuses a value that can't be right with a {@link ProxmoxException};
 * null and blank text mean that nothing was said.
 */
public final class RestoreRequest extends MakingRequest<RestoreRequest> {
    private final Optional<VolumeId> backup;
    private final Optional<GuestReference> guest;
    private boolean asNew;
    private Optional<Boolean> unique = Optional.empty();
    private boolean force;

    /**
     * Exactly one of both says which backup.
     *
     * @param backup a volume id
     * @param guest a VMID or a name, for the newest backup of this guest
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if none or both are given
     */
    public RestoreRequest(String backup, String guest) {
        this.backup = Request.given(backup).map(BackupFinder::parse);
        this.guest = Request.given(guest).map(text -> GuestReference.parse("guest", text));
        if (this.backup.isPresent() == this.guest.isPresent()) {
            throw ProxmoxException.invalid(
                    "backup",
                    this.backup.isPresent()
                            ? "Both backup and guest are given; expected is a backup, or a guest for its newest one"
                            : "No backup is given; expected is what proxmoxBackup returned, a volume, or a guest for its"
                                    + " newest one");
        }
    }

    /** Whether it becomes a new guest, with a free VMID if none is given. */
    public RestoreRequest asNew(boolean value) {
        asNew = value;
        return this;
    }

    /** Whether it gets other MAC addresses; if nothing is said, a guest with another VMID does. */
    public RestoreRequest unique(Boolean value) {
        unique = Optional.ofNullable(value);
        return this;
    }

    /** Whether a guest that runs is stopped and replaced. */
    public RestoreRequest force(boolean value) {
        force = value;
        return this;
    }

    @Override
    RestoreRequest self() {
        return this;
    }

    static RestoreRequest of(Request request) {
        return new RestoreRequest(request.text("backup"), request.text("guest"))
                .asNew(request.flag("asNew"))
                .unique(request.truth("unique").orElse(null))
                .force(request.flag("force"))
                .read(request);
    }

    @Override
    void write(Request request) {
        request.with("backup", backup)
                .with("guest", guest)
                .with("asNew", asNew)
                .with("unique", unique)
                .with("force", force);
        super.write(request);
    }

    Optional<VolumeId> backup() {
        return backup;
    }

    Optional<GuestReference> guest() {
        return guest;
    }

    /** Whether a new guest is wanted in any case. */
    boolean asNew() {
        return asNew || vmid().isPresent();
    }

    Optional<Boolean> unique() {
        return unique;
    }

    boolean force() {
        return force;
    }
}
