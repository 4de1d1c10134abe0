package io.jenkins.plugins.proxmox.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupLogTest {
    private static final VmId WEB = new VmId(101);
    private static final VmId DATABASE = new VmId(102);

    @Test
    void tellsTheArchiveOfOneGuest() {
        BackupLog log = read("""
            INFO: starting new backup job: vzdump 101 --mode snapshot --compress zstd --storage local --remove 0
            INFO: Starting Backup of VM 101 (qemu)
            INFO: Backup started at 2026-11-22 14:03:01
            INFO: status = running
            INFO: VM Name: web
            INFO: include disk 'scsi0' 'local:101/vm-101-disk-0.qcow2' 2G
            INFO: backup mode: snapshot
            INFO: ionice priority: 7
            INFO: creating vzdump archive '/var/lib/vz/dump/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst'
            INFO: started backup task '03e47266-6866-4ff0-b8fc-cb7a69ab4f44'
            INFO: 100% (2.0 GiB of 2.0 GiB) in 3s, read: 682.7 MiB/s, write: 0 B/s
            INFO: transferred 2.00 GiB in 3 seconds (682.7 MiB/s)
            INFO: archive file size: 1KB
            INFO: Finished Backup of VM 101 (00:00:03)
            INFO: Backup finished at 2026-11-22 14:03:04
            INFO: Backup job finished successfully
            TASK OK
            """);
        assertThat(log.archives())
                .containsOnly(Map.entry(WEB, "/var/lib/vz/dump/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst"));
        assertThat(log.failures()).isEmpty();
    }

    @Test
    void tellsTheArchiveOfEachOfSeveralGuests() {
        BackupLog log = read("""
            INFO: Starting Backup of VM 101 (qemu)
            INFO: creating Proxmox Backup Server archive 'vm/101/2026-11-22T13:03:01Z'
            INFO: Finished Backup of VM 101 (00:00:05)
            INFO: Starting Backup of VM 102 (lxc)
            INFO: creating Proxmox Backup Server archive 'ct/102/2026-11-22T13:03:06Z'
            INFO: Finished Backup of VM 102 (00:00:09)
            INFO: Backup job finished successfully
            TASK OK
            """);
        assertThat(log.archives())
                .containsOnly(
                        Map.entry(WEB, "vm/101/2026-11-22T13:03:01Z"),
                        Map.entry(DATABASE, "ct/102/2026-11-22T13:03:06Z"));
        assertThat(log.failures()).isEmpty();
    }

    @Test
    void tellsWhichGuestsFailedAndWhy() {
        BackupLog log = read("""
            INFO: Starting Backup of VM 101 (qemu)
            ERROR: Backup of VM 101 failed - VM is locked (snapshot)
            INFO: Failed at 2026-11-22 14:03:01
            INFO: Starting Backup of VM 102 (qemu)
            INFO: creating vzdump archive '/mnt/nas/dump/vzdump-qemu-102-2026_11_22-14_03_02.vma.zst'
            INFO:  78% (398.7 GiB of 510.0 GiB) in 21m 8s, read: 171.8 MiB/s, write: 159.0 MiB/s
            ERROR: vma_queue_write: write error - Broken pipe
            INFO: aborting backup job
            ERROR: Backup of VM 102 failed - vma_queue_write: write error - Broken pipe
            INFO: Failed at 2026-11-22 14:24:10
            INFO: Backup job finished with errors
            TASK ERROR: job errors
            """);
        assertThat(log.failures())
                .containsOnly(
                        Map.entry(WEB, "VM is locked (snapshot)"),
                        Map.entry(DATABASE, "vma_queue_write: write error - Broken pipe"));
        assertThat(log.archives()).isEmpty();
        assertThat(log.volume(DATABASE, "nas")).isEmpty();
    }

    @Test
    void tellsAFailureOfAGuestThatWasNeverBegun() {
        BackupLog log = read("""
            INFO: starting new backup job: vzdump 101 --storage local
            ERROR: Backup of VM 101 failed - unable to find VM '101'
            INFO: Backup job finished with errors
            TASK ERROR: job errors
            """);
        assertThat(log.failures()).containsOnly(Map.entry(WEB, "unable to find VM '101'"));
        assertThat(log.archives()).isEmpty();
    }

    @Test
    void tellsNothingOfALogThatHasNotBegun() {
        BackupLog log = read("INFO: trying to get global lock - waiting...\n");
        assertThat(log.archives()).isEmpty();
        assertThat(log.failures()).isEmpty();
    }

    @Test
    void tellsNoArchiveOfATaskThatWasKilled() {
        BackupLog log = read("""
            INFO: Starting Backup of VM 101 (qemu)
            INFO: creating vzdump archive '/mnt/nas/dump/vzdump-qemu-101-2026_11_22-14_03_02.vma.zst'
            INFO:  78% (398.7 GiB of 510.0 GiB) in 21m 8s, read: 171.8 MiB/s, write: 159.0 MiB/s
            """);
        assertThat(log.volume(WEB, "nas")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        vzdump,                /mnt/nas/dump/vzdump-lxc-101.tar.zst, nas:backup/vzdump-lxc-101.tar.zst
        Proxmox Backup Server, vm/101/2026-11-22T13:03:01Z,          nas:backup/vm/101/2026-11-22T13:03:01Z
        ACME,                  provider-archive-101,                 nas:backup/provider-archive-101
        """)
    void namesTheVolumeOfAnArchive(String kind, String archive, String volume) {
        BackupLog log = read("INFO: Starting Backup of VM 101 (qemu)\nINFO: creating " + kind + " archive '" + archive
                + "'\nINFO: Finished Backup of VM 101 (00:00:03)\n");
        assertThat(log.volume(WEB, "nas")).contains(VolumeId.parse(volume));
        assertThat(log.volume(DATABASE, "nas")).isEmpty();
    }

    private static BackupLog read(String lines) {
        return BackupLog.read(lines.lines().toList());
    }
}
