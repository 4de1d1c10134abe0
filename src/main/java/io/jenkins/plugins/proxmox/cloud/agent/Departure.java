package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.model.Computer;
import hudson.slaves.OfflineCause;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes an agent offline, to have its guest taken back or for good, on a thread of its own: that takes its time. */
final class Departure {
    private static final Logger LOGGER = Logger.getLogger(Departure.class.getName());
    private static final Duration DISCONNECTING = Duration.ofSeconds(10);

    private final ProxmoxComputer computer;

    Departure(ProxmoxComputer computer) {
        this.computer = computer;
    }

    /**
     * Launches the agent again once it is offline, which takes its guest back first.
     *
     * @param disconnected told before that
     */
    void betweenBuilds(Runnable disconnected) {
        Computer.threadPoolForRemoting.execute(() -> {
            try {
                ProxmoxAgent agent = computer.getNode();
                if (agent != null) {
                    Dismissal.tell(computer, agent.getTemplate().getConnector());
                }
                computer.disconnect(new RolledBack()).get();
                awaitLaunch();
            } catch (InterruptedException | ExecutionException e) {
                LOGGER.log(Level.FINE, e, () -> "Agent " + computer.getName() + " was not disconnected in good order");
            } finally {
                disconnected.run();
            }
            if (!computer.isEnding()) {
                computer.connect(computer.isBeingReset());
            }
        });
    }

    /** A short build may be over before its agent's launch is, as which another one would count. */
    private void awaitLaunch() throws InterruptedException {
        ReentrantLock launching = computer.launching();
        launching.lockInterruptibly();
        launching.unlock();
    }

    /**
     * Removes the agent from Jenkins.
     *
     * @param failed told if it could not be removed
     */
    void forGood(String reason, Runnable failed) {
        Computer.threadPoolForRemoting.execute(() -> {
            ProxmoxAgent agent = computer.getNode();
            if (agent == null) {
                return;
            }
            try {
                disconnect(agent, reason);
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, e, () -> "Agent " + computer.getName() + " is removed as it is");
            }
            try {
                agent.terminate();
            } catch (InterruptedException | IOException e) {
                LOGGER.log(
                        Level.WARNING,
                        e,
                        () -> "Agent " + computer.getName() + " could not be removed; it is tried again");
                failed.run();
            }
        });
    }

    /** Pipelines leave an agent that is removed only if it is offline by then. */
    private void disconnect(ProxmoxAgent agent, String reason) {
        try {
            LostAgents.tell(agent, reason);
            Dismissal.tell(computer, agent.getTemplate().getConnector());
            computer.disconnect(new LostAgents.Ended(reason)).get(DISCONNECTING.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.log(Level.FINE, e, () -> "Agent " + computer.getName() + " does not disconnect");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why an agent is offline between two builds. */
    private static final class RolledBack extends OfflineCause {
        @Override
        public String toString() {
            return "The guest is rolled back";
        }
    }
}
