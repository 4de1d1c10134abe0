package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The snapshots of a guest. */
public final class Snapshots {
    private final Site site;
    private final Guest guest;

    Snapshots(Site site, Guest guest) {
        this.site = site;
        this.guest = guest;
    }

    /** All of them in no order: {@code GET .../snapshot}. */
    public List<Snapshot> list() {
        return site.get(path()).elements().stream()
                .map(Snapshot::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** All of them as the tree they are: {@code GET .../snapshot}. */
    public SnapshotTree tree() {
        return SnapshotTree.of(site.get(path()));
    }

    /** The snapshot of this name, if there is one. */
    public Optional<Snapshot> find(SnapshotName name) {
        return list().stream().filter(s -> s.name().equals(name.text())).findFirst();
    }

    /**
     * The snapshot of this name.
     *
     * @throws ProxmoxException with {@link Problem.NotFound}, naming those that there are
     */
    public Snapshot get(SnapshotName name) {
        List<Snapshot> all = list();
        return all.stream()
                .filter(s -> s.name().equals(name.text()))
                .findFirst()
                .orElseThrow(() -> new ProxmoxException(
                        new Problem.NotFound(),
                        "There is no snapshot '" + name + "' of " + guest + "; "
                                + (all.isEmpty()
                                        ? "it has none"
                                        : "expected is one of "
                                                + all.stream()
                                                        .map(Snapshot::name)
                                                        .sorted()
                                                        .collect(Collectors.joining(", ")))));
    }

    /** Takes one without the memory: {@code POST .../snapshot}. */
    public Task take(SnapshotName name, Optional<String> description) {
        return site.begin(ApiRequest.post(path())
                .with(Parameters.NONE.with("snapname", name).with("description", description)));
    }

    /**
     * Takes one with the memory of a running VM: {@code POST .../snapshot} with {@code vmstate}. The memory means nothing
     * for a VM that is off.
     *
     * @throws ProxmoxException with {@link Problem.Unsupported} for a container
     */
    public Task takeWithMemory(SnapshotName name, Optional<String> description) {
        if (guest.type() == GuestType.CONTAINER) {
            throw new ProxmoxException(
                    new Problem.Unsupported(),
                    "A snapshot of the " + guest + " can't hold its memory, only those of VMs can");
        }
        return site.begin(ApiRequest.post(path())
                .with(Parameters.NONE
                        .with("snapname", name)
                        .with("description", description)
                        .with("vmstate", true)));
    }

    /** Changes the description: {@code PUT .../snapshot/{name}/config}. */
    public void describe(SnapshotName name, String description) {
        site.call(ApiRequest.put(path().and(name, "config")).with("description", description));
    }

    /**
     * Goes back: {@code POST .../snapshot/{name}/rollback}. Stops a running guest first. Name and tags become those of the
     * snapshot, the description stays. With the memory a VM runs afterwards, else the guest is off.
     */
    public Task rollBack(SnapshotName name) {
        return site.begin(ApiRequest.post(path().and(name, "rollback")));
    }

    /**
     * Goes back and starts the guest: {@code POST .../snapshot/{name}/rollback} with {@code start}. The start is a task of
     * its own, which this one does not wait for; see {@link Guest#awaitStatus}.
     */
    public Task rollBackAndStart(SnapshotName name) {
        return site.begin(ApiRequest.post(path().and(name, "rollback")).with("start", true));
    }

    /**
     * Deletes one: {@code DELETE .../snapshot/{name}}.
     *
     * @param force whether the guest forgets it even if its storage can't delete it
     */
    public Task delete(SnapshotName name, boolean force) {
        ApiRequest request = ApiRequest.delete(path().and(name));
        return site.begin(force ? request.with("force", true) : request);
    }

    private ApiPath path() {
        return guest.path().and("snapshot");
    }
}
