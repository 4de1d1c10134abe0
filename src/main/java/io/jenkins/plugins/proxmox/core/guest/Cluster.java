package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.storage.Storage;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.task.Upid;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A cluster, or a single node, which is a cluster of one. */
public final class Cluster {
    private final ApiClient client;

    /** The cluster that a client reaches; nothing is asked yet. */
    public Cluster(ApiClient client) {
        this.client = client;
    }

    /** The release of the node that answers, as in {@code 8.4.21}: {@code GET /version}. */
    public String version() {
        return client.get(ApiPath.of("version")).text("version").orElse("unknown");
    }

    /** All guests that the credentials may see, in one call: {@code GET /cluster/resources?type=vm}. */
    public List<GuestEntry> guests() {
        return client.call(ApiRequest.get(ApiPath.of("cluster", "resources")).with("type", "vm")).elements().stream()
                .map(GuestEntry::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The guests of a node of one type, always fresh: {@code GET /nodes/{node}/qemu} or {@code /lxc}. */
    public List<GuestEntry> guests(String node, GuestType type) {
        return client.get(ApiPath.of("nodes", node, type.path())).elements().stream()
                .map(data -> GuestEntry.of(data, type, node))
                .toList();
    }

    /**
     * The one guest that is meant.
     *
     * @param parameter what the reference is called where it was given, for the message
     * @throws ProxmoxException with {@link Problem.NotFound} or {@link Problem.Parameter}, naming the candidates
     */
    public FoundGuest find(String parameter, GuestReference reference) {
        return new GuestFinder(this, parameter, false).find(reference);
    }

    /** As {@link #find}, but a tag means the newest template that bears it: clones inherit the tags of theirs. */
    public FoundGuest findSource(String parameter, GuestReference reference) {
        return new GuestFinder(this, parameter, true).find(reference);
    }

    /** The guest of this entry. */
    public Guest guest(GuestEntry entry) {
        return Guest.of(client, entry.type(), entry.vmid(), entry.node());
    }

    /** The guest with this number, if it exists and may be seen. */
    public Optional<Guest> guest(VmId vmid) {
        return guests().stream().filter(e -> e.vmid().equals(vmid)).findFirst().map(this::guest);
    }

    /** The guest with this number and type on this node; nothing is looked up. */
    public Guest guest(GuestType type, VmId vmid, String node) {
        return Guest.of(client, type, vmid, node);
    }

    /** The names of the nodes that are online: {@code GET /nodes}. */
    public List<String> nodes() {
        return client.get(ApiPath.of("nodes")).elements().stream()
                .filter(n -> n.text("status").orElse("").equals("online"))
                .map(n -> n.text("node").orElse(""))
                .sorted()
                .toList();
    }

    /** The storages that a node has: {@code GET /nodes/{node}/storage}. */
    public List<Storage> storages(String node) {
        return client.get(ApiPath.of("nodes", node, "storage")).elements().stream()
                .map(Storage::of)
                .toList();
    }

    /** The pools that the credentials may see: {@code GET /pools}. */
    public Set<String> pools() {
        return client.get(ApiPath.of("pools")).elements().stream()
                .map(p -> p.text("poolid").orElse(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The lowest VMID that nobody uses: {@code GET /cluster/nextid}. It is not reserved. */
    public VmId nextFreeVmId() {
        return VmId.parse(client.get(ApiPath.of("cluster", "nextid")).text().orElse(""));
    }

    /** Whether nobody uses this VMID, guests that the credentials may not see included: {@code GET /cluster/nextid}. */
    public boolean isFree(VmId vmid) {
        try {
            client.call(ApiRequest.get(ApiPath.of("cluster", "nextid")).with("vmid", vmid));
            return true;
        } catch (ProxmoxException e) {
            if (e.is(Problem.AlreadyExists.class)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Backs up guests of one node: {@code POST /nodes/{node}/vzdump}. Empty if Proxmox found nothing to do, because the
     * guests are on other nodes by now.
     */
    public Optional<Upid> backUp(String node, BackupCall call) {
        String vmids = call.guests().stream().map(VmId::toString).collect(Collectors.joining(","));
        Reply reply = client.call(ApiRequest.post(ApiPath.of("nodes", node, "vzdump"))
                .with(Parameters.NONE
                        .with("vmid", vmids)
                        .with("storage", call.storage())
                        .with("mode", call.mode())
                        .with("compress", call.compress())
                        .with("remove", call.prune())
                        .with("prune-backups", call.retention())
                        .with("notes-template", call.notes())
                        .with("protected", call.protect())
                        .with("lockwait", Math.max(1, call.patience().toMinutes()))));
        return reply.text().flatMap(Upid::find);
    }

    /** The archives of a guest on a storage: {@code GET /nodes/{node}/storage/{storage}/content?content=backup}. */
    public List<Volume> backups(String node, String storage, VmId vmid) {
        return Volume.list(
                client.call(ApiRequest.get(ApiPath.of("nodes", node, "storage", storage, "content"))
                        .with("content", "backup")
                        .with("vmid", vmid)),
                node);
    }

    /**
     * What the credentials may do, by path: {@code GET /access/permissions}. A path that is missing inherits from the
     * next one above it.
     */
    public Map<String, Set<String>> privileges() {
        return client.get(ApiPath.of("access", "permissions")).fields().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, e -> Set.copyOf(e.getValue().fields().keySet())));
    }
}
