package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChangeDiskTest {
    private final Lab lab = Lab.start();
    private final int volumes = lab.proxmox.cluster().volumes().size();

    @AfterEach
    void close() throws IOException {
        lab.close();
    }

    private EmbeddedGuest guest(int vmid) {
        return lab.proxmox.cluster().guest(vmid).orElseThrow();
    }

    private static DiskRequest attach(String guest, String disk) {
        return new DiskRequest(guest, DiskAction.ATTACH, disk)
                .storage("local-lvm")
                .size("1G");
    }

    private static DiskRequest request(String guest, DiskAction action, String disk) {
        return new DiskRequest(guest, action, disk);
    }

    private Map<String, Object> run(DiskRequest request) {
        return lab.run(new ChangeDisk(request));
    }

    @ParameterizedTest
    @EnumSource(PveVersion.class)
    void aDiskComesGrowsMovesAndGoes(PveVersion version) throws IOException {
        try (Lab other = Lab.start(version)) {
            int before = other.proxmox.cluster().volumes().size();
            assertThat(other.run(new ChangeDisk(attach("web", "scsi1").options(Map.of("discard", "1", "ssd", "1")))))
                    .containsEntry("size", 1L << 30)
                    .containsEntry("storage", "local-lvm")
                    .containsEntry("pending", false);
            assertThat(other.proxmox.cluster().guest(101).orElseThrow().config().get("scsi1"))
                    .contains("discard=on", "ssd=1");
            assertThat(other.run(new ChangeDisk(
                            request("web", DiskAction.RESIZE, "scsi1").size("+512M"))))
                    .containsEntry("size", 1536L << 20);
            assertThat(other.run(new ChangeDisk(request("web", DiskAction.MOVE, "scsi1")
                            .storage("nfs")
                            .format("qcow2"))))
                    .containsEntry("storage", "nfs")
                    .containsEntry("unused", "unused0");
            assertThat(other.run(new ChangeDisk(request("web", DiskAction.DELETE, "unused0"))))
                    .containsEntry("unused", null);
            assertThat(other.run(new ChangeDisk(request("web", DiskAction.DELETE, "scsi1"))))
                    .containsEntry("size", 1536L << 20);
            assertThat(other.proxmox.cluster().volumes()).hasSize(before);
        }
    }

    @Test
    void aDetachedDiskStaysAndCanBeAttachedAgain() {
        Object volume = run(attach("build", "scsi1")).get("volume");

        assertThat(run(request("build", DiskAction.DETACH, "scsi1")))
                .containsEntry("volume", volume)
                .containsEntry("unused", "unused0");
        assertThat(run(request("build", DiskAction.ATTACH, "sata0").volume("unused0")))
                .containsEntry("volume", volume);
        assertThat(guest(102).config()).doesNotContainKey("unused0");
        assertThat(lab.proxmox.cluster().volumes()).hasSize(volumes + 1);
    }

    @Test
    void anImageBecomesACdrom() {
        run(request("build", DiskAction.ATTACH, "ide2").volume("local:iso/debian-12.7.0-amd64-netinst.iso"));

        assertThat(guest(102).config().get("ide2")).contains("media=cdrom");
        assertThatThrownBy(() -> run(request("build", DiskAction.MOVE, "ide2").storage("nfs")))
                .hasMessageContaining("ide2 of build (102) is no volume that could be moved");
    }

    @Test
    void aBusThatTakesNothingWhileTheGuestRunsWaits() {
        assertThat(run(attach("web", "sata0"))).containsEntry("pending", true);
        assertThat(lab.console).anyMatch(line -> line.contains("sata0 of web (101) will change only when"));
    }

    @Test
    void theVolumesOfARunningContainerStayWhereTheyAre() {
        run(attach("cache", "mp0").path("/data"));

        assertThatThrownBy(() -> run(request("cache", DiskAction.DELETE, "mp0")))
                .hasMessageContaining("can't be deleted while it runs");
        assertThatThrownBy(() -> run(request("cache", DiskAction.MOVE, "rootfs").storage("local-lvm2")))
                .hasMessageContaining("There is no storage 'local-lvm2'");
    }

    @Test
    void whatIsSoAlreadyIsLeftAlone() {
        assertThat(run(request("build", DiskAction.RESIZE, "scsi0").size("2G"))).containsEntry("size", 2L << 30);
        run(request("build", DiskAction.MOVE, "scsi0").storage("local-lvm"));
        run(request("tools", DiskAction.RESIZE, "rootfs").size("2G"));

        assertThat(lab.changes()).isZero();
    }

    @Test
    void somethingIsAddedToTheSizeThatThereWasAtFirst() {
        lab.proxmox.faults().call("PUT", "/nodes/*/qemu/102/resize").dropAfterEffect();

        run(request("build", DiskAction.RESIZE, "scsi0").size("+1G"));

        assertThat(guest(102).config().get("scsi0")).endsWith("size=3G");
        assertThat(lab.proxmox.tasks().ofType("resize")).hasSize(1);
    }

    @Test
    void aVolumeThatTookTheOldPlaceIsNotDeleted() {
        run(attach("build", "scsi1"));
        String doomed =
                (String) run(request("build", DiskAction.DETACH, "scsi1")).get("volume");
        String other = guest(102).config().get("scsi0").replaceFirst(",.*", "");
        // Between looking and deleting, somebody else detaches another disk, which gets the same place.
        lab.proxmox.faults().call("POST", "/nodes/*/qemu/102/config").answer(500, "VM is locked (backup)");
        OperationRun<?> run = lab.begin(new ChangeDisk(request("build", DiskAction.DELETE, "unused0")));
        while (lab.console.stream().noneMatch(line -> line.contains("is locked (backup)"))) {
            Thread.onSpinWait();
        }
        guest(102).set("unused0", other).set("unused1", doomed);

        assertThatThrownBy(() -> Lab.result(run)).hasMessageContaining("is not " + doomed + " any more");
        assertThat(lab.proxmox.cluster().volumes())
                .anyMatch(volume -> volume.volid().equals(other));
    }

    @Test
    void whatWasAskedForIsKept() {
        ChangeDisk operation =
                new ChangeDisk(attach("tools", "mp0").path("/data").options(Map.of("ro", "1")));

        assertThat(ChangeDisk.of(Request.read(operation.request(), Map.of())).request())
                .isEqualTo(operation.request());
    }
}
