package io.jenkins.plugins.proxmox.cloud.connector;

import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import hudson.model.TaskListener;
import hudson.plugins.sshslaves.SSHLauncher;
import hudson.plugins.sshslaves.verifiers.SshHostKeyVerificationStrategy;
import hudson.slaves.SlaveComputer;
import java.io.IOException;
import java.util.Optional;

/** The SSH launcher for one try at one guest: it tells why it has failed, and leaves it to others to try again. */
final class GuestSshLauncher extends SSHLauncher {
    /** What shells end with that know no such command. */
    private static final String NO_COMMAND = "Exit code=127";

    private final transient StandardUsernameCredentials known;
    private transient volatile boolean authenticated;

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

    /** Launches; why the agent is not online, if it is not. */
    Optional<String> launchOrFail(Connecting connecting) throws InterruptedException {
        SlaveComputer computer = connecting.computer();
        connecting.connectsBy(this);
        LastLines lines = new LastLines(connecting.log().listener());
        launch(computer, lines);
        if (computer.getChannel() != null) {
            return Optional.empty();
        }
        String place = known.getUsername() + "@" + getHost() + ":" + getPort();
        if (!authenticated) {
            return Optional.of("SSH does not let us in as " + place + lines.tail());
        }
        return Optional.of((lines.tail().contains(NO_COMMAND)
                        ? "Java is missing, or is not where the PATH of commands by SSH leads to; install it in the"
                                + " template, or name the command with its path. "
                        : "")
                + "The agent could not be started as " + place + lines.tail());
    }

    /** A guest that has just booted may have keys and users in a moment; one without Java never gets it. */
    boolean mayWorkLater() {
        return !authenticated;
    }
}
