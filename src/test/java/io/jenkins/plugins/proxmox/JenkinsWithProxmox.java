package io.jenkins.plugins.proxmox;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.util.Secret;
import io.jenkins.plugins.proxmox.connection.ProxmoxConnection;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import io.jenkins.plugins.proxmox.connection.SafetyPolicy;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Connects the Jenkins of a test to an embedded Proxmox VE. */
public final class JenkinsWithProxmox {
    private JenkinsWithProxmox() {}

    /** The only connection of this Jenkins is one to this Proxmox VE, with full rights, and its policy allows everything. */
    public static void connect(EmbeddedProxmox proxmox) throws Exception {
        connect(proxmox.url().toString(), proxmox.token(), proxmox.fingerprint());
    }

    /** The same for a Jenkins in a process of its own. */
    public static void connect(String url, String token, String fingerprint) throws Exception {
        connect(url, token, fingerprint, everything());
    }

    /** The policy that allows everything with every guest. */
    public static SafetyPolicy everything() {
        SafetyPolicy everything = new SafetyPolicy();
        everything.setAnyGuest("read, power, snapshot, backup, configure, execute, create, destroy, request");
        return everything;
    }

    /**
     * The only connection of this Jenkins is one to this Proxmox VE, with full rights.
     *
     * @param policy what pipelines may do; null for the usual
     */
    public static void connect(EmbeddedProxmox proxmox, SafetyPolicy policy) throws Exception {
        connect(proxmox.url().toString(), proxmox.token(), proxmox.fingerprint(), policy);
    }

    private static void connect(String url, String token, String fingerprint, SafetyPolicy policy) throws Exception {
        addToken("proxmox-token", token);
        ProxmoxConnection connection = new ProxmoxConnection("lab", url, "proxmox-token");
        connection.setFingerprint(fingerprint);
        connection.setSafetyPolicy(policy);
        ProxmoxGuestsConfiguration.get().setConnections(List.of(connection));
    }

    /** Makes or replaces a secret text that holds a token. */
    public static void addToken(String id, String token) throws Exception {
        StringCredentialsImpl credentials =
                new StringCredentialsImpl(CredentialsScope.GLOBAL, id, null, Secret.fromString(token));
        var store = CredentialsProvider.lookupStores(Jenkins.get()).iterator().next();
        store.removeCredentials(Domain.global(), credentials);
        store.addCredentials(Domain.global(), credentials);
    }

    /** A controller in a process of its own, whose JVM is set up to start soon rather than to run long. */
    public static RealJenkinsExtension process() {
        return new RealJenkinsExtension()
                .prepareHomeLazily(true)
                .javaOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx512m");
    }

    /** Once more; somebody else may have the port of its earlier life by now. */
    public static void startAgain(RealJenkinsExtension controller) throws Throwable {
        controller.withPort(0).startJenkins();
    }

    /** A pipeline in the sandbox. */
    public static WorkflowJob pipeline(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** What the cross beside a pipeline's build does, which is not heard before its program has taken over. */
    public static void abort(WorkflowRun run) throws Exception {
        Patience.await(() -> run.getExecutor().getAsynchronousExecution() != null);
        run.getExecutor().interrupt();
    }

    /** The text of a Jenkinsfile of docs/examples. */
    public static String example(String name) throws Exception {
        return Files.readString(Path.of("docs", "examples", name));
    }
}
