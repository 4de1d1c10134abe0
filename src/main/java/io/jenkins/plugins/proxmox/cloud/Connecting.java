package io.jenkins.plugins.proxmox.cloud;

import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.network.AddressChoice;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.operation.ReachGuest;
import io.jenkins.plugins.proxmox.core.operation.Requester;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.run.BuildWait;
import io.jenkins.plugins.proxmox.run.ControllerIdentity;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An agent whose guest is there, on its way to be online.
 *
 * @param open looked up a moment ago
 * @param deadline by when it must be online
 */
record Connecting(
        ProxmoxComputer computer,
        ProxmoxAgent agent,
        AgentGuest guest,
        OpenConnection open,
        AgentLog log,
        Deadline deadline) {

    /**
     * Waits until the guest can be reached at a port of one of its addresses; starts it if it does not run.
     *
     * @return the address
     */
    String reach(int port) throws IOException, InterruptedException {
        AddressChoice choice = Optional.ofNullable(agent.getTemplate().getNetwork())
                .map(AgentNetwork::getAddress)
                .map(AddressChoice::parse)
                .orElse(AddressChoice.USUAL);
        GuestFacts facts = run(new ReachGuest(guest.mark(), choice, OptionalInt.of(port), true));
        agent.isOn(facts.node());
        return facts.addresses().get(0);
    }

    /** A Windows has other paths than the usual ones; that the guest is one can be told only when it is there. */
    void chooseRoot() throws IOException {
        boolean open = agent.getTemplate().getRemoteRoot() == null && guest.type() == GuestType.VIRTUAL_MACHINE;
        if (open && !agent.hasOwnRoot() && isWindows()) {
            agent.isAt(agent.getTemplate().getConnector().usualWindowsRoot());
        }
    }

    /** As its settings tell, from {@code wxp} to {@code win11}: it may not have booted yet. */
    private boolean isWindows() {
        return open.runner()
                .cluster()
                .guests()
                .of(guest.type(), guest.vmid(), agent.guest().orElse(guest).node())
                .config()
                .value("ostype")
                .filter(type -> type.startsWith("w"))
                .isPresent();
    }

    /**
     * Runs an operation that leaves nothing behind, and waits for its end.
     *
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException if it fails
     */
    <R> R run(Operation<R> operation) throws InterruptedException {
        Requester requester =
                new Requester(ControllerIdentity.id(), agent.owner().toString(), Guard.OPEN);
        OperationOptions options = OperationOptions.within(deadline.left()).by(requester);
        return BuildWait.result(computer.follow(open.runner().start(operation, options, log)));
    }
}
