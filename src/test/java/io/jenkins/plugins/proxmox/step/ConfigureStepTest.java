package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** {@code proxmoxConfigure} in a real Jenkins. */
@WithJenkins
class ConfigureStepTest {
    @Test
    void theGuestIsChangedAndWhatWaitsIsTold(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            String log = StepLab.succeed(jenkins, proxmox, """
                    def web = proxmoxConfigure guest: 'web', name: 'www', cores: 4, tags: ['a', 'b'], onboot: true,
                            description: 'for the tests', delete: ['boot']
                    echo "${web.name} ${web.pending}"
                    """);

            assertThat(log).contains("www [boot, cores]").contains("boot, cores of www (101) will change only when");
            EmbeddedGuest web = proxmox.cluster().guest(101).orElseThrow();
            assertThat(web.config())
                    .containsEntry("name", "www")
                    .containsEntry("tags", "a;b")
                    .containsEntry("onboot", "1")
                    .containsEntry("description", "for the tests");
            assertThat(web.pending()).containsOnlyKeys("boot", "cores");
        }
    }

    @Test
    void whatProxmoxRefusesFailsTheBuild(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            String log = StepLab.fail(jenkins, proxmox, "proxmoxConfigure guest: 'build', config: [nonsense: 'x']");

            assertThat(log).contains("ERROR: Configuring build (102) on pve2: nonsense failed:");
        }
    }

    @Test
    void anAbortedBuildStopsTheTask(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            int volumes = proxmox.cluster().volumes().size();
            String script = "proxmoxConfigure guest: 'build', config: [scsi1: 'local-lvm:1']";

            assertThat(StepLab.abort(jenkins, proxmox, script, "qmconfig"))
                    .contains("task stopped")
                    .doesNotContain("ERROR");
            assertThat(proxmox.cluster().volumes()).hasSize(volumes);
        }
    }

    @Test
    void passwordsAreInNoConsoleAndNoCheckpoint(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.cluster().guest(102).orElseThrow().set("ide2", "local-lvm:vm-102-cloudinit,media=cdrom");
            String log = StepLab.succeed(
                    jenkins, proxmox, "proxmoxConfigure guest: 'build', config: [cipassword: 'very-secret']");

            assertThat(log)
                    .contains("Configuring build (102) on pve2: cipassword")
                    .doesNotContain("very-secret");
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
        String step = "proxmoxConfigure guest: 101, ";
        table.put("proxmoxConfigure guest: 'nope', cores: 1", "There is no guest with the name 'nope' (guest)");
        table.put("proxmoxConfigure guest: '', cores: 1", "No guest is given");
        table.put("proxmoxConfigure guest: 101", "Nothing to change is given");
        table.put(step + "name: 'bad_name'", "'bad_name' is no valid guest name");
        table.put(step + "cores: 0", "cores: 0 is too little; expected is a number from 1 on");
        table.put(step + "memory: 8", "memory: 8 is too little; expected is a number from 16 on");
        table.put(step + "description: 'x' * 8193", "The description has 8193 characters");
        table.put(step + "tags: ['no tag']", "'no tag' is no tag");
        table.put(
                step + "onboot: true, delete: 'onboot'",
                "'onboot' can't be both set and deleted, nor reverted as well");
        table.put(step + "protection: true, revert: 'protection'", "'protection' can't be both set and deleted, nor");
        table.put("proxmoxConfigure guest: 201, agent: true", "agent is not possible for the container cache (201)");
        table.put(step + "ciUser: 'me'", "ciuser is an option of cloud-init, for which the VM web (101) has no drive");
        table.put(step + "sshKeys: 'ssh-ed25519 AAAA me'", "sshkeys is an option of cloud-init");
        table.put(
                "proxmoxConfigure guest: 201, ipConfig: 'ip=dhcp'", "for which the container cache (201) has no drive");
        table.put(step + "config: 'no option'", "'no option' is no option; expected is key=value");
        table.put(step + "config: [digest: 'x']", "'digest' is no option of a guest");
        table.put(step + "config: [template: 1]", "expected is proxmoxTemplate");
        table.put(step + "config: [balloon: '']", "The value of balloon is empty; to remove an option, delete it");
        table.put(step + "delete: 'Boot'", "'Boot' is no option");
        table.put(step + "revert: 'force'", "'force' is no option of a guest");
        table.put(step + "cores: 1, timeout: 0", "timeout: 0 is too short");
        table.put(step + "cores: 1, abort: 'maybe'", "abort: 'maybe' is not known");
        table.put(step + "cores: 1, connection: 'other'", "There is no connection 'other'");
        return table;
    }

    @Test
    void formAndSnippetKeepWhatWasEntered(JenkinsRule jenkins) throws Exception {
        ConfigureStep step = new ConfigureStep("web");
        new SnippetizerTester(jenkins).assertRoundTrip(step, "proxmoxConfigure 'web'");
        ConfigureStep bare = new StepConfigTester(jenkins).configRoundTrip(step);
        jenkins.assertEqualDataBoundBeans(step, bare);
        assertThat(bare.getAgent()).isNull();

        step.setName("www");
        step.setCores(2);
        step.setMemory(512);
        step.setDescription("notes");
        step.setTags("a, b");
        step.setOnboot(true);
        step.setProtection(false);
        step.setAgent(true);
        step.setCiUser("me");
        step.setSshKeys("ssh-ed25519 AAAA me");
        step.setIpConfig("ip=dhcp");
        step.setConfig("balloon=0");
        step.setDelete("boot");
        step.setRevert("vga");
        new SnippetizerTester(jenkins)
                .assertRoundTrip(
                        step,
                        "proxmoxConfigure agent: true, ciUser: 'me', config: 'balloon=0', cores: 2, delete: 'boot',"
                                + " description: 'notes', guest: 'web', ipConfig: 'ip=dhcp', memory: 512, name: 'www',"
                                + " onboot: true, protection: false, revert: 'vga', sshKeys: 'ssh-ed25519 AAAA me',"
                                + " tags: 'a, b'");
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
    }
}
