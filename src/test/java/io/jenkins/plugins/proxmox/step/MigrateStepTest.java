package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** {@code proxmoxMigrate} in a real Jenkins. */
@WithJenkins
class MigrateStepTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    web   | 101 | running | , withLocalDisks: true
                    cache | 201 | running | ''
                    build | 102 | stopped | ''
                    """)
    void theGuestIsOnTheOtherNodeAfterwards(String name, int vmid, String status, String more, JenkinsRule jenkins)
            throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            String target = name.equals("build") ? "pve1" : "pve2";
            String log = StepLab.succeed(
                    jenkins,
                    proxmox,
                    "def guest = proxmoxMigrate guest: '" + name + "', target: '"
                            + target + "'" + more + "; guest = proxmoxMigrate guest: guest, target: '" + target
                            + "'; echo \"${guest.node} ${guest.status}\"");

            assertThat(log).contains(target + " " + status).contains("is on " + target + " already");
            assertThat(proxmox.cluster().guest(vmid).orElseThrow().node()).isEqualTo(target);
        }
    }

    @Test
    void aTaskThatFailsFailsTheBuild(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.faults().task("qmigrate").fails("migration aborted");

            assertThat(StepLab.fail(jenkins, proxmox, "proxmoxMigrate guest: 'build', target: 'pve1'"))
                    .contains("ERROR: Migrating build (102) from pve2 to pve1 failed: migration aborted");
        }
    }

    @Test
    void anAbortedBuildStopsTheTask(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            assertThat(StepLab.abort(jenkins, proxmox, "proxmoxMigrate guest: 'build', target: 'pve1'", "qmigrate"))
                    .contains("task stopped")
                    .doesNotContain("ERROR");
            assertThat(proxmox.cluster().guest(102).orElseThrow().node()).isEqualTo("pve2");
        }
    }

    @Test
    void eachWrongValueIsExplained(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.cluster()
                    .guest(102)
                    .orElseThrow()
                    .set("ide2", "local:iso/debian-12.7.0-amd64-netinst.iso,media=cdrom");
            proxmox.cluster().guest(202).orElseThrow().set("mp0", "/mnt/data,mp=/data");
            Map<String, String> table = new LinkedHashMap<>();
            table.put("proxmoxMigrate guest: 'nope', target: 'pve2'", "There is no guest with the name 'nope' (guest)");
            table.put("proxmoxMigrate guest: 'web', target: ''", "No target is given");
            table.put("proxmoxMigrate guest: 'web', target: 'no node'", "'no node'");
            table.put("proxmoxMigrate guest: 'web', target: 'pve9'", "There is no node 'pve9' that is online (target)");
            table.put(
                    "proxmoxMigrate guest: 'web', target: 'pve2'",
                    "web (101) runs and has disks that other nodes don't share: local-lvm:vm-101-disk-0; expected is"
                            + " withLocalDisks: true, or a targetStorage");
            table.put(
                    "proxmoxMigrate guest: 'web', target: 'pve2', targetStorage: 'nope'",
                    "There is no storage 'nope' on node pve2");
            table.put(
                    "proxmoxMigrate guest: 'web', target: 'pve2', targetStorage: 'local'",
                    "The storage 'local' on node pve2 does not take images");
            table.put(
                    "proxmoxMigrate guest: 'build', target: 'pve1'",
                    "other nodes don't share its CD-ROM local:iso/debian-12.7.0-amd64-netinst.iso; take it out first");
            table.put(
                    "proxmoxMigrate guest: 'tools', target: 'pve1'",
                    "it has a directory or device of its node: mp0: /mnt/data");
            StepLab.assertRefused(jenkins, proxmox, table);
        }
    }

    @Test
    void formAndSnippetKeepWhatWasEntered(JenkinsRule jenkins) throws Exception {
        MigrateStep step = new MigrateStep("web", "pve2");
        new SnippetizerTester(jenkins).assertRoundTrip(step, "proxmoxMigrate guest: 'web', target: 'pve2'");
        step.setWithLocalDisks(true);
        step.setTargetStorage("nfs");
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
    }
}
