package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The guests of one type on one node. */
public abstract sealed class NodeGuests<G extends Guest> permits VirtualMachines, Containers {
    private static final int CHOICES = 10;

    final Site site;
    private final String node;

    NodeGuests(Site site, String node) {
        this.site = site;
        this.node = node;
    }

    /** All of them by VMID, always fresh: {@code GET /nodes/{node}/qemu} or {@code /lxc}. */
    public final List<GuestEntry> list() {
        return site.get(path()).elements().stream()
                .flatMap(data -> GuestEntry.of(data, type(), node).stream())
                .sorted(Comparator.comparing(GuestEntry::vmid))
                .toList();
    }

    /** The guest with this number, if it is on this node and may be seen. */
    public final Optional<G> find(VmId vmid) {
        return list().stream().filter(e -> e.vmid().equals(vmid)).findFirst().map(e -> of(vmid));
    }

    /**
     * The guest with this number.
     *
     * @throws ProxmoxException with {@link Problem.NotFound}, naming others
     */
    public final G get(VmId vmid) {
        return get(e -> e.vmid().equals(vmid), "with the VMID " + vmid);
    }

    /**
     * The guest with this name.
     *
     * @throws ProxmoxException with {@link Problem.NotFound}, or {@link Problem.Parameter} if the name is not unique
     */
    public final G get(String name) {
        return get(e -> e.name().filter(name::equals).isPresent(), "with the name '" + name + "'");
    }

    private G get(Predicate<GuestEntry> wanted, String which) {
        List<GuestEntry> all = list();
        List<GuestEntry> found = all.stream().filter(wanted).toList();
        if (found.size() == 1) {
            return of(found.get(0).vmid());
        }
        if (found.isEmpty()) {
            throw new ProxmoxException(
                    new Problem.NotFound(),
                    "There is no " + type().noun() + " " + which + " on " + node + "; the credentials may see "
                            + (all.isEmpty() ? "none" : choices(all)));
        }
        throw ProxmoxException.invalid(
                "name",
                "There is more than one " + type().noun() + " " + which + " on " + node
                        + "; expected is a VMID, one of " + choices(found));
    }

    private static String choices(List<GuestEntry> entries) {
        return entries.stream().limit(CHOICES).map(GuestEntry::toString).collect(Collectors.joining(", "))
                + (entries.size() > CHOICES ? " and " + (entries.size() - CHOICES) + " more" : "");
    }

    final String node() {
        return node;
    }

    final ApiPath path() {
        return ApiPath.of("nodes", node, type().path());
    }

    abstract GuestType type();

    /** The guest with this number; nothing is looked up. */
    public abstract G of(VmId vmid);
}
