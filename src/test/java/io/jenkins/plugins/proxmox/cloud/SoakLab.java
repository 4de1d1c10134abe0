package io.jenkins.plugins.proxmox.cloud;

import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.settings.AgentTime;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.RecordedRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;

/**
 * What outlives the controllers of a soak: the cluster, guests in it that are nobody's business, and who watches all calls for
 * what must never be.
 */
final class SoakLab implements AutoCloseable {
    static final int CLOUD_LIMIT = 8;
    static final int TEMPLATE_LIMIT = 5;
    static final int NODE_LIMIT = 6;
    static final List<String> TEMPLATES = List.of("debian", "small");

    private static final String DESTROYING = "/nodes/[^/]+/(qemu|lxc)/(\\d+)";

    final EmbeddedProxmox proxmox;
    private final AtomicLong later = new AtomicLong();
    private final Map<Integer, String> others;

    /** How many guests this has added. */
    final int strangers;

    /** The first time that there were too many; empty if there never were. */
    volatile String limitBroken = "";

    /** What should not have been, each kind once. */
    final Queue<String> violations = new ConcurrentLinkedQueue<>();

    final Set<String> agents = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> most = new TreeMap<>();

    SoakLab(EmbeddedProxmox proxmox, String controller) {
        this.proxmox = proxmox;
        int before = all().size();
        AgentTime.goBy(() -> System.nanoTime() + later.get());
        // Volumes of a local storage can be cloned on their own node only.
        proxmox.cluster().addVirtualMachine("pve2", 9002, "debian-12").template();
        other(500, new Mark("another", new VmId(500), "operation-1", "agent/pve/debian/debian-x/", Optional.empty()));
        other(501, new Mark("another", new VmId(501), "operation-2", "agent/pve/debian/debian-y/", Optional.empty()))
                .running();
        other(502, new Mark(controller, new VmId(502), "operation-3", "job/x/1", Optional.empty()))
                .running();
        // A copy that somebody has made of one of our guests.
        other(503, new Mark(controller, new VmId(599), "operation-4", "agent/pve/debian/debian-z/", Optional.empty()));
        proxmox.cluster().addVirtualMachine("pve2", 504, "debian-nobody").running();
        others = state(all());
        strangers = others.size() - before;
        proxmox.requests().listen(this::watch);
    }

    private EmbeddedGuest other(int vmid, Mark mark) {
        return proxmox.cluster()
                .addVirtualMachine("pve1", vmid, "debian-" + vmid)
                .tags("jenkins")
                .description("by hand\n\n" + mark);
    }

    private List<EmbeddedGuest> all() {
        return proxmox.cluster().guests();
    }

    private static Map<Integer, String> state(List<EmbeddedGuest> guests) {
        return guests.stream()
                .collect(Collectors.toMap(
                        EmbeddedGuest::vmid,
                        guest -> guest.node() + " " + guest.name() + " " + guest.status() + " " + guest.config(),
                        (one, two) -> two,
                        TreeMap::new));
    }

    /** The guests of agents. */
    List<EmbeddedGuest> guests() {
        return all().stream().filter(guest -> !others.containsKey(guest.vmid())).toList();
    }

    /** Guests of others that are not what they were. */
    Set<Integer> disturbed() {
        Map<Integer, String> now = state(all());
        Set<Integer> disturbed = new TreeSet<>(others.keySet());
        disturbed.removeIf(vmid -> others.get(vmid).equals(now.get(vmid)));
        return disturbed;
    }

    /** Asked after each call, before its answer. */
    private void watch(RecordedRequest request) {
        Map<String, Integer> counts = new HashMap<>();
        for (EmbeddedGuest guest : guests()) {
            counts.merge("cloud", 1, Integer::sum);
            counts.merge(guest.node(), 1, Integer::sum);
            // One that is being made has no name yet.
            TEMPLATES.stream()
                    .filter(name -> guest.name().startsWith(name + "-"))
                    .forEach(name -> counts.merge(name, 1, Integer::sum));
        }
        synchronized (most) {
            counts.forEach((what, count) -> most.merge(what, count, Math::max));
            if (limitBroken.isEmpty()
                    && counts.entrySet().stream().anyMatch(it -> it.getValue() > limit(it.getKey()))) {
                limitBroken = counts + " at " + request + ": "
                        + guests().stream()
                                .map(it -> it.vmid() + " " + it.config().get("description"))
                                .toList();
            }
        }
        if (request.path().endsWith("/clone")) {
            request.parameter("name").ifPresent(agents::add);
        }
        if (request.method().equals("DELETE") && request.path().matches(DESTROYING)) {
            destroys(Integer.parseInt(request.path().replaceAll(DESTROYING, "$2")), request);
        }
    }

    private static int limit(String what) {
        return what.equals("cloud") ? CLOUD_LIMIT : TEMPLATES.contains(what) ? TEMPLATE_LIMIT : NODE_LIMIT;
    }

    /** Nobody destroys a guest that an agent has. */
    private void destroys(int vmid, RecordedRequest request) {
        if (others.containsKey(vmid)) {
            violations.add("a guest of others was to be destroyed: " + request);
        }
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        if (jenkins == null || jenkins.isTerminating()) {
            return;
        }
        Optional<String> description =
                proxmox.cluster().guest(vmid).map(guest -> guest.config().getOrDefault("description", ""));
        for (ProxmoxAgent agent : AgentFleet.agents()) {
            agent.guest()
                    .filter(guest -> guest.vmid().number() == vmid
                            && description
                                    .filter(text -> text.contains(guest.operation()))
                                    .isPresent())
                    .ifPresent(guest -> violations.add("the guest of " + agent.getNodeName() + " was destroyed"));
        }
    }

    /** The highest counts that there ever were: of the cloud, its templates and the nodes. */
    Map<String, Integer> most() {
        synchronized (most) {
            return new TreeMap<>(most);
        }
    }

    /** Lets agents grow older. */
    void pass(Duration time) {
        later.addAndGet(time.toNanos());
    }

    @Override
    public void close() {
        AgentTime.goBy(System::nanoTime);
        proxmox.close();
    }
}
