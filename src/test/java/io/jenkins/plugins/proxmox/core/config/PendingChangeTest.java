package io.jenkins.plugins.proxmox.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingChangeTest {
    @Test
    void isWhatReallyWaits() {
        // As PVE 8.4 told it.
        String pending = """
            [{"value":"creation-qemu=7.2.0,ctime=1795356667","key":"meta"},{"key":"serial0","value":"socket"},
            {"key":"agent","value":"enabled=1"},{"value":1,"key":"cores"},{"key":"kvm","value":0},
            {"value":"b480773f2ede3d22a5ea21676adc4df01bbe08c0","key":"digest"},
            {"key":"memory","pending":"1024","value":"768"}]
            """;
        assertThat(PendingChange.of(Replies.of(pending)))
                .containsExactly(new PendingChange("memory", Optional.of("768"), Optional.of("1024"), false));
    }

    @Test
    void isANewOptionOrADeletedOneToo() {
        assertThat(PendingChange.of(Replies.of("""
            [{"key":"scsi1","value":"local:1/x.raw","delete":1},{"key":"scsi2","delete":2},{"key":"cpu","delete":"1"},
            {"key":"net1","pending":"virtio"},{"key":"kvm","pending":0},{"key":"ostype","value":"l26","delete":0}]
            """)))
                .containsExactly(
                        new PendingChange("scsi1", Optional.of("local:1/x.raw"), Optional.empty(), true),
                        new PendingChange("scsi2", Optional.empty(), Optional.empty(), true),
                        new PendingChange("cpu", Optional.empty(), Optional.empty(), true),
                        new PendingChange("net1", Optional.empty(), Optional.of("virtio"), false),
                        new PendingChange("kvm", Optional.empty(), Optional.of("0"), false));
    }

    @Test
    void isAPasswordThoughBothAreHidden() {
        assertThat(PendingChange.of(
                        Replies.of("[{\"key\":\"cipassword\",\"value\":\"**********\",\"pending\":\"**********\"}]")))
                .extracting(PendingChange::key)
                .containsExactly("cipassword");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "[{}]", "[{\"pending\":\"1\"}]", "[1]"})
    void isNothingElse(String json) {
        assertThat(PendingChange.of(Replies.of(json))).isEmpty();
    }
}
