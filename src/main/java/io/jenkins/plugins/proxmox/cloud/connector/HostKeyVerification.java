package io.jenkins.plugins.proxmox.cloud.connector;

import hudson.model.TaskListener;
import hudson.plugins.sshslaves.verifiers.HostKey;
import hudson.plugins.sshslaves.verifiers.SshHostKeyVerificationStrategy;
import hudson.slaves.SlaveComputer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How it is made sure that an SSH server is the guest's own.
 *
 * @param strategy for the launcher
 */
public record HostKeyVerification(SshHostKeyVerificationStrategy strategy) {
    /** As an administrator has chosen. */
    static HostKeyVerification chosen(SshHostKeyVerificationStrategy strategy) {
        return new HostKeyVerification(strategy);
    }

    /** By the keys that were read inside the guest. */
    static HostKeyVerification known(List<io.jenkins.plugins.proxmox.core.operation.HostKey> keys) {
        return new HostKeyVerification(new KnownKeys(keys.stream()
                .map(key -> new HostKey(key.type(), Base64.getDecoder().decode(key.key())))
                .toList()));
    }

    /** By the key that the agent's guest showed when it was connected to for the first time. */
    public static HostKeyVerification first(Connecting agent) {
        return new HostKeyVerification(new FirstKey(agent));
    }

    private static String[] preferring(String[] all, List<String> wanted) {
        List<String> algorithms = new ArrayList<>(all == null ? List.of() : Arrays.asList(all));
        // A key of type ssh-rsa signs with newer algorithms, too.
        List<String> first = algorithms.stream()
                .filter(it -> wanted.contains(it) || it.startsWith("rsa-sha2-") && wanted.contains("ssh-rsa"))
                .toList();
        algorithms.removeAll(first);
        algorithms.addAll(0, first);
        return algorithms.toArray(String[]::new);
    }

    /** Read through the guest agent. */
    static final class KnownKeys extends SshHostKeyVerificationStrategy {
        private final List<HostKey> keys;

        KnownKeys(List<HostKey> keys) {
            this.keys = keys;
        }

        @Override
        public boolean verify(SlaveComputer computer, HostKey key, TaskListener listener) {
            // The algorithm that was negotiated may be called otherwise than the key.
            boolean known = keys.stream().anyMatch(it -> Arrays.equals(it.getKey(), key.getKey()));
            listener.getLogger()
                    .println(
                            known
                                    ? "The host key is the guest's own: " + key.getFingerprint()
                                    : "The host key " + key.getFingerprint() + " is none of the guest's own, which are "
                                            + keys.stream()
                                                    .map(HostKey::getFingerprint)
                                                    .collect(Collectors.joining(", ")));
            return known;
        }

        @Override
        public String[] getPreferredKeyAlgorithms(SlaveComputer computer) throws IOException {
            return preferring(
                    super.getPreferredKeyAlgorithms(computer),
                    keys.stream().map(HostKey::getAlgorithm).toList());
        }
    }

    /** For guests that nobody can look into: at least it does not change. */
    static final class FirstKey extends SshHostKeyVerificationStrategy {
        private final Connecting agent;

        FirstKey(Connecting agent) {
            this.agent = agent;
        }

        @Override
        public boolean verify(SlaveComputer computer, HostKey key, TaskListener listener) throws IOException {
            String shown = key.getAlgorithm() + " " + Base64.getEncoder().encodeToString(key.getKey());
            String first = agent.firstHostKey(shown);
            boolean same = first.substring(first.indexOf(' ')).equals(shown.substring(shown.indexOf(' ')));
            listener.getLogger()
                    .println(
                            same
                                    ? "The host key is taken for the guest's own, since there is no guest agent to ask: "
                                            + key.getFingerprint()
                                    : "The host key " + key.getFingerprint() + " is not the one that the guest had");
            return same;
        }
    }
}
