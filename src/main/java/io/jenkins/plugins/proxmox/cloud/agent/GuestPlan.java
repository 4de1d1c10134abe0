package io.jenkins.plugins.proxmox.cloud.agent;

import io.jenkins.plugins.proxmox.cloud.settings.AgentHardware;
import io.jenkins.plugins.proxmox.cloud.settings.AgentNetwork;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.network.AddressFamily;
import io.jenkins.plugins.proxmox.core.network.InterfaceAddress;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.core.placement.CloneChoice;
import io.jenkins.plugins.proxmox.core.placement.ClonePlan;
import io.jenkins.plugins.proxmox.core.placement.CloneWish;
import io.jenkins.plugins.proxmox.core.placement.Strategy;
import io.jenkins.plugins.proxmox.core.placement.TemplateSource;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides which template an agent's guest is cloned from, where it goes, and what it is like. */
public final class GuestPlan {
    private final ProxmoxAgent agent;
    private final ProxmoxTemplate template;
    private final Optional<CloudSettings> cloud;
    private final Optional<AgentNetwork> network;
    private final Optional<AgentHardware> hardware;

    GuestPlan(ProxmoxAgent agent) {
        this.agent = agent;
        template = agent.getTemplate();
        cloud = CloudSettings.find(agent.getCloudId());
        network = Optional.ofNullable(template.getNetwork());
        hardware = Optional.ofNullable(template.getHardware());
    }

    /** There is nothing wrong with the template, nor with anything else. */
    static class NoRoom extends IOException {
        private static final long serialVersionUID = 1L;

        NoRoom(String message) {
            super(message);
        }
    }

    /** The same, and there will be room as soon as a guest of an agent is gone. */
    static final class NodesFull extends NoRoom {
        private static final long serialVersionUID = 1L;

        NodesFull(String message) {
            super(message);
        }
    }

    /**
     * Chooses a node and takes the room there.
     *
     * @param avoided nodes where it was tried without success, by node why
     * @throws ProxmoxException if there is none, or the template can't be right
     */
    CloneChoice choose(Cluster cluster, Map<String, String> avoided) throws NoRoom {
        NodeRoom.Placement placement =
                room().place(agent.operation(), cluster, wish(template), strategy(), nodeLimit(), avoided);
        if (placement.choice().isPresent()) {
            if (nodeLimit().isPresent()) {
                // Whoever had to leave room for it knows more now.
                AgentListener.room();
            }
            return placement.choice().get();
        }
        String message = "No node has room for a guest of the template '" + template.getName() + "': "
                + new ClonePlan(List.of(), placement.reasons()).reasonsText();
        if (!avoided.isEmpty()) {
            throw new ProxmoxException(new Problem.WrongState(), message);
        }
        throw placement.limited() ? new NodesFull(message) : new NoRoom(message);
    }

    /** Whether there is a node left where it could be tried; takes no room. */
    boolean isPossible(Cluster cluster, Map<String, String> avoided) {
        try {
            return !room().plan(cluster, wish(template), strategy(), nodeLimit(), avoided)
                    .clones()
                    .choices()
                    .isEmpty();
        } catch (ProxmoxException e) {
            return false;
        }
    }

    private OptionalInt nodeLimit() {
        return cloud.map(CloudSettings::getNodeLimit).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private NodeRoom room() {
        return AgentFleet.get().room(agent.getConnection());
    }

    private Strategy strategy() {
        return cloud.map(CloudSettings::getStrategy).orElse(Strategy.SPREAD);
    }

    /** Of what, and to where, guests of a template can be cloned. */
    public static CloneWish wish(ProxmoxTemplate template) {
        Optional<AgentNetwork> network = Optional.ofNullable(template.getNetwork());
        Optional<AgentHardware> hardware = Optional.ofNullable(template.getHardware());
        CloneWish wish = CloneWish.of(TemplateSource.parse("source", template.getSource()))
                .ofSnapshot(template.getSnapshot() != null)
                .with(
                        hardware.map(AgentHardware::getMemory).map(DataSize::ofMiB),
                        hardware.map(AgentHardware::getCores)
                                .map(OptionalInt::of)
                                .orElse(OptionalInt.empty()),
                        hardware.map(AgentHardware::getDiskSize).map(DataSize::ofGiB))
                .withRamSnapshot(template.getLife().hasMemory())
                .on(words(template.getNodes()).collect(Collectors.toSet()))
                .needing(
                        template.getConnector().needsGuestAgent(),
                        template.getConnector().needsCloudInit(),
                        network.map(AgentNetwork::families).orElse(Set.of()));
        return Boolean.TRUE.equals(template.getFull())
                ? wish.copiedTo(Optional.ofNullable(template.getStorage()))
                : wish;
    }

    private static Stream<String> words(String text) {
        return text == null
                ? Stream.empty()
                : Arrays.stream(text.split("[\\s,;]+")).filter(word -> !word.isEmpty());
    }

    /**
     * What is asked of Proxmox VE. Static addresses are handed out, and on disk, before.
     *
     * @throws ProxmoxException if no address is left, or something in the template can't be right
     */
    CloneRequest request(CloneChoice choice) throws IOException {
        CloneRequest request = new CloneRequest(choice.template().vmid().toString())
                .name(agent.getNodeName())
                .node(choice.node())
                .full(template.getFull())
                .snapshot(template.getSnapshot())
                .storage(template.getStorage())
                .pool(template.getPool())
                .tags(words(template.getTags()).toList())
                .start(true);
        hardware.ifPresent(it -> {
            request.cores(it.getCores()).memory(it.getMemory());
            if (it.getCores() != null && choice.template().type() == GuestType.VIRTUAL_MACHINE) {
                // A template with two sockets would double them.
                request.config(Map.of("sockets", 1));
            }
            if (it.getDiskSize() != null) {
                request.bootDisk(it.getDiskSize() + "G");
            }
        });
        if (network.isPresent()) {
            connect(request, network.get());
        }
        template.getConnector().prepare(request, agent.getCloudId(), choice.template());
        return request;
    }

    private void connect(CloneRequest request, AgentNetwork net) throws IOException {
        // Everybody who is in the networks of a connection takes from one pool, whatever cloud they are of.
        List<InterfaceAddress> taken =
                net.take(AgentFleet.get().occupancy().addresses(agent.getConnection()), agent.operation());
        Optional<String> ipv4 = of(taken, AddressFamily.IPV4);
        Optional<String> ipv6 = of(taken, AddressFamily.IPV6);
        request.bridge(net.getBridge())
                .vlan(net.getVlan())
                .ipv4(ipv4.orElse(net.getIpv4()))
                .ipv6(ipv6.orElse(net.getIpv6()))
                .nameserver(net.getNameserver())
                .searchDomain(net.getSearchDomain());
        ipv4.ifPresent(it -> request.gateway(net.getGateway()));
        ipv6.ifPresent(it -> request.gateway6(net.getGateway6()));
        agent.takes(taken);
    }

    private static Optional<String> of(List<InterfaceAddress> taken, AddressFamily family) {
        return taken.stream()
                .filter(it -> it.family() == family)
                .map(InterfaceAddress::toString)
                .findFirst();
    }
}
