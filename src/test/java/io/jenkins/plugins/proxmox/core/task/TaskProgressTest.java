package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskProgressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        transferred 0.0 B of 2.0 GiB (0.00%)                                                | 0
        transferred 1013.0 MiB of 2.0 GiB (49.46%)                                          | 49
        transferred 2.0 GiB of 2.0 GiB (100.00%)                                            | 100
        """)
    void readsTheCopyOfADisk(String line, int percent) {
        assertThat(TaskProgress.percent(line)).hasValue(percent);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        drive-scsi0: transferred 6.0 MiB of 8.0 GiB (0.07%) in 0s                           | 0
        drive-scsi0: transferred 2.0 GiB of 8.0 GiB (24.40%) in 2s                          | 24
        drive-scsi0: transferred 8.0 GiB of 8.0 GiB (100.00%) in 1m 9s, ready               | 100
        """)
    void readsTheCopyOfADiskInUse(String line, int percent) {
        assertThat(TaskProgress.percent(line)).hasValue(percent);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        progress 1% (read 21495808 bytes, duration 0 sec)                                   | 1
        progress 43% (read 923467776 bytes, duration 0 sec)                                 | 43
        progress 100% (read 2147483648 bytes, duration 3 sec)                               | 100
        progress 5% (read 107413504 bytes, zeroes = 2% (4194304 bytes), duration 1 sec)     | 5
        """)
    void readsARestore(String line, int percent) {
        assertThat(TaskProgress.percent(line)).hasValue(percent);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        INFO:   0% (64.0 MiB of 10.0 GiB) in 0s, read: 64.0 MiB/s, write: 0 B/s             | 0
        INFO:  12% (1.2 GiB of 10.0 GiB) in 3s, read: 409.6 MiB/s, write: 350.0 MiB/s       | 12
        INFO: 100% (10.0 GiB of 10.0 GiB) in 42s, read: 2.5 GiB/s, write: 76.3 MiB/s        | 100
        INFO: 101% (10.1 GiB of 10.0 GiB) in 43s, read: 2.5 GiB/s, write: 76.3 MiB/s        | 100
        """)
    void readsABackup(String line, int percent) {
        assertThat(TaskProgress.percent(line)).hasValue(percent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "TASK OK",
                "create full clone of drive scsi0 (local:101/vm-101-disk-0.qcow2)",
                "drive mirror is starting for drive-scsi0",
                "INFO: Starting Backup of VM 101 (qemu)",
                "INFO: include disk 'scsi0' 'local:101/vm-101-disk-0.qcow2' 2G",
                "INFO: backup is sparse: 1.98 GiB (98%) total zero data",
                "INFO: backup was done incrementally, reused 59.39 GiB (98%)",
                "INFO: transferred 2.00 GiB in 3 seconds (682.7 MiB/s)",
                "INFO: Total bytes written: 878131200 (838MiB, 82MiB/s)",
                "WARN: storage 'local' is 97% full",
                "sent 462,790,248 bytes  received 200,675 bytes  185,196,369.20 bytes/sec",
            })
    void leavesOtherLinesAlone(String line) {
        assertThat(TaskProgress.percent(line)).isEmpty();
    }
}
