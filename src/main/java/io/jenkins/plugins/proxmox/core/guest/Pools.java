package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The pools of a cluster. A guest is in one at most. */
public final class Pools {
    private final Site site;

    Pools(Site site) {
        this.site = site;
    }

    /** The names of those that the credentials may see ({@code Pool.Audit}): {@code GET /pools}. */
    public SortedSet<String> list() {
        SortedSet<String> names = new TreeSet<>();
        site.get(ApiPath.of("pools")).elements().stream()
                .map(pool -> pool.text("poolid"))
                .flatMap(Optional::stream)
                .forEach(names::add);
        return names;
    }

    /**
     * A pool and what is in it: {@code GET /pools?poolid=}, before PVE 8.1 {@code GET /pools/{poolid}}.
     *
     * @throws ProxmoxException with {@link Problem.NotFound} if there is none of this name
     */
    public Pool get(String pool) {
        String id = Names.pool(pool);
        Reply reply = site.call(site.differences().poolContent(id));
        // Asked by its name, a pool is a list of one.
        return Pool.of(id, reply.elements().stream().findFirst().orElse(reply));
    }

    /**
     * Puts a guest into a pool, and takes it out of the one it is in: {@code PUT /pools}, before PVE 8.1
     * {@code PUT /pools/{poolid}}. A guest that is in it already stays.
     *
     * @throws ProxmoxException with {@link Problem.NotFound} if there is no such pool or guest
     */
    public void add(String pool, VmId vmid) {
        String id = Names.pool(pool);
        Optional<String> before = poolOf(vmid);
        if (before.filter(id::equals).isPresent()) {
            return;
        }
        Parameters change = Parameters.NONE.with("vms", vmid);
        if (before.isEmpty()) {
            change(id, change);
        } else if (site.differences().movesBetweenPools()) {
            change(id, change.with("allow-move", true));
        } else {
            // Whoever is taken out of one pool must find another one.
            get(id);
            remove(before.get(), vmid);
            change(id, change);
        }
    }

    /** Takes a guest out of a pool: {@code PUT /pools} with {@code delete}. A guest that is not in it is left alone. */
    public void remove(String pool, VmId vmid) {
        Pool found = get(pool);
        if (found.guests().stream().anyMatch(guest -> guest.vmid().equals(vmid))) {
            change(found.id(), Parameters.NONE.with("vms", vmid).with("delete", true));
        }
    }

    private void change(String pool, Parameters change) {
        site.call(site.differences().poolChange(pool, change));
    }

    /** Proxmox VE itself would take any number. */
    private Optional<String> poolOf(VmId vmid) {
        return new Guests(site)
                .list().stream()
                        .filter(guest -> guest.vmid().equals(vmid))
                        .findFirst()
                        .orElseThrow(() -> new ProxmoxException(
                                new Problem.NotFound(),
                                "There is no guest with the VMID " + vmid
                                        + " that the credentials may see (VM.Audit), so" + " it can't be in a pool"))
                        .pool();
    }
}
