package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.slaves.ComputerLauncher;
import io.jenkins.plugins.proxmox.cloud.connector.AgentLog;
import io.jenkins.plugins.proxmox.cloud.connector.Connecting;
import io.jenkins.plugins.proxmox.cloud.connector.Deadline;
import io.jenkins.plugins.proxmox.cloud.settings.AgentNetwork;
import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.network.AddressChoice;
import io.jenkins.plugins.proxmox.core.operation.Memo;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.operation.ReachGuest;
import io.jenkins.plugins.proxmox.core.operation.Requester;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.run.ControllerIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An agent whose guest is there, on its way to be online.
 *
 * @param deadline by when it must be online
 */
public record ConnectingAgent(
        ProxmoxComputer computer, ProxmoxAgent agent, AgentGuest guest, AgentLog log, Deadline deadline)
        implements Connecting {

    /** Anew each time: its secret may be another one by now. */
    OpenConnection open() {
        return agent.open();
    }

    @Override
    public String name() {
        return agent.getNodeName();
    }

    @Override
    public String remoteRoot() {
        return agent.getRemoteFS();
    }

    @Override
    public String cloud() {
        return agent.getCloudId();
    }

    @Override
    public Memo.Subject subject() {
        return guest.subject();
    }

    @Override
    public Mark mark() {
        return guest.mark();
    }

    @Override
    public String reach(int port) throws IOException, InterruptedException {
        AddressChoice choice = Optional.ofNullable(agent.getTemplate().getNetwork())
                .map(AgentNetwork::getAddress)
                .map(AddressChoice::parse)
                .orElse(AddressChoice.USUAL);
        GuestFacts facts = run(new ReachGuest(guest.mark(), choice, OptionalInt.of(port), true));
        agent.isOn(facts.node());
        return facts.addresses().get(0);
    }

    @Override
    public void chooseRoot(String windowsRoot) throws IOException {
        boolean free = agent.getTemplate().getRemoteRoot() == null && guest.type() == GuestType.VIRTUAL_MACHINE;
        if (free && !agent.hasOwnRoot() && isWindows()) {
            agent.isAt(windowsRoot);
        }
    }

    /** As its settings tell, from {@code wxp} to {@code win11}: it may not have booted yet. */
    private boolean isWindows() {
        return open().runner()
                .cluster()
                .guests()
                .of(guest.type(), guest.vmid(), agent.guest().orElse(guest).node())
                .config()
                .value("ostype")
                .filter(type -> type.startsWith("w"))
                .isPresent();
    }

    @Override
    public String firstHostKey(String shown) throws IOException {
        return agent.firstHostKey(shown);
    }

    @Override
    public boolean awaitOnline(Duration most) throws InterruptedException {
        return computer.awaitOnline(most);
    }

    @Override
    public boolean mayComeBack() {
        return agent.wasOnline() && computer.isFirstLaunch() && !computer.isBeingReset();
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        computer.pause(time);
    }

    @Override
    public boolean isEnding() {
        return computer.isEnding();
    }

    @Override
    public void connectsBy(ComputerLauncher transport) {
        computer.transport(transport);
    }

    @Override
    public <R> R run(Operation<R> operation) throws InterruptedException {
        Requester requester =
                new Requester(ControllerIdentity.id(), agent.owner().toString(), Guard.OPEN);
        OperationOptions options = OperationOptions.within(deadline.left()).by(requester);
        return computer.await(open().runner().start(operation, options, log));
    }
}
