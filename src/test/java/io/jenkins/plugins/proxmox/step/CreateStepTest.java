package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** {@code proxmoxCreate} in a real Jenkins, and the Jenkinsfile of docs/examples that has it. */
@WithJenkins
class CreateStepTest {
    private static final String IMAGE = "local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst";
    private static final String CONTAINER =
            "proxmoxCreate ostemplate: '" + IMAGE + "', node: 'pve1', storage: 'local-lvm', name: 'ci-1'";
    private static final String VM = "proxmoxCreate node: 'pve1', storage: 'local-lvm', disk: 2, name: 'ci-1'";

    @Test
    void guestsAreCreatedAndRestored(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);

            WorkflowRun run = jenkins.buildAndAssertSuccess(
                    JenkinsWithProxmox.pipeline(jenkins, JenkinsWithProxmox.example("create-restore.Jenkinsfile")));

            jenkins.assertLogContains("is a container and running", run);
            jenkins.assertLogContains("installer-1 is a vm, waits for its installation and is stopped", run);
            jenkins.assertLogContains("copy-1 is made out of a backup and running", run);
            jenkins.assertLogContains("ci-1 is as it was and stopped", run);
            assertThat(proxmox.cluster().guests())
                    .filteredOn(guest -> guest.config().getOrDefault("tags", "").contains("jenkins"))
                    .extracting(guest -> guest.name())
                    .containsExactlyInAnyOrder("ci-1", "installer-1", "copy-1");
            assertThat(proxmox.cluster().archives()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    qmcreate | proxmoxCreate node: 'pve1', storage: 'local-lvm', disk: 2, name: 'ci-1'
                    qmstart  | proxmoxCreate node: 'pve1', storage: 'local-lvm', disk: 2, name: 'ci-1', start: true
                    """)
    void aFailedTaskFailsTheStepAndLeavesNothing(String task, String script, JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            int guests = proxmox.cluster().guests().size();
            int volumes = proxmox.cluster().volumes().size();
            proxmox.faults().task(task).fails("no space left");
            JenkinsWithProxmox.connect(proxmox);

            WorkflowRun run =
                    jenkins.buildAndAssertStatus(Result.FAILURE, JenkinsWithProxmox.pipeline(jenkins, script));

            jenkins.assertLogContains("on pve1 failed: no space left", run);
            assertThat(proxmox.cluster().guests()).hasSize(guests);
            assertThat(proxmox.cluster().volumes()).hasSize(volumes);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    qmcreate | proxmoxCreate node: 'pve1', storage: 'local-lvm', disk: 2, name: 'ci-1'
                    qmstart  | proxmoxCreate node: 'pve1', storage: 'local-lvm', disk: 2, name: 'ci-1', start: true
                    """)
    void anAbortedBuildLeavesNothing(String task, String script, JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            int guests = proxmox.cluster().guests().size();
            proxmox.tasks().hold(task);
            JenkinsWithProxmox.connect(proxmox);
            WorkflowRun run = JenkinsWithProxmox.pipeline(jenkins, script)
                    .scheduleBuild2(0)
                    .waitForStart();
            proxmox.tasks().awaitTask(it -> it.type().equals(task));
            JenkinsWithProxmox.abort(run);

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("task stopped", run);
            assertThat(proxmox.cluster().guests()).hasSize(guests);
        }
    }

    /** The call itself has it; nothing else that Proxmox VE or a person could look at later. */
    @Test
    void thePasswordIsWrittenDownNowhere(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.tasks().hold("vzcreate");
            JenkinsWithProxmox.connect(proxmox);
            // Put together, so that the script itself does not have it.
            WorkflowRun run = JenkinsWithProxmox.pipeline(
                            jenkins, "def secret = 'geheim' + 'nis'\n" + CONTAINER + ", password: secret")
                    .scheduleBuild2(0)
                    .waitForStart();
            proxmox.tasks().awaitTask(it -> it.type().equals("vzcreate"));
            // How far it is may be being written at this moment; a file that has its name is whole.
            List<Path> written;
            try (DirectoryStream<Path> files = Files.newDirectoryStream(
                    jenkins.jenkins.getRootDir().toPath().resolve("proxmox-operations"), "*.{xml,json}")) {
                written = StreamSupport.stream(files.spliterator(), false).toList();
            }
            assertThat(written)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain("geheimnis"));
            proxmox.tasks().all().forEach(task -> assertThat(task.toString()).doesNotContain("geheimnis"));
            assertThat(proxmox.requests().all())
                    .anySatisfy(request -> assertThat(request.toString()).contains("/lxc"));
            jenkins.assertLogNotContains("geheimnis", run);
            JenkinsWithProxmox.abort(run);
            jenkins.waitForCompletion(run);
        }
    }

    @Test
    void eachWrongValueIsExplained(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            WrongValues.areExplained(jenkins, proxmox, table());
        }
    }

    private static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("proxmoxCreate type: 'pod'", "type: 'pod' is not known; expected is one of vm, container");
        table.put("proxmoxCreate type: 'container'", "No ostemplate is given, from which the container is to be made");
        table.put("proxmoxCreate type: 'vm', ostemplate: '" + IMAGE + "'", "ostemplate is for containers only");
        table.put("proxmoxCreate ostemplate: 'debian'", "ostemplate: 'debian' is no such volume");
        table.put(
                "proxmoxCreate node: 'pve1', storage: 'local-lvm', ostemplate: 'local:vztmpl/nope.tar.zst'",
                "There is no volume 'local:vztmpl/nope.tar.zst' on node pve1 (ostemplate); expected is one of "
                        + IMAGE);
        table.put(
                "proxmoxCreate name: 'ci-1'",
                "No node is given, and several are online; expected is one of pve1, pve2");
        table.put("proxmoxCreate node: 'pve9'", "There is no node 'pve9' that is online");
        table.put("proxmoxCreate node: 'pve1', name: 'bad_name'", "'bad_name' is no valid guest name");
        table.put("proxmoxCreate node: 'pve1', vmid: 5", "'5' is no VMID");
        table.put("proxmoxCreate node: 'pve1', vmid: 101", "The VMID 101 is taken already");
        table.put("proxmoxCreate node: 'pve1', pool: 'nope'", "There is no pool 'nope'");
        table.put("proxmoxCreate node: 'pve1', description: 'x' * 8193", "The description has 8193 characters");
        table.put("proxmoxCreate node: 'pve1', tags: ['no tag']", "'no tag' is no tag");
        table.put("proxmoxCreate node: 'pve1', cores: 0", "cores: 0 is too little");
        table.put("proxmoxCreate node: 'pve1', memory: 1", "memory: 1 is too little");
        table.put("proxmoxCreate node: 'pve1', storage: 'local-lvm'", "storage: 'local-lvm' needs disk");
        table.put("proxmoxCreate node: 'pve1', disk: 8", "Node pve1 has several storages for images");
        table.put("proxmoxCreate node: 'pve1', disk: 8, storage: 'nope'", "There is no storage 'nope' on node pve1");
        table.put("proxmoxCreate node: 'pve1', disk: 8, storage: 'local'", "does not take images");
        table.put("proxmoxCreate node: 'pve1', storage: 'nfs', ostemplate: '" + IMAGE + "'", "does not take rootdir");
        table.put("proxmoxCreate node: 'pve1', disk: 'large', storage: 'nfs'", "disk: 'large' is no size");
        table.put("proxmoxCreate node: 'pve1', bridge: 'no bridge'", "no bridge");
        table.put(
                "proxmoxCreate node: 'pve1', bridge: 'vmbr0', ipConfig: 'ip=dhcp'", "ipConfig is for containers only");
        table.put(CONTAINER + ", ipConfig: 'ip=dhcp'", "ipConfig needs bridge");
        table.put(CONTAINER + ", iso: 'local:iso/x.iso'", "iso is for VMs only");
        table.put("proxmoxCreate node: 'pve1', iso: 'x.iso'", "iso: 'x.iso' is no such volume");
        table.put("proxmoxCreate node: 'pve1', iso: 'nope:iso/x.iso'", "There is no storage 'nope' on node pve1");
        table.put("proxmoxCreate node: 'pve1', unprivileged: false", "unprivileged is for containers only");
        table.put("proxmoxCreate node: 'pve1', password: 'geheimnis'", "password is for containers only");
        table.put(CONTAINER + ", password: 'abc'", "The password has 3 characters; expected are at least 5");
        table.put("proxmoxCreate node: 'pve1', sshKeys: 'ssh-ed25519 AAAA me'", "sshKeys is for containers only");
        table.put(CONTAINER + ", sshKeys: 'nokey'", "'nokey' is no SSH public key");
        table.put("proxmoxCreate node: 'pve1', nameserver: '9.9.9.9'", "nameserver is for containers only");
        table.put("proxmoxCreate node: 'pve1', config: [force: 1]", "config: 'force' is no option of a guest");
        table.put("proxmoxCreate node: 'pve1', config: [description: 'x']", "config: the option 'description'");
        table.put(VM + ", config: [scsi0: 'nfs:1']", "disk sets the option scsi0, and so does config");
        table.put(VM + ", bridge: 'vmbr0', config: 'net0=virtio'", "bridge sets the option net0");
        table.put(VM + ", waitFor: 'lunch'", "waitFor: 'lunch' is not known");
        table.put(VM + ", waitFor: 'address'", "waitFor: 'address' needs the guest agent, which ci-1 has not enabled");
        table.put(CONTAINER + ", waitFor: 'agent'", "waitFor: 'agent' is not possible for the container ci-1");
        return table;
    }

    @Test
    void theFormKeepsEverything(JenkinsRule jenkins) throws Exception {
        CreateStep step = new CreateStep();
        step.setOstemplate(IMAGE);
        step.setDisk("8G");
        step.setStorage("local-lvm");
        step.setBridge("vmbr0");
        step.setIpConfig("ip=dhcp");
        step.setUnprivileged(false);
        step.setSshKeys("ssh-ed25519 AAAA me");
        step.setNameserver("9.9.9.9");
        step.setTags("a, b");
        step.setConfig("onboot=1");
        step.setVmid(123);
        step.setWaitFor("running");
        step.setKeepOnFailure(true);

        new SnippetizerTester(jenkins)
                .assertRoundTrip(
                        step,
                        "proxmoxCreate bridge: 'vmbr0', config: 'onboot=1', disk: '8G', ipConfig: 'ip=dhcp',"
                                + " keepOnFailure: true, nameserver: '9.9.9.9', ostemplate: '" + IMAGE + "',"
                                + " sshKeys: 'ssh-ed25519 AAAA me', storage: 'local-lvm', tags: 'a, b',"
                                + " unprivileged: false, vmid: 123, waitFor: 'running'");
        StepConfigTester forms = new StepConfigTester(jenkins);
        jenkins.assertEqualDataBoundBeans(step, forms.configRoundTrip(step));
        CreateStep bare = new CreateStep();
        jenkins.assertEqualDataBoundBeans(bare, forms.configRoundTrip(bare));
        new SnippetizerTester(jenkins).assertRoundTrip(bare, "proxmoxCreate()");

        step.setPassword(Secret.fromString("geheimnis"));
        assertThat(forms.configRoundTrip(step).getPassword()).isEqualTo(Secret.fromString("geheimnis"));
    }
}
