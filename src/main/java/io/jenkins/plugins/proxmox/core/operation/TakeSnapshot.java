package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Container;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.guest.Snapshot;
import io.jenkins.plugins.proxmox.core.guest.Snapshots;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Takes a snapshot of a guest. */
public final class TakeSnapshot implements Operation<Map<String, Object>> {
    private final GuestReference reference;
    private final SnapshotName name;
    private final Optional<String> description;
    private final boolean ram;
    private FoundGuest guest;

    /**
     * @param guest a VMID or a name
     * @param description may be null
     * @param ram whether the memory of a running VM goes with it
     * @throws ProxmoxException with {@link Problem.Parameter} if one of them can't be right
     */
    public TakeSnapshot(String guest, String name, String description, boolean ram) {
        reference = GuestReference.parse("guest", guest);
        this.name = new SnapshotName(name == null ? "" : name);
        this.description = CloneRequest.given(description);
        this.ram = ram;
    }

    @Override
    public Stage<Map<String, Object>> first() {
        return this::prepare;
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }

    private Next<Map<String, Object>> prepare(OperationContext context) {
        guest = context.cluster().guests().find("guest", reference);
        Checks.noTemplate(guest, "snapshotted");
        if (ram && guest.guest() instanceof Container) {
            throw ProxmoxException.invalid(
                    "ram", "ram: true is not possible for the container " + guest + ", only for VMs");
        }
        if (guest.guest().snapshots().list().stream().anyMatch(s -> s.name().equals(name.text()))) {
            throw new ProxmoxException(
                    new Problem.AlreadyExists(),
                    "There is a snapshot '" + name + "' of " + guest + " already; expected is a new name");
        }
        return Next.then(this::take);
    }

    private Next<Map<String, Object>> take(OperationContext context) {
        context.doing("Taking snapshot " + name + " of " + guest + " on "
                + guest.guest().node());
        Checks.unlockedByNow(context, guest.guest());
        return Next.afterSuccess(request(), this::finish);
    }

    private Task request() {
        Snapshots snapshots = guest.guest().snapshots();
        return ram ? snapshots.takeWithMemory(name, description) : snapshots.take(name, description);
    }

    private Next<Map<String, Object>> finish(OperationContext context) {
        Snapshot taken = guest.guest()
                .snapshots()
                .find(name)
                .orElseThrow(() -> new ProxmoxException(
                        new Problem.OutcomeUnknown(), "Proxmox VE says that it succeeded, but lists no such snapshot"));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("vmid", guest.guest().vmid().number());
        facts.putAll(taken.toMap());
        return Next.done(facts);
    }
}
