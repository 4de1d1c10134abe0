package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A restart of the controller while a guest is being changed: what was begun goes on, and happens once. */
class ChangeRestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    qmconfig   | proxmoxConfigure guest: 'build', config: [scsi1: 'local-lvm:1'], cores: 2
                    resize     | proxmoxDisk guest: 'build', action: 'resize', disk: 'scsi0', size: '+1G'
                    qmtemplate | proxmoxTemplate guest: 'build'
                    qmigrate   | proxmoxMigrate guest: 'build', target: 'pve1'
                    """)
    void theStepGoesOnAndEndsOnce(String task, String script) throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            int volumes = proxmox.cluster().volumes().size();
            StepLab.restart(sessions, proxmox, "def made = " + script + "; echo \"of ${made.vmid}\"", task, console -> {
                assertThat(console).contains("of 102").doesNotContain("ERROR");
                assertThat(proxmox.cluster().volumes()).hasSize(task.equals("qmconfig") ? volumes + 1 : volumes);
                assertThat(proxmox.cluster().guest(102).orElseThrow().config().get("scsi0"))
                        .endsWith(task.equals("resize") ? "size=3G" : "size=2G");
            });
        }
    }
}
