package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.remoting.Channel;
import hudson.remoting.Engine;
import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.security.MasterToSlaveCallable;

/**
 * Tells an agent that connects by itself not to come back, as it would do otherwise until its guest is off; Jenkins warns of each
 * one that it does not know any more.
 */
final class Dismissal {
    private static final Logger LOGGER = Logger.getLogger(Dismissal.class.getName());

    /** One that does not hear it is about to lose its guest all the same. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Dismissal() {}

    static void tell(ProxmoxComputer computer, AgentConnector connector) throws InterruptedException {
        Channel channel = computer.getChannel();
        if (channel == null || connector.acceptedAs().isEmpty()) {
            return;
        }
        try {
            channel.callAsync(new Message()).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException | ExecutionException | TimeoutException e) {
            LOGGER.log(
                    Level.FINE,
                    e,
                    () -> "Agent " + computer.getName() + " was not told that it is not needed any more");
        }
    }

    /** Has nothing about it that an agent would have to load. */
    private static final class Message extends MasterToSlaveCallable<Void, RuntimeException> {
        private static final long serialVersionUID = 1L;

        @Override
        public Void call() {
            Engine engine = Engine.current();
            if (engine != null) {
                engine.setNoReconnect(true);
            }
            return null;
        }
    }
}
