package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeStatusTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                {"cpuinfo":{"cpus":16,"cores":8,"sockets":1,"model":"AMD EPYC","flags":"fpu vme","hvm":"1"},
                "memory":{"total":68719476736,"used":8589934592,"free":60129542144,"available":60129542144},
                "loadavg":["0.10","0.05","0.01"],"rootfs":{"total":107374182400,"used":1,"avail":10737418240,"free":2},
                "swap":{"total":0,"used":0,"free":0},"ksm":{"shared":0},"uptime":86400,"cpu":0.03125,"wait":0,"idle":0,
                "pveversion":"pve-manager/8.4.21/2606ac850d46da29","kversion":"Linux 6.8.12-9-pve #1 SMP",
                "boot-info":{"mode":"efi","secureboot":0},"current-kernel":{"machine":"x86_64"}}
                """,
                """
                {"cpuinfo":{"cpus":"16","model":"AMD EPYC"},
                "memory":{"total":"68719476736","used":"8589934592","free":"60129542144"},"loadavg":[0.1,0.05,0.01],
                "rootfs":{"total":"107374182400","avail":"10737418240"},"uptime":"86400","cpu":"0.03125",
                "pveversion":"pve-manager/8.4.21/2606ac850d46da29","kversion":"Linux 6.8.12-9-pve #1 SMP"}
                """,
            })
    void isReadWhateverTypeItsFiguresHave(String json) {
        NodeStatus status = NodeStatus.of(Replies.of(json));
        assertThat(status.version()).contains("pve-manager/8.4.21/2606ac850d46da29");
        assertThat(status.kernel()).contains("Linux 6.8.12-9-pve #1 SMP");
        assertThat(status.processorModel()).contains("AMD EPYC");
        assertThat(status.processors()).hasValue(16);
        assertThat(status.load()).hasValue(0.03125);
        assertThat(status.loadAverages()).containsExactly(0.1, 0.05, 0.01);
        assertThat(status.memory()).contains(DataSize.ofGiB(64));
        assertThat(status.memoryUsed()).contains(DataSize.ofGiB(8));
        assertThat(status.memoryFree()).contains(DataSize.ofGiB(56));
        assertThat(status.rootDisk()).contains(DataSize.ofGiB(100));
        assertThat(status.rootDiskFree()).contains(DataSize.ofGiB(10));
        assertThat(status.uptime()).contains(Duration.ofDays(1));
    }

    @Test
    void hasNothingThatIsNotTold() {
        NodeStatus status = NodeStatus.of(Replies.of("{\"memory\":null,\"cpuinfo\":\"?\",\"loadavg\":\"0.1\"}"));
        assertThat(status.version()).isEmpty();
        assertThat(status.kernel()).isEmpty();
        assertThat(status.processorModel()).isEmpty();
        assertThat(status.processors()).isEmpty();
        assertThat(status.load()).isEmpty();
        assertThat(status.loadAverages()).isEmpty();
        assertThat(status.memory()).isEmpty();
        assertThat(status.memoryUsed()).isEmpty();
        assertThat(status.memoryFree()).isEmpty();
        assertThat(status.rootDisk()).isEmpty();
        assertThat(status.rootDiskFree()).isEmpty();
        assertThat(status.uptime()).isEmpty();
    }
}
