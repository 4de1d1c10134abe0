package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;
import java.util.Optional;

/** The guests of a cluster, VMs and containers alike. */
public final class Guests {
    private final Site site;

    Guests(Site site) {
        this.site = site;
    }

    /** All guests that the credentials may see, in one call: {@code GET /cluster/resources?type=vm}. */
    public List<GuestEntry> list() {
        return site.call(ApiRequest.get(ApiPath.of("cluster", "resources")).with("type", "vm")).elements().stream()
                .map(GuestEntry::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * The guest with this number.
     *
     * @throws ProxmoxException with {@link Problem.NotFound}, naming others
     */
    public Guest get(VmId vmid) {
        return find("vmid", new GuestReference.ByVmId(vmid)).guest();
    }

    /**
     * The guest with this name.
     *
     * @throws ProxmoxException with {@link Problem.NotFound}, or {@link Problem.Parameter} if the name is not unique,
     *     naming the candidates
     */
    public Guest get(String name) {
        return find("name", new GuestReference.ByName(name)).guest();
    }

    /** The guest with this number, if it exists and may be seen. */
    public Optional<Guest> find(VmId vmid) {
        return list().stream().filter(e -> e.vmid().equals(vmid)).findFirst().map(this::of);
    }

    /**
     * The one guest that is meant.
     *
     * @param parameter what the reference is called where it was given, for the message
     * @throws ProxmoxException with {@link Problem.NotFound} or {@link Problem.Parameter}, naming the candidates
     */
    public FoundGuest find(String parameter, GuestReference reference) {
        return new GuestFinder(site, parameter, false).find(reference);
    }

    /** As {@link #find}, but a tag means the newest template that bears it: clones inherit the tags of theirs. */
    public FoundGuest findSource(String parameter, GuestReference reference) {
        return new GuestFinder(site, parameter, true).find(reference);
    }

    /** The guest of this entry. */
    public Guest of(GuestEntry entry) {
        return of(entry.type(), entry.vmid(), entry.node());
    }

    /** The guest with this number and type on this node; nothing is looked up. */
    public Guest of(GuestType type, VmId vmid, String node) {
        return Guest.of(site, type, vmid, node);
    }
}
