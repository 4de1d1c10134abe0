package io.jenkins.plugins.proxmox.cloud.connector;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.slaves.ComputerLauncher;
import hudson.slaves.JNLPLauncher;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.proxmox.connection.AdminFields;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.AwaitGuest;
import io.jenkins.plugins.proxmox.core.operation.AwaitedState;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.core.operation.InboundAgentRequest;
import io.jenkins.plugins.proxmox.core.operation.StartInboundAgent;
import io.jenkins.plugins.proxmox.core.operation.StartedAgent;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.placement.Template;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import jenkins.model.Jenkins;
import jenkins.util.SystemProperties;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The agent's process is started in the VM through its guest agent, and connects to Jenkins by itself: Jenkins needs no way to
 * the VM, and the VM neither SSH nor a user for Jenkins.
 */
public final class InboundConnector extends AgentConnector {
    /** Where Jenkins itself looks, too, for a URL that only agents use. */
    private static final String URL_PROPERTY = "jenkins.agent.inboundUrl";

    /** So long an agent that runs may take to find its way back; then it is started anew. */
    private static volatile Duration comeback = Duration.ofSeconds(60);

    /** An agent that has lost its controller looks each ten seconds whether there is one again. */
    private static final Duration RETURN = Duration.ofSeconds(20);

    /** For the network of the guest to come up, and for the agent to connect, before somebody looks at it. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private boolean webSocket = true;
    private String tunnel;
    private String url;
    private String java;
    private String jvmOptions;
    private String user;
    private String certificate;

    @DataBoundConstructor
    public InboundConnector() {
        // Everything is optional.
    }

    /** Tests have less time. */
    public static void comeBackIn(Duration time) {
        comeback = time;
    }

    /** Whether the agent connects by Jenkins' HTTP port; if not, by its TCP port for inbound agents. */
    public boolean isWebSocket() {
        return webSocket;
    }

    @DataBoundSetter
    public void setWebSocket(boolean webSocket) {
        this.webSocket = webSocket;
    }

    /** Only for TCP; null for the host and port that Jenkins tells. */
    public String getTunnel() {
        return tunnel;
    }

    @DataBoundSetter
    public void setTunnel(String tunnel) {
        this.tunnel = Util.fixEmptyAndTrim(tunnel);
    }

    /** Jenkins' URL as guests reach it; null for the usual one. */
    public String getUrl() {
        return url;
    }

    @DataBoundSetter
    public void setUrl(String url) {
        this.url = Util.fixEmptyAndTrim(url);
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

    /** As whom the agent runs; null for the user of the guest agent. */
    public String getUser() {
        return user;
    }

    @DataBoundSetter
    public void setUser(String user) {
        this.user = Util.fixEmptyAndTrim(user);
    }

    /** In PEM, if Jenkins' certificate is none that Java trusts anyway. */
    public String getCertificate() {
        return certificate;
    }

    @DataBoundSetter
    public void setCertificate(String certificate) {
        this.certificate = Util.fixEmptyAndTrim(certificate);
    }

    @Override
    public String usualRemoteRoot() {
        return "/var/lib/jenkins-agent";
    }

    /** What is missing in Jenkins itself is told before there is a guest that would have booted in vain. */
    @Override
    public void prepare(CloneRequest request, String cloud, Template template) {
        if (template.type() == GuestType.CONTAINER) {
            throw new ProxmoxException(
                    new Problem.Unsupported(),
                    "Containers have no guest agent that could start anything in them; expected is SSH");
        }
        controller();
        if (!webSocket && Jenkins.get().getTcpSlaveAgentListener() == null) {
            throw ProxmoxException.invalid(
                    "webSocket",
                    "Jenkins has no TCP port for inbound agents; open one under Manage Jenkins, Security, or let the agents"
                            + " connect by WebSocket");
        }
    }

    @Override
    public boolean needsGuestAgent() {
        return true;
    }

    @Override
    public void awaitReady(Connecting connecting) throws InterruptedException {
        connecting.run(new AwaitGuest(connecting.mark().vmid().toString(), AwaitedState.AGENT));
    }

    @Override
    public void connect(Connecting connecting) throws IOException, InterruptedException {
        if (connecting.mayComeBack()
                && connecting.awaitOnline(shorter(RETURN, connecting.deadline().left()))) {
            return;
        }
        connecting.chooseRoot(usualWindowsRoot());
        SlaveComputer computer = connecting.computer();
        boolean restarts = false;
        boolean online = computer.getChannel() != null;
        while (!online) {
            StartedAgent started = connecting.run(new StartInboundAgent(request(connecting, restarts)));
            Duration left = connecting.deadline().left();
            // One that ran before has to notice first that its old connection is dead.
            Duration patience = started.anew() || left.compareTo(comeback) < 0 ? left : comeback;
            online = connecting.awaitOnline(patience);
            if (!online && (connecting.isEnding() || connecting.deadline().isOver())) {
                throw new ProxmoxException(
                        new Problem.TimedOut(),
                        "The agent was started in VM " + connecting.subject()
                                + " and has not connected to Jenkins; its log is " + started.log() + " there");
            }
            restarts = true;
        }
    }

    @Override
    public void check(String remoteRoot) {
        if (webSocket && tunnel != null) {
            throw ProxmoxException.invalid(
                    "tunnel", "tunnel: '" + tunnel + "' is for agents that connect by TCP; leave it out, or WebSocket");
        }
        String controller = url == null ? "http://localhost/" : url;
        new InboundAgentRequest("100", controller, "agent", remoteRoot)
                .tunnel(tunnel)
                .java(java)
                .javaOptions(AdminFields.blankSeparated(jvmOptions))
                .certificate(certificate)
                .user(user);
    }

    private InboundAgentRequest request(Connecting connecting, boolean restarts) {
        Mark mark = connecting.mark();
        // What is in the way can be told only if that is before the end.
        Duration half = connecting.deadline().left().dividedBy(2);
        return new InboundAgentRequest(mark.vmid().toString(), controller(), connecting.name(), connecting.remoteRoot())
                .mark(mark)
                .secret(connecting.computer().getJnlpMac())
                .webSocket(webSocket)
                .tunnel(tunnel)
                .java(java)
                .javaOptions(AdminFields.blankSeparated(jvmOptions))
                .certificate(certificate)
                .user(user)
                .restarts(restarts)
                .patience(shorter(half, PATIENCE));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private String controller() {
        return Optional.ofNullable(url)
                .or(() -> Optional.ofNullable(Util.fixEmptyAndTrim(SystemProperties.getString(URL_PROPERTY))))
                .or(() -> Optional.ofNullable(Jenkins.get().getRootUrl()))
                .orElseThrow(() -> ProxmoxException.invalid(
                        "url",
                        "Nobody has told Jenkins its own URL, which agents connect to; set it under Manage Jenkins, System,"
                                + " or in the template"));
    }

    @Override
    public Optional<ComputerLauncher> acceptedAs() {
        JNLPLauncher kind = new JNLPLauncher();
        kind.setWebSocket(webSocket);
        return Optional.of(kind);
    }

    @Extension
    @Symbol("proxmoxInbound")
    public static final class DescriptorImpl extends InboundFields {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Inbound, started through the QEMU guest agent";
        }
    }
}
