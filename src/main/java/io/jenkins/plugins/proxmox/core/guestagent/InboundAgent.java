package io.jenkins.plugins.proxmox.core.guestagent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Jenkins agent that connects to its controller from inside a guest, and the script that starts it there: it fetches
 * {@code agent.jar}, writes the secret to a file that only the agent's user can read, and leaves the agent running on its
 * own, its output in a file. All of it is in a directory of its own in the work directory, where an agent that runs already
 * is found again. What became of it the script writes as an {@link InboundOutcome}.
 *
 * @param name by which the controller knows it
 * @param workDirectory absolute
 * @param jar URL of {@code agent.jar}
 * @param arguments of the agent, but for the secret and the certificate
 * @param java the command
 * @param javaOptions what comes before {@code -jar}
 * @param certificate a certificate in PEM that is trusted
 * @param trustsAnybody whether no certificate is checked
 * @param user as whom it runs; empty for that of the guest agent
 * @param restarts whether an agent that runs already is ended first
 * @param patience how long the network of the guest may take to reach the controller, and then how long to wait for the
 *     agent to say that it is connected
 */
public record InboundAgent(
        String name,
        String workDirectory,
        String jar,
        List<String> arguments,
        String java,
        List<String> javaOptions,
        Optional<String> certificate,
        boolean trustsAnybody,
        Optional<String> user,
        boolean restarts,
        Duration patience) {
    /** In the work directory. */
    static final String DIRECTORY = ".inbound";

    public InboundAgent {
        arguments = List.copyOf(arguments);
        javaOptions = List.copyOf(javaOptions);
    }

    /**
     * What starts it.
     *
     * @param secret by which the controller knows that it is the agent; nothing but the input of the job has it
     * @param windows whether the guest is one
     */
    public JobFiles files(String secret, boolean windows) {
        String script = windows ? PowerShellInbound.script(this) : ShellInbound.script(this);
        return new JobFiles(Optional.of(script), List.of(), Optional.of(secret), Map.of(), StandardCharsets.UTF_8);
    }
}
