package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.guestagent.InboundAgent;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which Jenkins agent to start inside a VM, and how it connects. The secret is in no checkpoint: whoever takes the operation
 * up again gives it as the secret {@code secret}.
 */
public final class InboundAgentRequest {
    /** What a checkpoint does not keep. */
    public static final String SECRET = "secret";

    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(60);

    final GuestReference guest;
    private final String url;
    private final String name;
    private final String workDirectory;
    private Optional<String> secret = Optional.empty();
    private Optional<Mark> mark = Optional.empty();
    private boolean webSocket = true;
    private Optional<String> tunnel = Optional.empty();
    private Optional<String> direct = Optional.empty();
    private Optional<String> identity = Optional.empty();
    private String java = "java";
    private List<String> javaOptions = List.of();
    private Optional<String> certificate = Optional.empty();
    private boolean trustsAnybody;
    private Optional<String> user = Optional.empty();
    private boolean restarts;
    private Duration patience = USUAL_PATIENCE;

    /**
     * @param guest a VMID or a name
     * @param url of the controller, as the guest reaches it
     * @param name by which the controller knows the agent
     * @param workDirectory inside, absolute; made if it is not there
     * @throws ProxmoxException with {@link Problem.Parameter} if one of them can't be right
     */
    public InboundAgentRequest(String guest, String url, String name, String workDirectory) {
        this.guest = GuestReference.parse("guest", guest);
        this.url = InboundAgentTexts.url(url);
        this.name = InboundAgentTexts.name(name);
        this.workDirectory = InboundAgentTexts.workDirectory(workDirectory);
    }

    /** By which the controller knows that it is the agent; null only if it was handed over before. */
    public InboundAgentRequest secret(String text) {
        secret = InboundAgentTexts.secret(text);
        return this;
    }

    /** What the VM must bear: then the secret is handed to no other guest that has its VMID by now. */
    public InboundAgentRequest mark(Mark of) {
        mark = Optional.of(of);
        return this;
    }

    /** Whether it connects by the controller's own HTTP port, which is so unless this says otherwise. */
    public InboundAgentRequest webSocket(boolean use) {
        webSocket = use;
        return this;
    }

    /** {@code HOST:PORT}, {@code HOST:} or {@code :PORT} at which the controller's TCP port is reached; may be null. */
    public InboundAgentRequest tunnel(String hostAndPort) {
        tunnel = InboundAgentTexts.tunnel(hostAndPort);
        return this;
    }

    /**
     * {@code HOST:PORT} of the controller's TCP port, which is not asked for then; may be null.
     *
     * @param instanceIdentity the public key of the controller, in Base64
     */
    public InboundAgentRequest direct(String hostAndPort, String instanceIdentity) {
        direct = InboundAgentTexts.direct(hostAndPort);
        identity = InboundAgentTexts.identity(instanceIdentity);
        return this;
    }

    /** The command inside, {@code java} if it is null. */
    public InboundAgentRequest java(String command) {
        java = InboundAgentTexts.java(command).orElse("java");
        return this;
    }

    /** What Java gets before {@code -jar}, word by word. */
    public InboundAgentRequest javaOptions(List<String> words) {
        javaOptions = words.stream().map(InboundAgentTexts::javaOption).toList();
        return this;
    }

    /** A certificate in PEM by which the controller is known, or that of its authority; may be null. */
    public InboundAgentRequest certificate(String pem) {
        certificate = InboundAgentTexts.certificate(pem);
        return this;
    }

    /** Whether the controller's certificate is not checked at all. */
    public InboundAgentRequest trustsAnybody(boolean trusts) {
        trustsAnybody = trusts;
        return this;
    }

    /** As whom it runs; null for the user of the guest agent, who may usually do everything. */
    public InboundAgentRequest user(String login) {
        user = InboundAgentTexts.user(login);
        return this;
    }

    /** Whether an agent that runs already is ended first. */
    public InboundAgentRequest restarts(boolean first) {
        restarts = first;
        return this;
    }

    /**
     * How long the network of the guest may take to reach the controller, and then how long to wait for the agent to say
     * that it is connected; a minute if nobody says so. After the latter the operation ends all the same.
     */
    public InboundAgentRequest patience(Duration time) {
        patience = time;
        return this;
    }

    static InboundAgentRequest of(Request request) {
        InboundAgentRequest made = new InboundAgentRequest(
                        request.text("guest"), request.text("url"), request.text("name"), request.text("workDir"))
                .secret(request.secret(SECRET).orElse(null))
                .webSocket(request.flag("webSocket"))
                .tunnel(request.text("tunnel"))
                .direct(request.text("direct"), request.text("instanceIdentity"))
                .java(request.text("java"))
                .javaOptions(request.texts("javaOptions"))
                .certificate(request.text("certificate"))
                .trustsAnybody(request.flag("trustsAnybody"))
                .user(request.text("user"))
                .restarts(request.flag("restarts"))
                .patience(Duration.ofSeconds(request.number("patience")));
        request.mark().ifPresent(made::mark);
        return made;
    }

    Map<String, Object> toMap() {
        return Request.write()
                .with("guest", guest)
                .with("url", url)
                .with("name", name)
                .with("workDir", workDirectory)
                .with("mark", mark)
                .with("webSocket", webSocket)
                .with("tunnel", tunnel)
                .with("direct", direct)
                .with("instanceIdentity", identity)
                .with("java", java)
                .with("javaOptions", javaOptions)
                .with("certificate", certificate)
                .with("trustsAnybody", trustsAnybody)
                .with("user", user)
                .with("restarts", restarts)
                .with("patience", patience.toSeconds())
                .map();
    }

    Optional<Mark> mark() {
        return mark;
    }

    Optional<String> secret() {
        return secret;
    }

    String name() {
        return name;
    }

    String url() {
        return url;
    }

    String workDirectory() {
        return workDirectory;
    }

    String java() {
        return java;
    }

    Optional<String> user() {
        return user;
    }

    /**
     * Refuses what does not go together.
     *
     * @throws ProxmoxException with {@link Problem.Parameter}
     */
    InboundAgentRequest checked() {
        if (webSocket && (tunnel.isPresent() || direct.isPresent())) {
            String given = tunnel.isPresent() ? "tunnel" : "direct";
            throw ProxmoxException.invalid(
                    given, given + " is for agents that connect by TCP; leave it out, or webSocket");
        }
        if (direct.isPresent() && (tunnel.isPresent() || identity.isEmpty())) {
            throw ProxmoxException.invalid(
                    "direct",
                    "direct goes with instanceIdentity, by which the controller is known, and without tunnel");
        }
        if (trustsAnybody && certificate.isPresent()) {
            throw ProxmoxException.invalid(
                    "certificate", "certificate makes no sense if no certificate is checked; leave one of them out");
        }
        if (patience.isNegative()) {
            throw ProxmoxException.invalid("patience", "patience: " + patience + " is less than nothing");
        }
        return this;
    }

    /**
     * Refuses what the system inside does not know.
     *
     * @throws ProxmoxException with {@link Problem.Parameter}
     */
    void check(boolean windows) {
        if (windows == workDirectory.startsWith("/")) {
            throw ProxmoxException.invalid(
                    "workDir",
                    "workDir: '" + workDirectory + "' is no path of a " + (windows ? "Windows" : "Linux")
                            + ", which the guest is; expected is one as in "
                            + (windows ? "C:\\Jenkins" : "/home/jenkins/agent"));
        }
        if (windows && user.isPresent()) {
            throw ProxmoxException.invalid(
                    "user", "user: '" + user.get() + "' can't be taken on a Windows; leave it out");
        }
        if (windows && certificate.isPresent()) {
            throw ProxmoxException.invalid(
                    "certificate",
                    "certificate: a Windows has certificates in its own store; put it there in the template and let Java"
                            + " use that with the option -Djavax.net.ssl.trustStoreType=Windows-ROOT");
        }
    }

    InboundAgent agent() {
        List<String> arguments = new ArrayList<>();
        direct.ifPresentOrElse(
                it -> arguments.addAll(List.of("-direct", it, "-instanceIdentity", identity.orElse(""))),
                () -> arguments.addAll(List.of("-url", url)));
        arguments.addAll(List.of("-name", name, "-workDir", workDirectory));
        if (webSocket) {
            arguments.add("-webSocket");
        }
        tunnel.ifPresent(it -> arguments.addAll(List.of("-tunnel", it)));
        if (trustsAnybody) {
            arguments.add("-noCertificateCheck");
        }
        return new InboundAgent(
                name,
                workDirectory,
                url + "jnlpJars/agent.jar",
                arguments,
                java,
                javaOptions,
                certificate,
                trustsAnybody,
                user,
                restarts,
                patience);
    }
}
