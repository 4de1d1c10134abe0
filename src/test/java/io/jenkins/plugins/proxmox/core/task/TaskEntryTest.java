package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskEntryTest {
    private static final String STOP = "UPID:pve:00003CB8:00041D16:6B02F6E6:qmstop:102:root@pam!lab:";

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                {"pid":15544,"tokenid":"lab","status":"OK","node":"pve","starttime":1795356390,"upid":"%s",
                "user":"root@pam","id":"102","endtime":1795356396,"type":"qmstop","pstart":269590}
                """,
                "{\"upid\":\"%s\",\"status\":\"OK\",\"endtime\":\"1795356396\",\"saved\":\"1\"}",
            })
    void isReadWithItsEnd(String json) {
        TaskEntry task = TaskEntry.of(Replies.of(json.formatted(STOP))).orElseThrow();
        assertThat(task.upid()).isEqualTo(Upid.parse(STOP));
        assertThat(task.running()).isFalse();
        assertThat(task.ended()).contains(Instant.ofEpochSecond(1795356396));
        assertThat(task.outcome()).contains(new TaskOutcome.Succeeded());
    }

    @Test
    void tellsHowItEnded() {
        TaskEntry task = TaskEntry.of(Replies.of("""
                        {"upid":"UPID:pve:00003269:0003DE89:6B02F646:resize:101:root@pam!lab:","endtime":1795356230,
                        "status":"shrinking disks is not supported","node":"pve","pid":12905}
                        """)).orElseThrow();
        assertThat(task.outcome()).contains(new TaskOutcome.Failed("shrinking disks is not supported"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"upid\":\"%s\",\"status\":\"RUNNING\",\"starttime\":1795356390}",
                "{\"upid\":\"%s\",\"starttime\":1795356390}",
                "{\"upid\":\"%s\",\"endtime\":null,\"status\":null}",
            })
    void runsAsLongAsItHasNoEnd(String json) {
        TaskEntry task = TaskEntry.of(Replies.of(json.formatted(STOP))).orElseThrow();
        assertThat(task.running()).isTrue();
        assertThat(task.ended()).isEmpty();
        assertThat(task.outcome()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"upid\":\"UPID:xx\"}", "{\"upid\":null,\"endtime\":1}", "[]"})
    void isNoneWithoutAUpid(String json) {
        assertThat(TaskEntry.of(Replies.of(json))).isEmpty();
    }
}
