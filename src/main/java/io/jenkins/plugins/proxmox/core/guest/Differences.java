package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.guestagent.AgentAbilities;
import io.jenkins.plugins.proxmox.core.task.Timing;
import io.jenkins.plugins.proxmox.core.value.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What has to be asked for in another way of Proxmox VE 7, 8 or 9: all of it is here, so that nobody else needs to know a
 * release. What differs only in the answer needs no release: a call that is a task on 8 and done at once on 7 is a
 * {@link io.jenkins.plugins.proxmox.core.task.Task} in both cases.
 */
final class Differences {
    private static final Release NEWEST = new Release(Integer.MAX_VALUE, 0);
    private static final Release RELEASE_8 = new Release(8, 0);
    private static final Release POOLS_BY_QUERY = new Release(8, 1);
    private static final Release CONTAINER_INTERFACES = new Release(8, 1);
    private static final Release PARTS_OF_FILES = new Release(9, 1);
    private static final Release STATES_OF_NODES = new Release(8, 3);
    private static final Release OVERRULE_SHUTDOWN = new Release(8, 2);

    /** Nodes are upgraded one by one, and a client outlives that. */
    private static final Duration VALID = Duration.ofMinutes(10);

    private record Known(Release release, Instant until) {}

    private final ApiClient client;
    private final Timing timing;
    private final Map<ApiPath, Known> known = new ConcurrentHashMap<>();

    Differences(ApiClient client, Timing timing) {
        this.client = client;
        this.timing = timing;
    }

    /** The release of the node that takes our connections. */
    Release release() {
        return release(ApiPath.of("version"));
    }

    /** The release of a node. */
    Release release(String node) {
        return release(ApiPath.of("nodes", node, "version"));
    }

    private Release release(ApiPath path) {
        Known last = known.get(path);
        if (last == null || last.until().isBefore(timing.now())) {
            // What has no number yet is newer than anything that is known here.
            Release release =
                    client.get(path).text("version").flatMap(Release::find).orElse(NEWEST);
            last = new Known(release, timing.now().plus(VALID));
            known.put(path, last);
        }
        return last.release();
    }

    /** The members of a pool. From 8.1 on a pool can be inside another one, and its name no longer fits into a path. */
    ApiRequest poolContent(String pool) {
        return release().compareTo(POOLS_BY_QUERY) >= 0
                ? ApiRequest.get(ApiPath.of("pools")).with("poolid", pool)
                : ApiRequest.get(ApiPath.of("pools", pool));
    }

    /** A change of a pool's members. */
    ApiRequest poolChange(String pool, Parameters change) {
        return release().compareTo(POOLS_BY_QUERY) >= 0
                ? ApiRequest.put(ApiPath.of("pools")).with(change.with("poolid", pool))
                : ApiRequest.put(ApiPath.of("pools", pool)).with(change);
    }

    /** Whether a guest can be moved from one pool to another within one call. */
    boolean movesBetweenPools() {
        return release().compareTo(RELEASE_8) >= 0;
    }

    /** Whether the list of resources has what the HA manager makes of nodes. */
    boolean listsNodeStates() {
        return release().compareTo(STATES_OF_NODES) >= 0;
    }

    /** What can be asked of guest agents in which way; PVE 7 has no lists of words. */
    AgentAbilities agentAbilities(String node) {
        Release release = release(node);
        return new AgentAbilities(release.compareTo(RELEASE_8) >= 0, release.compareTo(PARTS_OF_FILES) >= 0);
    }

    /** Whether a node tells the network interfaces of its containers. */
    boolean tellsContainerInterfaces(String node) {
        return release(node).compareTo(CONTAINER_INTERFACES) >= 0;
    }

    /** Whether a stop can end a shutdown that holds the guest's lock; before, it waits for that lock. */
    boolean overrulesShutdown(String node) {
        return release(node).compareTo(OVERRULE_SHUTDOWN) >= 0;
    }
}
