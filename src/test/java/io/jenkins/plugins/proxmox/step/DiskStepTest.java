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

/** {@code proxmoxDisk} in a real Jenkins. */
@WithJenkins
class DiskStepTest {
    @Test
    void aMountPointIsAttachedResizedMovedAndDeleted(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            int volumes = proxmox.cluster().volumes().size();
            String log = StepLab.succeed(jenkins, proxmox, """
                    def data = proxmoxDisk guest: 'tools', action: 'attach', disk: 'mp0', storage: 'local-lvm',
                            size: '1G', path: '/data', options: [backup: true]
                    echo "${data.disk} ${data.size} ${data.path} ${data.pending}"
                    def bigger = proxmoxDisk guest: 'tools', action: 'resize', disk: 'mp0', size: '+1G'
                    echo "now ${bigger.size}"
                    def gone = proxmoxDisk guest: 'tools', action: 'delete', disk: 'mp0'
                    echo "gone ${gone.volume} ${gone.unused}"
                    """);

            assertThat(log)
                    .contains("mp0 1073741824 /data false")
                    .contains("now 2147483648")
                    .containsPattern("gone local-lvm:vm-202-disk-\\d null");
            assertThat(proxmox.cluster().volumes()).hasSize(volumes);
        }
    }

    @Test
    void aTaskThatFailsFailsTheBuild(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.faults().task("qmmove").fails("storage migration failed: no space");
            String script = "proxmoxDisk guest: 'build', action: 'move', disk: 'scsi0', storage: 'nfs'";

            assertThat(StepLab.fail(jenkins, proxmox, script))
                    .contains("ERROR: Moving scsi0 of build (102) on pve2")
                    .contains("storage migration failed: no space");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    qmconfig | action: 'attach', disk: 'scsi1', storage: 'local-lvm', size: '1G'
                    resize   | action: 'resize', disk: 'scsi0', size: '+1G'
                    qmmove   | action: 'move', disk: 'scsi0', storage: 'nfs'
                    """)
    void anAbortedBuildStopsTheTask(String task, String arguments, JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            int volumes = proxmox.cluster().volumes().size();

            assertThat(StepLab.abort(jenkins, proxmox, "proxmoxDisk guest: 'build', " + arguments, task))
                    .contains("task stopped")
                    .doesNotContain("ERROR");
            assertThat(proxmox.cluster().volumes()).hasSize(volumes);
        }
    }

    @Test
    void eachWrongValueIsExplained(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            StepLab.assertRefused(jenkins, proxmox, wrongValues());
        }
    }

    /** By parameter. */
    private static Map<String, String> wrongValues() {
        Map<String, String> table = new LinkedHashMap<>();
        String web = "proxmoxDisk guest: 101, ";
        String attach = web + "action: 'attach', disk: 'scsi1', ";
        String mount = "proxmoxDisk guest: 202, action: 'attach', disk: 'mp0', storage: 'local-lvm', size: '1G'";
        table.put(
                "proxmoxDisk guest: 'nope', action: 'delete', disk: 'scsi0'", "There is no guest with the name 'nope'");
        table.put(
                web + "action: 'explode', disk: 'scsi0'", "action: 'explode' is not known; expected is one of attach");
        table.put(web + "action: 'detach', disk: 'floppy'", "disk: 'floppy' is no disk; expected is one of ide0-3");
        table.put(web + "action: 'detach', disk: 'scsi9'", "There is no scsi9 of web (101); expected is one of scsi0");
        table.put(web + "action: 'detach', disk: 'mp0'", "disk: 'mp0' is not possible for the VM web (101)");
        table.put(web + "action: 'resize', disk: 'unused0', size: '9G'", "'unused0' is attached nowhere");
        table.put("proxmoxDisk guest: 202, action: 'detach', disk: 'rootfs'", "'rootfs' can only be resized and moved");
        table.put(
                web + "action: 'attach', disk: 'scsi0', storage: 'local-lvm', size: '1G'",
                "scsi0 of web (101) is taken already");
        table.put(attach + "size: '1G'", "What to attach as scsi1 is not clear");
        table.put(attach + "storage: 'nope', size: '1G'", "There is no storage 'nope' on node pve1");
        table.put(attach + "storage: 'local', size: '1G'", "The storage 'local' on node pve1 does not take images");
        table.put(web + "action: 'move', disk: 'scsi0'", "No storage is given, which move needs");
        table.put(web + "action: 'delete', disk: 'scsi0', storage: 'nfs'", "storage goes with attach and move only");
        table.put(attach + "storage: 'local-lvm', size: '1'", "'1' is no size for a disk");
        table.put(attach + "storage: 'local-lvm', size: '+1G'", "size: '+1G' goes with the action resize only");
        table.put(
                web + "action: 'resize', disk: 'scsi0', size: '1G'",
                "scsi0 of web (101) has 2G and can't shrink to 1G");
        table.put(web + "action: 'resize', disk: 'scsi0'", "No size is given, which resize needs");
        table.put(attach + "volume: 'unused3'", "There is no unused3 of web (101)");
        table.put(attach + "volume: 'nothing'", "'nothing' is no volume");
        table.put(attach + "volume: 'local-lvm:8'", "is no volume that exists but asks for a new one");
        table.put(attach + "storage: 'nfs', size: '1G', format: 'zip'", "format: 'zip' is not known");
        table.put(attach + "volume: 'unused0', format: 'raw'", "format goes with a new volume only");
        table.put(mount + ", path: '/data', format: 'raw'", "format is not possible for the container tools (202)");
        table.put(mount, "path is missing; expected is where the container sees mp0");
        table.put(mount + ", path: 'data'", "'data' is no path of a mount point");
        table.put(attach + "volume: 'unused0', path: '/data'", "path goes with mount points of containers only");
        table.put(attach + "storage: 'nfs', size: '1G', options: 'ssd'", "'ssd' is no option; expected is key=value");
        table.put(attach + "storage: 'nfs', size: '1G', options: [ssd: 'a b']", "'a b' can't be the value of ssd");
        table.put(
                web + "action: 'detach', disk: 'scsi0', deleteSource: true",
                "deleteSource goes with move only, not with detach");
        return table;
    }

    @Test
    void formAndSnippetKeepWhatWasEntered(JenkinsRule jenkins) throws Exception {
        DiskStep step = new DiskStep("web", "attach", "scsi1");
        new SnippetizerTester(jenkins)
                .assertRoundTrip(step, "proxmoxDisk action: 'attach', disk: 'scsi1', guest: 'web'");
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
        step.setStorage("local-lvm");
        step.setSize("8G");
        step.setVolume("unused0");
        step.setFormat("qcow2");
        step.setPath("/data");
        step.setOptions("ssd=1\ndiscard=on");
        step.setDeleteSource(true);
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
    }
}
