package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.slaves.DelegatingComputerLauncher;
import hudson.slaves.OfflineCause;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import io.jenkins.plugins.proxmox.cloud.connector.AgentLog;
import io.jenkins.plugins.proxmox.cloud.connector.Deadline;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;

/** Makes the guest of an agent, or goes on with that after a restart, and connects to it. */
final class AgentLauncher extends DelegatingComputerLauncher {
    private static final Logger LOGGER = Logger.getLogger(AgentLauncher.class.getName());

    /** As long as a cluster is full or out of reach, it is asked so often whether it is still. */
    private static final Duration SHORT_PAUSE = Duration.ofMinutes(1);

    private static final List<Class<? extends Problem>> PASSING = List.of(
            Problem.Authentication.class,
            Problem.NodeUnreachable.class,
            Problem.NoQuorum.class,
            Problem.StorageFull.class,
            Problem.AlreadyExists.class,
            Problem.Locked.class);

    AgentLauncher(AgentConnector connector) {
        super(connector.acceptedAs().orElse(null));
    }

    @Override
    public boolean isLaunchSupported() {
        return true;
    }

    @Override
    public void launch(SlaveComputer any, TaskListener listener) throws IOException, InterruptedException {
        if (!(any instanceof ProxmoxComputer computer)) {
            throw new AbortException("This launcher is for agents of Proxmox guests only");
        }
        ControllerStart.await();
        // People can ask for another launch while one is under way.
        computer.launching().lockInterruptibly();
        try {
            launchAlone(computer, listener);
        } finally {
            computer.launching().unlock();
        }
    }

    private static void launchAlone(ProxmoxComputer computer, TaskListener listener)
            throws IOException, InterruptedException {
        computer.beginsLaunch();
        ProxmoxAgent agent = computer.getNode();
        if (agent == null || computer.isEnding() || computer.getChannel() != null) {
            return;
        }
        boolean known = agent.guest().isPresent();
        if (!agent.wasOnline()) {
            // After a restart nobody knows any more that the template is being tried.
            AgentFleet.get().breakers().of(agent).restore(agent.getNodeName());
        }
        Deadline deadline = Deadline.in(agent.getTemplate().startupTimeout());
        AgentLog log = new AgentLog(listener, deadline, computer::stage);
        try {
            AgentStatistics.goesOn(agent);
            AgentGuest guest = known
                    ? present(agent.guest().get(), agent, computer)
                    : new GuestMaking(agent, log, deadline).make();
            AgentStatistics.made(agent);
            ConnectingAgent connecting = new ConnectingAgent(computer, agent, guest, log, deadline);
            GuestReset.prepare(connecting);
            agent.getTemplate().getConnector().connect(connecting);
            log.println("The agent is online");
            AgentFleet.get().breakers().of(agent).succeeded(agent.getNodeName());
            // Builds may have waited to see whether one agent works.
            AgentListener.room();
        } catch (RuntimeException | IOException e) {
            boolean expected = e instanceof ProxmoxException || e instanceof IOException;
            if (!expected && !ControllerStop.isUnderWay()) {
                LOGGER.log(Level.WARNING, e, () -> "Unexpected failure of agent " + agent.getNodeName());
            }
            failed(computer, agent, log, e);
        }
    }

    /** One that is gone is not waited for, and one that was stopped under its builds is not clean any more. */
    private static AgentGuest present(AgentGuest guest, ProxmoxAgent agent, ProxmoxComputer computer)
            throws IOException {
        boolean mayBeStopped = !agent.wasOnline() || computer.isBeingReset();
        Optional<String> lost = new GuestLook(agent.open().runner().cluster(), agent, guest).lost(mayBeStopped);
        if (lost.isPresent()) {
            throw new Lost(lost.get());
        }
        return guest;
    }

    /** The agent has no guest any more that could be connected to. */
    private static final class Lost extends IOException {
        private static final long serialVersionUID = 1L;

        Lost(String message) {
            super(message);
        }
    }

    /**
     * An agent that can't be online is of no use to anybody, and in the way of others. But on one that was online before there
     * may be a build, which goes on as soon as whatever is in the way is over.
     */
    private static void failed(ProxmoxComputer computer, ProxmoxAgent agent, AgentLog log, Exception failure)
            throws IOException {
        String message = Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
        if (ControllerStop.isUnderWay()) {
            // Nobody can ask Proxmox anything any more; the next controller goes on.
            throw new AbortException(message);
        }
        boolean full = failure instanceof GuestPlan.NodesFull;
        log.println((full ? "" : "ERROR: ") + message);
        // Nodes that are full are no failure of anything, and builds are told what they wait for. Whatever fails once
        // the agent has been removed, fails only because of that.
        boolean removed = full
                || Jenkins.get().getNode(agent.getNodeName()) != agent
                || failure instanceof ProxmoxException reason && reason.is(Problem.Cancelled.class);
        boolean lost = failure instanceof Lost;
        if (!removed && !lost && agent.wasOnline() && !computer.isBeingReset() && computer.mayComeBack()) {
            Duration pause = computer.reconnection().next(Duration.ZERO);
            log.println("It is tried again in " + pause.toSeconds() + " s");
            reconnectIn(pause, computer);
            throw new AbortException(message);
        }
        if (!removed && !lost && !agent.wasOnline()) {
            broken(agent, failure, message);
        }
        if (!removed) {
            AgentStatistics.failed(agent, failure);
        }
        if (removed || lost || !Inspection.begins(agent, computer, message)) {
            computer.end(message);
        }
        throw new AbortException(message);
    }

    /** What the template does not cause keeps nobody from it for long once it is over. */
    private static void broken(ProxmoxAgent agent, Exception failure, String message) {
        // The agent's own log goes with the agent.
        LOGGER.log(Level.WARNING, "Agent {0} of the template {1} can''t be made: {2}", new Object[] {
            agent.getNodeName(), agent.getTemplate().getName(), message
        });
        AgentFleet fleet = AgentFleet.get();
        boolean passes = failure instanceof GuestPlan.NoRoom
                || failure instanceof ProxmoxException reason
                        && PASSING.stream().anyMatch(reason::is);
        if (passes) {
            fleet.breakers().of(agent).failed(agent.getNodeName(), message, SHORT_PAUSE);
        } else {
            fleet.breakers().of(agent).failed(agent.getNodeName(), message);
        }
        // Whoever mends the template does not wait until it is looked at again.
        fleet.planner(agent.getConnection()).forget();
    }

    private static void reconnectIn(Duration pause, ProxmoxComputer computer) {
        if (computer.reconnection().isMine()) {
            Timer.get().schedule(() -> reconnect(computer), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void reconnect(ProxmoxComputer computer) {
        computer.reconnection().begins();
        boolean wanted = computer.getNode() != null && !computer.isEnding() && !computer.isSetOffline();
        if (wanted && computer.isOffline() && !computer.isDisconnecting() && !ControllerStop.isUnderWay()) {
            computer.connect(false);
        }
    }

    @Override
    public void beforeDisconnect(SlaveComputer computer, TaskListener listener) {
        // Nobody else's launcher has launched it.
    }

    @Override
    public void afterDisconnect(SlaveComputer any, TaskListener listener) {
        if (any instanceof ProxmoxComputer computer) {
            computer.transport().ifPresent(transport -> transport.afterDisconnect(computer, listener));
            // An agent that says good-bye, as when its system is shut down, gives no cause.
            OfflineCause cause = computer.getOfflineCause();
            ProxmoxAgent agent = computer.getNode();
            if (agent != null && (cause == null || cause instanceof OfflineCause.ChannelTermination)) {
                // Nobody is let in before the launch is over that has been under way.
                Duration settling = cause == null || computer.isConnecting()
                        ? AgentConnector.SETTLED
                        : agent.getTemplate().getConnector().settling();
                reconnectIn(computer.reconnection().next(settling), computer);
            }
        }
    }
}
