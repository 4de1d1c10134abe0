package io.jenkins.plugins.proxmox.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The files of configurations, as they are inside of backups. */
class ConfigFileTest {
    private static final String OF_A_MACHINE = """
            #for the tests %25 of them
            #proxmox-guests%3A controller=a+b vmid=101 operation=1
            #100% gr\u00fcn
            cores: 2
            name: web
            scsi0: local-lvm:vm-101-disk-0,size=2G
            tags: ci;jenkins
            #qmdump#map:scsi0:drive-scsi0:local-lvm:raw:

            [clean]
            #of the snapshot
            cores: 1
            """;

    @Test
    void endsAtTheFirstSnapshot() {
        GuestConfig config = GuestConfig.ofFile(OF_A_MACHINE);

        assertThat(config.values()).containsOnlyKeys("description", "cores", "name", "scsi0", "tags");
        assertThat(config.cores()).hasValue(2);
    }

    @Test
    void theDescriptionIsDecodedLineByLine() {
        assertThat(GuestConfig.ofFile(OF_A_MACHINE).description())
                .contains(
                        "for the tests % of them\nproxmox-guests: controller=a+b vmid=101 operation=1\n100% gr\u00fcn");
    }

    @Test
    void whatIsEmptyHasNothing() {
        assertThat(GuestConfig.ofFile("").values()).isEmpty();
    }
}
