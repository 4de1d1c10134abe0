package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Map;
import java.util.Optional;

/**
 * What can be said of every guest that is to be made, whatever it is made from. Each setter refuses a value that can't be
 * right with a {@link ProxmoxException}; null and blank text mean that nothing was said.
 *
 * @param <R> the request itself, which each setter gives
 */
public abstract sealed class MakingRequest<R extends MakingRequest<R>> permits NewGuestRequest, RestoreRequest {
    private Optional<GuestName> name = Optional.empty();
    private Optional<VmId> vmid = Optional.empty();
    private Optional<String> node = Optional.empty();
    private Optional<String> storage = Optional.empty();
    private Optional<String> pool = Optional.empty();
    private boolean start;
    private Readiness waitFor = Readiness.NONE;

    MakingRequest() {
        // Others can't make new ways to make guests.
    }

    abstract R self();

    /** Its name, a container's host name. Without one Proxmox makes one up, or it is the one in the backup. */
    public R name(String text) {
        name = Request.given(text).map(GuestName::new);
        return self();
    }

    /** Its VMID. Without one it gets a free one, or a backup is restored over the guest it is of. */
    public R vmid(Integer number) {
        vmid = Optional.ofNullable(number).map(VmId::new);
        return self();
    }

    /**
     * The node on which it is made. If nothing is said, that of the guest that is cloned or was backed up (if this one is
     * gone, one that sees the backup), and for a guest made from nothing the only one that is online.
     */
    public R node(String text) {
        node = Request.given(text);
        return self();
    }

    /**
     * Where its disks go; not for linked clones. If nothing is said, they go to where those of the guest are that is cloned
     * or was backed up, and those of a guest made from nothing to the only storage that takes them.
     */
    public R storage(String text) {
        storage = Request.given(text);
        return self();
    }

    /** The pool of which it becomes a member. */
    public R pool(String text) {
        pool = Request.given(text);
        return self();
    }

    /** Whether it is started. */
    public R start(boolean value) {
        start = value;
        return self();
    }

    /** What is waited for after the start; anything but {@code none} starts it. */
    public R waitFor(String text) {
        waitFor = Request.given(text).map(Readiness::parse).orElse(Readiness.NONE);
        return self();
    }

    R read(Request request) {
        return name(request.text("name"))
                .vmid(request.number("vmid"))
                .node(request.text("node"))
                .storage(request.text("storage"))
                .pool(request.text("pool"))
                .start(request.flag("start"))
                .waitFor(request.text("waitFor"));
    }

    void write(Request request) {
        request.with("name", name)
                .with("vmid", vmid.map(VmId::number))
                .with("node", node)
                .with("storage", storage)
                .with("pool", pool)
                .with("start", start)
                .with("waitFor", waitFor.label());
    }

    Map<String, Object> map() {
        Request request = Request.write();
        write(request);
        return request.map();
    }

    Optional<GuestName> name() {
        return name;
    }

    Optional<VmId> vmid() {
        return vmid;
    }

    Optional<String> node() {
        return node;
    }

    Optional<String> storage() {
        return storage;
    }

    Optional<String> pool() {
        return pool;
    }

    boolean start() {
        return start || waitFor != Readiness.NONE;
    }

    Readiness waitFor() {
        return waitFor;
    }
}
