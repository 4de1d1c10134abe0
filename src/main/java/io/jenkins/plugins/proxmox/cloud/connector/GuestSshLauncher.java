package io.jenkins.plugins.proxmox.cloud.connector;

import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import com.trilead.ssh2.Connection;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.plugins.sshslaves.SSHLauncher;
import hudson.plugins.sshslaves.verifiers.SshHostKeyVerificationStrategy;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;

/** The SSH launcher for one try at one guest: it tells why it has failed, and leaves it to others to try again. */
final class GuestSshLauncher extends SSHLauncher {
    /** What shells end with that know no such command. */
    private static final String NO_COMMAND = "Exit code=127";

    private final transient StandardUsernameCredentials known;
    private transient volatile boolean authenticated;
    private transient volatile boolean overdue;

    GuestSshLauncher(
            String host,
            int port,
            StandardUsernameCredentials credentials,
            SshHostKeyVerificationStrategy verification) {
        super(host, port, credentials.getId());
        known = credentials;
        setSshHostKeyVerificationStrategy(verification);
        setMaxNumRetries(0);
        setRetryWaitTime(0);
    }

    @Override
    public StandardUsernameCredentials getCredentials() {
        return known;
    }

    /** Each agent has another name, so what Jenkins notes of the use of credentials would only ever grow. */
    @Override
    public boolean getTrackCredentials() {
        return false;
    }

    @Override
    protected void openConnection(TaskListener listener, SlaveComputer computer)
            throws IOException, InterruptedException {
        super.openConnection(listener, computer);
        authenticated = true;
    }

    /** Its dozens of lines help nobody whose agent works. */
    @Override
    protected void reportEnvironment(TaskListener listener) {
        // Left out.
    }

    /**
     * Launches; why the agent is not online, if it is not.
     *
     * @throws ProxmoxException if it was time to give up although SSH has let us in
     */
    Optional<String> launchOrFail(Connecting connecting) throws InterruptedException {
        connecting.connectsBy(this);
        LastLines lines = new LastLines(connecting.log().listener());
        long left = connecting.deadline().left().toMillis();
        Future<?> watch = Timer.get().schedule(() -> giveUp(connecting, lines), left, TimeUnit.MILLISECONDS);
        try {
            launch(connecting.computer(), lines);
        } finally {
            watch.cancel(false);
        }
        // A short build may be over by now, and the agent offline for that.
        if (connecting.awaitOnline(Duration.ZERO)) {
            return Optional.empty();
        }
        String place = known.getUsername() + "@" + getHost() + ":" + getPort();
        if (!authenticated) {
            return Optional.of("SSH does not let us in as " + place + lines.tail());
        }
        if (overdue) {
            throw new ProxmoxException(
                    new Problem.TimedOut(),
                    "The agent did not come online within "
                            + Durations.text(connecting.deadline().whole()) + "; SSH let us in as " + place
                            + ", but the agent's process has not answered" + lines.tail());
        }
        return Optional.of((lines.tail().contains(NO_COMMAND)
                        ? "Java is missing, or is not where the PATH of commands by SSH leads to; install it in the"
                                + " template, or name the command with its path. "
                        : "")
                + "The agent could not be started as " + place + lines.tail());
    }

    /** Once it is connected, the launcher waits for whatever the guest may say as if it had all the time there is. */
    private void giveUp(Connecting connecting, TaskListener listener) {
        Connection open = getConnection();
        if (open == null || connecting.computer().getChannel() != null) {
            return;
        }
        overdue = true;
        // Waits for what has the connection, as authentication; that is interrupted by the other, which takes longer.
        Computer.threadPoolForRemoting.execute(open::close);
        Computer.threadPoolForRemoting.execute(() -> afterDisconnect(connecting.computer(), listener));
    }

    /** Whether it was cut off in the midst, because it was time to give up. */
    boolean isOverdue() {
        return overdue;
    }

    /** A guest that has just booted may have keys and users in a moment; one without Java never gets it. */
    boolean mayWorkLater() {
        return !authenticated;
    }
}
