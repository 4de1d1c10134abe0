package io.jenkins.plugins.proxmox.connection;

import hudson.model.Item;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.guest.NodeEntry;
import io.jenkins.plugins.proxmox.core.guest.Overview;
import io.jenkins.plugins.proxmox.core.guest.Snapshot;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.policy.GuestTraits;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.storage.StorageEntry;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the fields of a form offer of a cluster, as far as the policy lets the job look at it. Whoever asks has been found
 * to be allowed to configure the job. Every method throws {@link ProxmoxException} if the cluster does not answer soon.
 */
public final class FormChoices {
    private final Overview overview;
    private final Guard guard;

    private FormChoices(Overview overview, Guard guard) {
        this.overview = overview;
        this.guard = guard;
    }

    /**
     * @param item whose form it is; null for an administrator's that belongs to none
     * @param connection may be null or blank if there is exactly one connection
     * @throws ProxmoxException if there is no such connection, or its configuration can't be right
     */
    public static FormChoices of(Item item, String connection) {
        OpenConnection open = ConnectionRegistry.get().open(connection, item);
        Guard guard = item == null ? Guard.OPEN : new Guard(open.policy(), open.name(), item.getFullName());
        return new FormChoices(open.runner().overview(), guard);
    }

    /** Nothing but whether the cluster answers. */
    void reach() {
        overview.resources();
    }

    /** By name where that is enough, else by VMID; no templates. */
    public List<String> guests() {
        return named(guest -> !guest.template());
    }

    /** By name where that is enough, else by VMID. */
    public List<String> templates() {
        return named(GuestEntry::template);
    }

    /** Those that are online. */
    public List<String> nodes() {
        return sorted(
                overview.resources().nodes().stream().filter(NodeEntry::online).map(NodeEntry::name));
    }

    /** Their names. */
    public List<String> pools() {
        return sorted(overview.resources().pools().stream());
    }

    /**
     * @param node only storages of this one; of all if blank
     * @param content only storages that take one of these; all if there are none
     */
    public List<String> storages(String node, Set<String> content) {
        boolean anyNode = node == null || node.isBlank() || node.contains("$");
        Predicate<StorageEntry> fits =
                storage -> content.isEmpty() || content.stream().anyMatch(storage::takes);
        return sorted(overview.resources().storages().stream()
                .filter(storage -> anyNode || storage.node().equals(node.trim()))
                .filter(fits)
                .map(StorageEntry::id));
    }

    /** The snapshots of a guest, if that is one. */
    public List<String> snapshots(String guest) {
        return find(guest)
                .map(entry -> sorted(overview.snapshots(entry).stream().map(Snapshot::name)))
                .orElse(List.of());
    }

    /** The bridges and virtual networks that guests can be plugged into. */
    public List<String> bridges() {
        return sorted(overview.bridges().stream());
    }

    /** The tags of templates. */
    public List<String> templateTags() {
        return sorted(readable().filter(GuestEntry::template).flatMap(guest -> guest.tags().stream()));
    }

    /** Whether there is a guest, template or not, that fulfils a condition. */
    public boolean hasGuest(Predicate<GuestEntry> wanted) {
        return readable().anyMatch(wanted);
    }

    /**
     * The ids of the backups, the newest first.
     *
     * @param guest only backups of this one; of all if it is none
     */
    public List<String> backups(String guest) {
        Optional<VmId> of = find(guest).map(GuestEntry::vmid);
        Set<VmId> readable = readable().map(GuestEntry::vmid).collect(Collectors.toSet());
        boolean any = guard.allowsWithAny(Right.READ);
        return overview.volumes(Volume.BACKUP).stream()
                .filter(volume -> of.isEmpty() || volume.vmid().equals(of))
                .filter(volume ->
                        any || volume.vmid().filter(readable::contains).isPresent())
                .map(volume -> volume.id().toString())
                .toList();
    }

    /** The ids of what the storages hold of one kind, as in {@code iso}. */
    public List<String> volumes(String content) {
        return sorted(
                overview.volumes(content).stream().map(volume -> volume.id().toString()));
    }

    private List<String> named(Predicate<GuestEntry> wanted) {
        Map<String, Long> names = overview.resources().guests().stream()
                .flatMap(guest -> guest.name().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return sorted(readable()
                .filter(wanted)
                .map(guest -> guest.name()
                        .filter(name -> names.get(name) == 1)
                        .orElseGet(() -> guest.vmid().toString())));
    }

    private Optional<GuestEntry> find(String reference) {
        String wanted = reference == null ? "" : reference.trim();
        List<GuestEntry> matches = wanted.isEmpty()
                ? List.of()
                : readable()
                        .filter(guest -> guest.vmid().toString().equals(wanted)
                                || guest.name().filter(wanted::equals).isPresent())
                        .toList();
        return matches.size() == 1 ? Optional.of(matches.get(0)) : Optional.empty();
    }

    /** Whether this Jenkins has made a guest would cost a call for each, so that does not count here. */
    private Stream<GuestEntry> readable() {
        return overview.resources().guests().stream()
                .filter(guest -> guard.allows(
                        Right.READ,
                        new GuestTraits(
                                guest.vmid(),
                                guest.name(),
                                guest.pool(),
                                guest.tags().stream().map(Tag::new).toList(),
                                false)));
    }

    private static List<String> sorted(Stream<String> texts) {
        return texts.distinct().sorted(String.CASE_INSENSITIVE_ORDER).toList();
    }
}
