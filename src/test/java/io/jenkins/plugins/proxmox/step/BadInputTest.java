package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.connection.ProxmoxConnection;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Wrong values: each gives one sentence that names the value and what was expected, and no guest is touched. */
@WithJenkins
class BadInputTest {
    @Test
    void eachWrongValueIsExplainedBeforeAnyGuestIsTouched(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.cluster().addVirtualMachine("pve1", 301, "twin");
            proxmox.cluster().addVirtualMachine("pve2", 302, "twin");
            JenkinsWithProxmox.connect(proxmox);
            Map<String, String> failures = new LinkedHashMap<>();
            for (Map.Entry<String, String> wrong : table().entrySet()) {
                WorkflowRun run = jenkins.waitForCompletion(JenkinsWithProxmox.pipeline(jenkins, wrong.getKey())
                        .scheduleBuild2(0)
                        .waitForStart());
                String log = JenkinsRule.getLog(run);
                boolean explained = log.contains("ERROR: ") && log.contains(wrong.getValue());
                if (run.getResult() != Result.FAILURE || !explained || log.contains("Exception")) {
                    failures.put(wrong.getKey(), log);
                }
            }
            assertThat(failures).isEmpty();
            assertThat(proxmox.requests().all())
                    .allSatisfy(request -> assertThat(request.method()).isEqualTo("GET"));
        }
    }

    @Test
    void eachConnectionThatCanNotWorkSaysWhy(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            String url = proxmox.url().toString();
            proxmox.access().addUser("ci@pve", "unused-password").grant("ci@pve", "/vms", "VM.Audit");
            JenkinsWithProxmox.addToken("good", proxmox.token());
            JenkinsWithProxmox.addToken("wrong", "root@pam!demo=00000000-0000-0000-0000-000000000000");
            JenkinsWithProxmox.addToken(
                    "expired", proxmox.access().addToken("root@pam", "old", false, Instant.EPOCH.plusSeconds(1)));
            JenkinsWithProxmox.addToken("limited", proxmox.access().addToken("ci@pve", "build", false));
            ProxmoxGuestsConfiguration.get()
                    .setConnections(List.of(
                            connection("plain", url.replace("https", "http"), "good", proxmox.fingerprint()),
                            connection("other-path", url + "/api2/json", "good", proxmox.fingerprint()),
                            connection("unpinned", url, "good", null),
                            connection("pinned-wrong", url, "good", "AB:".repeat(31) + "CD"),
                            connection("no-credentials", url, "none", proxmox.fingerprint()),
                            connection("wrong-token", url, "wrong", proxmox.fingerprint()),
                            connection("expired-token", url, "expired", proxmox.fingerprint()),
                            connection("limited-token", url, "limited", proxmox.fingerprint())));
            Map<String, String> expected = new LinkedHashMap<>();
            expected.put("plain", "Connection 'plain': 'http://127.0.0.1:");
            expected.put("other-path", "it has a path, query or fragment");
            expected.put("unpinned", "is not trusted");
            expected.put("pinned-wrong", "expected is AB:AB:");
            expected.put("no-credentials", "There are no credentials 'none'");
            expected.put("wrong-token", "Check whether the credentials of the connection (API token root@pam!demo)");
            expected.put("expired-token", "Check whether the credentials of the connection (API token root@pam!old)");
            expected.put("limited-token", "The credentials ci@pve!build need VM.PowerMgmt on /vms/102.");
            for (Map.Entry<String, String> connection : expected.entrySet()) {
                WorkflowRun run = jenkins.buildAndAssertStatus(
                        Result.FAILURE,
                        JenkinsWithProxmox.pipeline(
                                jenkins,
                                "proxmoxAction guest: 102, action: 'start', connection: '" + connection.getKey()
                                        + "'"));
                jenkins.assertLogContains(connection.getValue(), run);
                jenkins.assertLogNotContains("Exception", run);
            }
            assertThat(proxmox.cluster().guest(102).orElseThrow().status()).isEqualTo("stopped");
        }
    }

    private static ProxmoxConnection connection(String name, String url, String credentialsId, String fingerprint) {
        ProxmoxConnection connection = new ProxmoxConnection(name, url, credentialsId);
        connection.setFingerprint(fingerprint);
        connection.setSafetyPolicy(JenkinsWithProxmox.everything());
        return connection;
    }

    @Test
    void aGuestThatHasVanishedBetweenTwoStepsIsTold(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            WorkflowRun run = jenkins.buildAndAssertStatus(
                    Result.FAILURE,
                    JenkinsWithProxmox.pipeline(
                            jenkins,
                            "def vm = proxmoxClone template: 9000, name: 'ci-1'; proxmoxDestroy vm; proxmoxAction guest: vm,"
                                    + " action: 'start'"));

            jenkins.assertLogContains("ERROR: There is no guest with the VMID 100 (guest)", run);
        }
    }

    private static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("proxmoxClone template: 'nope'", "There is no guest with the name 'nope' (template)");
        table.put("proxmoxClone template: 99999", "There is no guest with the VMID 99999 (template)");
        table.put("proxmoxClone template: 'twin'", "The name 'twin' is not unique; expected is a VMID, one of 301");
        table.put("proxmoxClone template: 'tag:nope'", "There is no template with the tag 'nope' (template)");
        table.put("proxmoxClone template: 'no name'", "'no name' is neither a VMID nor a guest's name");
        table.put("proxmoxClone template: ''", "No template is given");
        table.put("proxmoxClone template: 42", "'42' is no VMID; expected is a number from 100 to 999999999");
        table.put("proxmoxClone template: 9000, vmid: 5", "'5' is no VMID");
        table.put("proxmoxClone template: 9000, vmid: 101", "The VMID 101 is taken already");
        table.put("proxmoxClone template: 9000, description: 'x' * 8193", "The description has 8193 characters");
        table.put("proxmoxClone template: 9000, cores: 0", "cores: 0 is too little; expected is a number from 1 on");
        table.put("proxmoxClone template: 9000, memory: 8", "memory: 8 is too little; expected is a number from 16");
        table.put(
                "proxmoxClone template: 9001, sshKeys: 'ssh-ed25519 A'",
                "sshkeys can't be set for a clone of the container debian-ct (9001)");
        table.put("proxmoxClone template: 9001, ipConfig: 'ip=dhcp'", "ipconfig0 is an option of cloud-init");
        table.put("proxmoxBackup node: 'pve9'", "There is no node 'pve9' that is online");
        table.put("proxmoxBackup guest: 102, storage: 'local', notes: 'x' * 1025", "The notes are too long");
        table.put("proxmoxClone template: 9000, name: 'bad_name'", "'bad_name' is no valid guest name");
        table.put(
                "proxmoxClone template: 9000, full: true, storage: 'nope'", "There is no storage 'nope' on node pve1");
        table.put(
                "proxmoxClone template: 9000, full: true, storage: 'local'",
                "The storage 'local' on node pve1 does not take images");
        table.put("proxmoxClone template: 9000, storage: 'nfs'", "storage: 'nfs' needs full: true");
        table.put("proxmoxClone template: 102, full: false", "build (102) is no template");
        table.put("proxmoxClone template: 9000, node: 'pve9'", "There is no node 'pve9' that is online");
        table.put("proxmoxClone template: 9000, pool: 'nope'", "There is no pool 'nope'");
        table.put("proxmoxClone template: 9000, snapshot: 'nope'", "There is no snapshot 'nope' of debian-12 (9000)");
        table.put("proxmoxClone template: 9000, tags: ['no tag']", "'no tag' is no tag");
        table.put("proxmoxClone template: 9000, waitFor: 'lunch'", "waitFor: 'lunch' is not known");
        table.put("proxmoxClone template: 9001, waitFor: 'agent'", "waitFor: 'agent' is not possible");
        table.put(
                "proxmoxClone template: 9000, waitFor: 'address', config: [agent: 0]",
                "waitFor: 'address' needs the guest agent, which debian-12 (9000) has not enabled");
        table.put("proxmoxClone template: 9001, ciUser: 'me'", "ciuser is an option of cloud-init");
        table.put("proxmoxClone template: 102, full: true, ciUser: 'me'", "has no drive");
        table.put("proxmoxAction guest: 101, action: 'shutdown', forceAfter: 900", "forceAfter: 900 is longer");
        table.put("proxmoxClone template: 9000, timeout: 0", "timeout: 0 is too short");
        table.put("proxmoxClone template: 9000, abort: 'maybe'", "abort: 'maybe' is not known");
        table.put(
                "proxmoxClone template: 9000, connection: 'other'",
                "There is no connection 'other'; expected is one of lab");
        table.put("proxmoxSnapshot guest: 102, name: '1st'", "'1st' is no valid snapshot name");
        table.put("proxmoxSnapshot guest: 102, name: 'current'", "The snapshot name 'current' is reserved");
        table.put("proxmoxSnapshot guest: 9000, name: 'clean'", "debian-12 (9000) on pve1 is a template");
        table.put(
                "proxmoxSnapshot guest: 202, name: 'clean', ram: true", "ram: true is not possible for the container");
        table.put(
                "proxmoxSnapshot guest: [name: 'x'], name: 'clean'", "'{name=x}' is neither a VMID nor a guest's name");
        table.put("proxmoxRollback guest: 102, snapshot: 'nope'", "There is no snapshot 'nope' of build (102)");
        table.put("proxmoxBackup storage: 'local'", "Nothing to back up is given");
        table.put("proxmoxBackup guest: 102, pool: 'ci'", "expected is exactly one");
        table.put(
                "proxmoxBackup guest: 102, storage: 'local-lvm'",
                "The storage 'local-lvm' on node pve2 does not take backup");
        table.put("proxmoxBackup guest: 102", "has several storages for backups, so one must be named");
        table.put("proxmoxBackup guest: 102, storage: 'local', mode: 'fast'", "mode: 'fast' is not known");
        table.put("proxmoxBackup guest: 102, storage: 'local', compress: 'zip'", "compress: 'zip' is not known");
        table.put("proxmoxBackup guest: 102, storage: 'local', prune: 'all'", "prune: 'all' is no retention");
        table.put("proxmoxAction guest: 101, action: 'explode'", "action: 'explode' is not known");
        table.put("proxmoxAction guest: 201, action: 'hibernate'", "The container cache (201) can't be hibernated");
        table.put("proxmoxAction guest: 9000, action: 'start'", "is a template, which can't be started");
        table.put("proxmoxAction guest: 102, action: 'reboot'", "build (102) on pve2 can't be rebooted, it is stopped");
        table.put(
                "proxmoxAction guest: 101, action: 'stop', forceAfter: 5",
                "forceAfter goes with the action shutdown only");
        return table;
    }
}
