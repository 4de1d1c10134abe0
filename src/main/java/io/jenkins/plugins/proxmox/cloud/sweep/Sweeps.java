package io.jenkins.plugins.proxmox.cloud.sweep;

import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.AgentGuest;
import io.jenkins.plugins.proxmox.cloud.agent.GuestLook;
import io.jenkins.plugins.proxmox.cloud.agent.Occupancy;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.connection.ConnectionRegistry;
import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.guest.Resources;
import io.jenkins.plugins.proxmox.core.ownership.KnownGuest;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.ownership.Sightings;
import io.jenkins.plugins.proxmox.core.ownership.Sweep;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.run.AgentOperation;
import io.jenkins.plugins.proxmox.run.ControllerIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What connections have of agents that no longer are, and agents of guests that no longer are. One run at a time. */
public final class Sweeps {
    private static final Logger LOGGER = Logger.getLogger(Sweeps.class.getName());

    private final Duration grace;
    private final LongSupplier nanoTime;
    private final Optional<SweepRecord> record;
    private final Map<String, Sweep> sweeps = new TreeMap<>();

    /**
     * @param grace how long a guest must have been nobody's
     */
    public Sweeps(Duration grace, LongSupplier nanoTime) {
        this.grace = grace;
        this.nanoTime = nanoTime;
        record = SweepRecord.read();
    }

    private Sweep sweep(String connection) {
        synchronized (sweeps) {
            return sweeps.computeIfAbsent(connection, name -> {
                Sweep sweep = new Sweep(ControllerIdentity.id(), grace, nanoTime);
                record.ifPresent(it -> it.restore(name, sweep));
                return sweep;
            });
        }
    }

    /** Says that an operation is about to make a guest. One that nobody has swept for yet is told by its agent. */
    void register(String operation) {
        synchronized (sweeps) {
            sweeps.values().forEach(sweep -> sweep.register(operation));
        }
    }

    /** The guests that another controller seems to have made, as people know them, by connection. */
    Map<String, List<VmId>> suspects() {
        synchronized (sweeps) {
            Map<String, List<VmId>> suspects = new TreeMap<>();
            sweeps.forEach((connection, sweep) -> {
                List<VmId> guests =
                        sweep.suspects().stream().map(Mark::vmid).sorted().toList();
                if (!guests.isEmpty()) {
                    suspects.put(connection, guests);
                }
            });
            return suspects;
        }
    }

    /** The same of one connection, whether or not it has been swept for. */
    public List<Mark> suspectsOf(String connection) {
        return sweep(connection).suspects();
    }

    /** Whose they are, as an administrator says. */
    void settle(boolean ours) {
        synchronized (sweeps) {
            sweeps.forEach((connection, sweep) -> {
                sweep.settle(ours);
                record.ifPresent(it -> it.keep(connection, sweep));
            });
        }
    }

    /** Looks after one connection: one call, and one more for each guest that may be nobody's. */
    void run(String connection) {
        if (record.isEmpty()) {
            return;
        }
        Sweep sweep = sweep(connection);
        try {
            OpenConnection open = ConnectionRegistry.get().open(connection, null);
            Cluster cluster = open.runner().cluster();
            List<ProxmoxAgent> agents = agents(connection);
            Resources resources = cluster.resources();
            removeNobodys(open.name(), sweep, cluster, resources);
            look(cluster, resources, agents);
        } catch (ProxmoxException e) {
            LOGGER.log(Level.FINE, e, () -> "Nothing is removed from '" + connection + "': it can't be looked at");
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Where the guests of '" + connection + "' are is not on disk");
        } finally {
            record.ifPresent(it -> it.keep(connection, sweep));
        }
    }

    private void removeNobodys(String connection, Sweep sweep, Cluster cluster, Resources resources) {
        Map<VmId, GuestConfig> read = new HashMap<>();
        Map<VmId, String> names = new HashMap<>();
        for (GuestEntry entry : sweep.toRead(resources, known())) {
            config(cluster, entry).ifPresent(config -> read.put(entry.vmid(), config));
            names.put(entry.vmid(), entry.type().noun() + " " + entry.name().orElse("") + " (" + entry.vmid() + ")");
        }
        Sweep.Verdict verdict = sweep.decide(resources, read, known());
        verdict.doubt()
                .ifPresent(doubt -> LOGGER.log(
                        Level.FINE, "Nothing is removed from ''{0}'': {1}", new Object[] {connection, doubt}));
        Occupancy occupancy = AgentFleet.get().occupancy();
        // Those that wait have their addresses as well.
        leftBehind(verdict).forEach(mark -> occupancy.leftBehind(connection, mark, node(resources, mark.vmid())));
        for (Mark mark : verdict.remove()) {
            String name = names.getOrDefault(mark.vmid(), "guest " + mark.vmid());
            LOGGER.log(Level.WARNING, "{0} in ''{1}'' was left behind, made for {2}; it is removed", new Object[] {
                name, connection, mark.owner()
            });
            AgentOperation.dispose(connection, mark, name);
        }
        if (verdict.doubt().isEmpty() && read.keySet().containsAll(names.keySet())) {
            Set<String> there = leftBehind(verdict).map(Mark::operation).collect(Collectors.toSet());
            occupancy.review(connection, there, nanoTime.getAsLong());
        }
    }

    private static Stream<Mark> leftBehind(Sweep.Verdict verdict) {
        return Stream.concat(verdict.remove().stream(), verdict.waiting().stream());
    }

    private static Optional<String> node(Resources resources, VmId vmid) {
        return resources.guests().stream()
                .filter(entry -> entry.vmid().equals(vmid))
                .map(GuestEntry::node)
                .findFirst();
    }

    private static Optional<GuestConfig> config(Cluster cluster, GuestEntry entry) {
        try {
            return Optional.of(cluster.guests().of(entry).config());
        } catch (ProxmoxException e) {
            if (e.is(Problem.NodeUnreachable.class) || e.is(Problem.Authentication.class)) {
                throw e;
            }
            LOGGER.log(Level.FINE, e, () -> "The configuration of " + entry + " can't be read");
            return Optional.empty();
        }
    }

    /** Of all connections: several may lead to the same cluster. */
    private static List<KnownGuest> known() {
        List<KnownGuest> known = new ArrayList<>();
        for (AgentOperation.Begun begun : AgentOperation.all()) {
            known.add(new KnownGuest(begun.id(), Optional.empty()));
            begun.guest().ifPresent(guest -> known.add(new KnownGuest(begun.id(), Optional.of(guest.vmid()))));
        }
        for (Mark mark : AgentOperation.waitingToBeDestroyed()) {
            known.add(new KnownGuest(mark.operation(), Optional.of(mark.vmid())));
        }
        for (ProxmoxAgent agent : AgentFleet.agents()) {
            known.add(new KnownGuest(agent.operation(), Optional.empty()));
            agent.guest().ifPresent(guest -> known.add(new KnownGuest(guest.operation(), Optional.of(guest.vmid()))));
        }
        return known;
    }

    private static List<ProxmoxAgent> agents(String connection) {
        return AgentFleet.agents().stream()
                .filter(agent -> agent.getConnection().equals(connection)
                        && agent.guest().isPresent())
                .toList();
    }

    /** The reverse, from the same list. */
    private static void look(Cluster cluster, Resources resources, List<ProxmoxAgent> agents) throws IOException {
        Map<VmId, ProxmoxAgent> byGuest = agents.stream()
                .collect(Collectors.toMap(
                        agent -> agent.guest().orElseThrow().vmid(), Function.identity(), (one, other) -> one));
        Map<VmId, String> nodes = new HashMap<>();
        byGuest.forEach(
                (vmid, agent) -> nodes.put(vmid, agent.guest().orElseThrow().node()));
        Sightings sightings = Sightings.of(resources, nodes);
        for (Map.Entry<VmId, String> moved : sightings.moved().entrySet()) {
            byGuest.get(moved.getKey()).isOn(moved.getValue());
        }
        for (VmId vmid : sightings.missing()) {
            ProxmoxAgent agent = byGuest.get(vmid);
            AgentGuest guest = agent.guest().orElseThrow();
            if (agent.toComputer() instanceof ProxmoxComputer computer
                    && !computer.isEnding()
                    && new GuestLook(cluster, agent, guest).isGone(resources)) {
                computer.end("its guest " + guest + " is gone");
            }
        }
    }
}
