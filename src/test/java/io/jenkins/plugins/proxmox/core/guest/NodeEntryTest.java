package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeEntryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                {"node":"pve","status":"online","cpu":0.25,"maxcpu":16,"mem":8589934592,"maxmem":68719476736,
                "uptime":86400,"type":"node","level":"","id":"node/pve","cgroup-mode":2}
                """,
                """
                {"node":"pve","status":"online","cpu":"0.25","maxcpu":"16","mem":"8589934592","maxmem":"68719476736",
                "uptime":"86400","something":{"new":[1]}}
                """,
            })
    void isReadWhateverTypeItsFiguresHave(String json) {
        NodeEntry node = NodeEntry.of(Replies.of(json));
        assertThat(node.name()).isEqualTo("pve");
        assertThat(node.online()).isTrue();
        assertThat(node.load()).hasValue(0.25);
        assertThat(node.processors()).hasValue(16);
        assertThat(node.memoryUsed()).contains(DataSize.ofGiB(8));
        assertThat(node.memory()).contains(DataSize.ofGiB(64));
        assertThat(node.uptime()).contains(Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // As seen without the right to the figures.
                "{\"type\":\"node\",\"status\":\"online\",\"node\":\"pve\",\"level\":\"\",\"id\":\"node/pve\",\"cgroup-mode\":1}",
                "{\"status\":\"online\",\"node\":\"pve\",\"cpu\":null,\"maxcpu\":null,\"mem\":null,\"maxmem\":-1,\"uptime\":\"\"}",
            })
    void hasNoFiguresThatAreNotTold(String json) {
        NodeEntry node = NodeEntry.of(Replies.of(json));
        assertThat(node.online()).isTrue();
        assertThat(node.load()).isEmpty();
        assertThat(node.processors()).isEmpty();
        assertThat(node.memoryUsed()).isEmpty();
        assertThat(node.memory()).isEmpty();
        assertThat(node.uptime()).isEmpty();
    }

    @Test
    void isDownUnlessItIsSaidToBeUp() {
        assertThat(NodeEntry.of(Replies.of("{\"node\":\"pve\",\"status\":\"offline\"}"))
                        .online())
                .isFalse();
        assertThat(NodeEntry.of(Replies.of("{\"node\":\"pve\",\"status\":\"unknown\"}"))
                        .online())
                .isFalse();
        assertThat(NodeEntry.of(Replies.of("{\"node\":\"pve\"}")).online()).isFalse();
    }
}
