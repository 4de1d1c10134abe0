package io.jenkins.plugins.proxmox.cloud;

import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.machine.GuestMachines;
import io.jenkins.plugins.proxmox.cloud.machine.MachineLab;
import io.jenkins.plugins.proxmox.cloud.machine.SshKey;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmoxBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** A Jenkins with one connection, to an embedded Proxmox VE whose guests are machines, and a user's key for these. */
public final class AgentLab implements AutoCloseable {
    /** The id of the credentials that all machines take. */
    public static final String CREDENTIALS = "machine-key";

    private static final int PATIENCE_MINUTES = 2;

    private final MachineLab lab;
    private JenkinsRule jenkins;

    private AgentLab(MachineLab lab) {
        this.lab = lab;
    }

    /** With machines that boot at once, and without a Jenkins yet. */
    public static AgentLab start(Path folder) {
        return start(folder, EmbeddedProxmox.builder());
    }

    /** @param folder an empty one of its own */
    public static AgentLab start(Path folder, EmbeddedProxmoxBuilder builder) {
        return new AgentLab(new MachineLab(builder, folder));
    }

    /** With machines that boot at once, for the only Jenkins of a test. */
    public static AgentLab start(JenkinsRule rule, Path folder) throws Exception {
        return start(folder).connect(rule);
    }

    /** Gives a new Jenkins the connection and the credentials. */
    public AgentLab connect(JenkinsRule rule) throws Exception {
        JenkinsWithProxmox.connect(proxmox());
        addCredentials(CREDENTIALS, machines().key());
        return restarted(rule);
    }

    /** Goes on with the same Jenkins after a restart of it. */
    public AgentLab restarted(JenkinsRule rule) {
        jenkins = rule;
        return this;
    }

    /** Makes credentials of a user of machines. */
    public static void addCredentials(String id, SshKey key) throws Exception {
        BasicSSHUserPrivateKey credentials = new BasicSSHUserPrivateKey(
                CredentialsScope.SYSTEM,
                id,
                "jenkins",
                new BasicSSHUserPrivateKey.DirectEntryPrivateKeySource(key.privateText()),
                null,
                null);
        CredentialsProvider.lookupStores(Jenkins.get()).iterator().next().addCredentials(Domain.global(), credentials);
    }

    public EmbeddedProxmox proxmox() {
        return lab.proxmox();
    }

    public GuestMachines machines() {
        return lab.machines();
    }

    /** The public key of {@link #CREDENTIALS}, for cloud-init. */
    public String publicKey() {
        return machines().key().publicText();
    }

    /** A machine that no cloud of Jenkins knows of, cloned from the template with cloud-init; SSH answers. */
    public GuestFacts machine() {
        return lab.cloneMachine(machines().key(), "ssh");
    }

    /** Clones as the plugin does. */
    public GuestFacts clone(CloneRequest request) {
        return lab.clone(request);
    }

    /** Starts a command by the guest agent of a VM, and does not wait for its end. */
    public void execute(GuestFacts guest, String... command) {
        lab.execute(guest.vmid().number(), command);
    }

    public EmbeddedGuest guest(int vmid) {
        return lab.guest(vmid);
    }

    /** The guests that were not there at the start. */
    public List<EmbeddedGuest> newGuests() {
        return lab.newGuests();
    }

    /** Whether there are that many guests that were not there at the start, now or soon. */
    public boolean awaitNewGuests(int count) {
        return lab.awaitNewGuests(count);
    }

    /** Whether nothing is left of all guests that were made, now or soon: neither guest nor process. */
    public boolean awaitNothingLeft() {
        return awaitNewGuests(0) && machines().processes().isEmpty();
    }

    /** Starts a build of a new pipeline, which may need an agent that is not there yet. */
    public WorkflowRun start(String script) throws Exception {
        return start(JenkinsWithProxmox.pipeline(jenkins, script));
    }

    /** Starts a build. */
    public WorkflowRun start(WorkflowJob job) throws Exception {
        return job.scheduleBuild2(0).getStartCondition().get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    }

    /** Builds a new pipeline, which has to succeed; what it logs. */
    public String build(String script) throws Exception {
        return JenkinsRule.getLog(jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(start(script))));
    }

    @Override
    public void close() {
        lab.close();
    }
}
