package io.jenkins.plugins.proxmox.cloud.connector;

import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.plugins.sshslaves.SSHLauncher;
import hudson.plugins.sshslaves.verifiers.ManuallyTrustedKeyVerificationStrategy;
import hudson.plugins.sshslaves.verifiers.NonVerifyingKeyVerificationStrategy;
import hudson.plugins.sshslaves.verifiers.SshHostKeyVerificationStrategy;
import io.jenkins.plugins.proxmox.connection.AdminFields;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.core.operation.HostKey;
import io.jenkins.plugins.proxmox.core.operation.ReadHostKeys;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.placement.Template;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Jenkins connects to an SSH server in the guest and starts the agent's process there; for VMs and containers. */
public final class SshConnector extends AgentConnector {
    private static final int USUAL_PORT = 22;
    private static final int LAST_PORT = 65535;
    private static final String USUAL_USER = "jenkins";
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final String UNVERIFIED = "A password is not sent to a server whose host key nobody verifies; choose"
            + " another verification, or credentials with a key";

    private String user;
    private String credentialsId;
    private int port = USUAL_PORT;
    private String java;
    private String jvmOptions;
    private SshHostKeyVerificationStrategy hostKeyVerification;

    @DataBoundConstructor
    public SshConnector() {
        // Everything is optional.
    }

    /** Whom the cloud's own key is for; null for {@code jenkins}. Credentials bring their own. */
    public String getUser() {
        return user;
    }

    @DataBoundSetter
    public void setUser(String user) {
        this.user = Util.fixEmptyAndTrim(user);
    }

    /** Null for a key that is made for the cloud and given to its VMs by cloud-init. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    public int getPort() {
        return port;
    }

    @DataBoundSetter
    public void setPort(int port) {
        this.port = port;
    }

    public String getJava() {
        return java;
    }

    @DataBoundSetter
    public void setJava(String java) {
        this.java = Util.fixEmptyAndTrim(java);
    }

    public String getJvmOptions() {
        return jvmOptions;
    }

    @DataBoundSetter
    public void setJvmOptions(String jvmOptions) {
        this.jvmOptions = Util.fixEmptyAndTrim(jvmOptions);
    }

    /** Null for the keys that a VM's guest agent tells, and for a container the one that it shows first. */
    public SshHostKeyVerificationStrategy getHostKeyVerification() {
        return hostKeyVerification;
    }

    @DataBoundSetter
    public void setHostKeyVerification(SshHostKeyVerificationStrategy hostKeyVerification) {
        this.hostKeyVerification = hostKeyVerification;
    }

    @Override
    public String usualRemoteRoot() {
        String login = Optional.ofNullable(credentialsId)
                .map(SSHLauncher::lookupSystemCredentials)
                .map(StandardUsernameCredentials::getUsername)
                .or(() -> Optional.ofNullable(user))
                .orElse(USUAL_USER);
        return (login.equals("root") ? "/root" : "/home/" + login) + "/agent";
    }

    /** A key that was made for the cloud is in no template. */
    @Override
    public boolean needsCloudInit() {
        return credentialsId == null;
    }

    /**
     * A container gets no key by this: Proxmox VE sets one only when it makes a container from an archive. What has no drive
     * for cloud-init lets the credentials in by itself.
     */
    @Override
    public void prepare(CloneRequest request, String cloud, Template template) throws IOException {
        if (credentialsId != null) {
            refuseRisk(credentials(cloud), template.type());
        }
        if (template.type() == GuestType.CONTAINER) {
            return;
        }
        if (!template.guestAgent()) {
            throw new ProxmoxException(
                    new Problem.Unsupported(),
                    template + " has not enabled the guest agent, which tells the addresses of its clones; install"
                            + " qemu-guest-agent in it and set its option agent to 1");
        }
        if (!template.cloudInitDrive()) {
            return;
        }
        StandardUsernameCredentials credentials = credentials(cloud);
        Optional<String> key = AgentKeys.publicKey(credentials);
        if (key.isPresent()) {
            request.ciUser(credentials.getUsername()).sshKeys(key.get());
        }
    }

    private StandardUsernameCredentials credentials(String cloud) throws IOException {
        if (credentialsId == null) {
            return AgentKeys.get().of(cloud, Optional.ofNullable(user).orElse(USUAL_USER));
        }
        StandardUsernameCredentials found = SSHLauncher.lookupSystemCredentials(credentialsId);
        if (found == null) {
            throw new ProxmoxException(
                    new Problem.NotFound(),
                    "There are no credentials '" + credentialsId + "' for SSH that Jenkins itself may use");
        }
        return found;
    }

    @Override
    public void check(String remoteRoot) {
        AdminFields.between("port", port, 1, LAST_PORT);
        if (user != null && !USER.matcher(user).matches()) {
            throw ProxmoxException.invalid(
                    "user", "user: '" + user + "' is no name of a user; expected are letters, digits, and . _ - in it");
        }
        if (credentialsId != null
                && acceptsAnyKey()
                && AgentKeys.isPassword(SSHLauncher.lookupSystemCredentials(credentialsId))) {
            throw ProxmoxException.invalid("hostKeyVerification", "hostKeyVerification: " + UNVERIFIED);
        }
    }

    @Override
    public void awaitReady(Connecting connecting) throws IOException, InterruptedException {
        connecting.reach(port);
    }

    @Override
    public void connect(Connecting connecting) throws IOException, InterruptedException {
        connecting.chooseRoot(usualWindowsRoot());
        StandardUsernameCredentials credentials = credentials(connecting.cloud());
        refuseRisk(credentials, connecting.subject().type());
        LoginPause pauses = new LoginPause();
        String reason = null;
        while (true) {
            GuestSshLauncher launcher = launcher(connecting, credentials);
            Optional<String> failure = launcher.launchOrFail(connecting);
            if (failure.isEmpty()) {
                return;
            }
            // A try that had no time left tells less than the one before it.
            reason = reason == null || !launcher.isOverdue() ? failure.get() : reason;
            Optional<Duration> pause = pauses.next(connecting.deadline().left());
            if (!launcher.mayWorkLater() || pause.isEmpty()) {
                throw new ProxmoxException(new Problem.Other(), reason);
            }
            connecting.log().println(failure.get() + "; it is tried again");
            connecting.pause(pause.get());
        }
    }

    private GuestSshLauncher launcher(Connecting connecting, StandardUsernameCredentials credentials)
            throws IOException, InterruptedException {
        String address = connecting.reach(port);
        HostKeyVerification keys = verification(connecting);
        GuestSshLauncher launcher = new GuestSshLauncher(address, port, credentials, keys.strategy());
        launcher.setJavaPath(java);
        launcher.setJvmOptions(jvmOptions);
        launcher.setLaunchTimeoutSeconds(
                (int) Math.min(60, connecting.deadline().left().toSeconds()));
        return launcher;
    }

    /** A guest that goes down is found out soon enough, since its port does not answer; one that does not waits for us. */
    @Override
    public Duration settling() {
        return Duration.ZERO;
    }

    private HostKeyVerification verification(Connecting connecting) throws InterruptedException {
        if (hostKeyVerification != null) {
            return HostKeyVerification.chosen(hostKeyVerification);
        }
        if (connecting.subject().type() == GuestType.VIRTUAL_MACHINE) {
            Mark mark = connecting.mark();
            List<HostKey> keys = connecting.run(new ReadHostKeys(mark.vmid().toString(), Optional.of(mark)));
            return HostKeyVerification.known(keys);
        }
        return HostKeyVerification.first(connecting);
    }

    /** Credentials may have become a password since the guest was begun. */
    private void refuseRisk(StandardUsernameCredentials credentials, GuestType type) {
        if (!AgentKeys.isPassword(credentials)) {
            return;
        }
        if (acceptsAnyKey()) {
            throw new ProxmoxException(new Problem.Unsupported(), UNVERIFIED);
        }
        if (hostKeyVerification == null && type == GuestType.CONTAINER) {
            throw new ProxmoxException(
                    new Problem.Unsupported(),
                    "A password is not sent to a container whose host key nobody knows; choose a verification of the host"
                            + " key, or credentials with a key");
        }
    }

    /** Whether the first connection to a guest, which is the one that counts, trusts whoever answers. */
    private boolean acceptsAnyKey() {
        return hostKeyVerification instanceof NonVerifyingKeyVerificationStrategy
                || hostKeyVerification instanceof ManuallyTrustedKeyVerificationStrategy trusting
                        && !trusting.isRequireInitialManualTrust();
    }

    @Extension
    @Symbol("proxmoxSsh")
    public static final class DescriptorImpl extends SshFields {
        @NonNull
        @Override
        public String getDisplayName() {
            return "SSH";
        }
    }
}
