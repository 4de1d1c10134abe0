package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.PooledTiming;
import io.jenkins.plugins.proxmox.core.task.Tasks;
import io.jenkins.plugins.proxmox.core.task.Timing;
import io.jenkins.plugins.proxmox.core.value.Release;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A cluster, or a single node, which is a cluster of one: where everything begins. */
public final class Cluster {
    private final Site site;

    /** The cluster that a client reaches; nothing is asked yet. Waits use a few threads that end by themselves. */
    public Cluster(ApiClient client) {
        this(client, new PooledTiming(2, "Proxmox VE"));
    }

    /** The cluster that a client reaches, with waits on the threads of somebody else. */
    public Cluster(ApiClient client, Timing timing) {
        site = Site.of(client, timing);
    }

    /** The version of the node that answers, as in {@code 8.4.21}: {@code GET /version}. */
    public String version() {
        return site.get(ApiPath.of("version")).text("version").orElse("unknown");
    }

    /** The release of the node that answers, which is asked once in ten minutes: {@code GET /version}. */
    public Release release() {
        return site.differences().release();
    }

    /** Guests, nodes, storages and pools in one call: {@code GET /cluster/resources}. */
    public Resources resources() {
        return Resources.of(site.get(ApiPath.of("cluster", "resources")));
    }

    /**
     * What the HA manager makes of the nodes, as in {@code online} or {@code maintenance}, by their names; empty in a cluster
     * without high availability: {@code GET /cluster/ha/status/manager_status}.
     *
     * @throws ProxmoxException with {@link Problem.Permission} if the credentials lack {@code Sys.Audit} on {@code /}
     */
    public Map<String, String> nodeStates() {
        return site.get(ApiPath.of("cluster", "ha", "status", "manager_status"))
                .object("manager_status")
                .object("node_status")
                .texts();
    }

    /** Whether {@link #resources} tells it, too, as since PVE 8.3; the release is asked once in ten minutes. */
    public boolean listsNodeStates() {
        return site.differences().listsNodeStates();
    }

    /** The nodes. */
    public Nodes nodes() {
        return new Nodes(site);
    }

    /**
     * The node of this name.
     *
     * @throws ProxmoxException with {@link Problem.NotFound}, naming the nodes that there are
     */
    public Node node(String name) {
        return nodes().get(name);
    }

    /** The guests of all nodes. */
    public Guests guests() {
        return new Guests(site);
    }

    /** The pools. */
    public Pools pools() {
        return new Pools(site);
    }

    /** The tasks. */
    public Tasks tasks() {
        return site.tasks();
    }

    /** The lowest VMID that nobody uses: {@code GET /cluster/nextid}. It is not reserved. */
    public VmId nextFreeVmId() {
        return VmId.parse(site.get(ApiPath.of("cluster", "nextid")).text().orElse(""));
    }

    /** Whether nobody uses this VMID, guests that the credentials may not see included: {@code GET /cluster/nextid}. */
    public boolean isFree(VmId vmid) {
        try {
            site.call(ApiRequest.get(ApiPath.of("cluster", "nextid")).with("vmid", vmid));
            return true;
        } catch (ProxmoxException e) {
            if (e.is(Problem.AlreadyExists.class)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * What the credentials may do, by path: {@code GET /access/permissions}. A path that is missing inherits from the
     * next one above it.
     */
    public Map<String, Set<String>> privileges() {
        return site.get(ApiPath.of("access", "permissions")).fields().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, e -> Set.copyOf(e.getValue().fields().keySet())));
    }
}
