package io.jenkins.plugins.proxmox.connection;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.init.Terminator;
import hudson.model.Item;
import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.core.operation.OperationRunner;
import io.jenkins.plugins.proxmox.core.task.PooledTiming;
import io.jenkins.plugins.proxmox.core.value.VmIdRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clients of all connections. A connection has one client as long as its configuration and its secret stay the same,
 * so that its builds share the pooled connections and never take the same VMID; a secret that was rotated is noticed
 * with the next use.
 */
@Extension
public final class ConnectionRegistry {
    /** Attained, as Jenkins stops, when nobody begins anything any more. */
    public static final String UNUSED = "proxmox-connections-unused";

    /**
     * As many calls are under way at most for one connection, however many builds wait; apart from questions to guest agents
     * that may be silent, which have threads of their own. Two nodes that hang hold no more than four of them.
     */
    private static final int THREADS = 6;

    private record Identity(
            ApiEndpoint endpoint, TlsTrust trust, Credentials credentials, Optional<VmIdRange> vmIdRange) {}

    private record Live(Identity identity, PooledTiming timing, OperationRunner runner) {}

    private final Map<String, Live> clients = new ConcurrentHashMap<>();

    public static ConnectionRegistry get() {
        return ExtensionList.lookupSingleton(ConnectionRegistry.class);
    }

    /**
     * A connection, ready to be used. Looks up credentials, which can take some time.
     *
     * @param name may be null or blank if a folder of the item says which one, or if there is exactly one
     * @param item on whose behalf
     * @throws ProxmoxException if there is no such connection, or its configuration can't be right
     */
    public OpenConnection open(String name, Item item) {
        ProxmoxConnection connection = connection(Util.fixEmptyAndTrim(name), item);
        ApiClient.Settings settings;
        Identity identity;
        try {
            settings = connection.settings(item);
            identity =
                    new Identity(settings.endpoint(), settings.trust(), settings.credentials(), connection.vmIdRange());
        } catch (ProxmoxException e) {
            throw e.during("Connection '" + connection.getName() + "'");
        }
        OperationRunner runner = clients.compute(connection.getName(), (key, live) -> {
                    if (live != null && live.identity().equals(identity)) {
                        return live;
                    }
                    // What still runs with the old secret keeps its client until it has ended.
                    retire(live);
                    return create(key, settings, identity);
                })
                .runner();
        return new OpenConnection(connection.getName(), connection.getUrl(), runner, connection.policy());
    }

    /** Forgets the connections that are not configured any more. */
    void keepOnly(Set<String> names) {
        clients.forEach((name, live) -> {
            if (!names.contains(name) && clients.remove(name, live)) {
                retire(live);
            }
        });
    }

    private static void retire(Live live) {
        if (live != null) {
            live.runner().retire();
        }
    }

    private static Live create(String name, ApiClient.Settings settings, Identity identity) {
        PooledTiming timing = new PooledTiming(THREADS, "Proxmox connection " + name);
        return new Live(identity, timing, new OperationRunner(new ApiClient(settings), timing, identity.vmIdRange()));
    }

    private static ProxmoxConnection connection(String name, Item item) {
        List<ProxmoxConnection> all = ProxmoxGuestsConfiguration.get().getConnections();
        if (all.isEmpty()) {
            throw ProxmoxException.invalid(
                    "connection",
                    "No connection to a Proxmox VE is configured; an administrator can add one under Manage Jenkins,"
                            + " System, Proxmox Guests");
        }
        if (name != null) {
            return named(name, all, "");
        }
        Optional<DefaultConnection.Choice> choice = DefaultConnection.find(item);
        if (choice.isPresent()) {
            return named(choice.get().connection(), all, "For " + choice.get().source() + ": ");
        }
        if (all.size() > 1) {
            throw ProxmoxException.invalid(
                    "connection",
                    "There are several connections, so the step must name one, or a folder of the job choose one: "
                            + String.join(", ", names(all)));
        }
        return all.get(0);
    }

    private static ProxmoxConnection named(String name, List<ProxmoxConnection> all, String reason) {
        return all.stream()
                .filter(connection -> connection.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> ProxmoxException.invalid("connection", reason + unknown(name, names(all))));
    }

    private static List<String> names(List<ProxmoxConnection> all) {
        return all.stream().map(ProxmoxConnection::getName).toList();
    }

    /** What somebody is told who names a connection that there is not. */
    static String unknown(String name, List<String> names) {
        return "There is no connection '" + name + "'; "
                + (names.isEmpty() ? "there is none at all" : "expected is one of " + String.join(", ", names));
    }

    /** Operations that are under way never end here; those who wait for them find that out for themselves. */
    @Terminator(requires = UNUSED)
    public static void close() {
        ConnectionRegistry registry = get();
        registry.clients.values().forEach(live -> live.timing().closeThen(live.runner()::close));
        registry.clients.clear();
    }
}
