package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuestEntryTest {
    @Test
    void readsATemplateInTheListOfTheCluster() {
        assertThat(GuestEntry.of(Replies.of("""
            {"name":"base","id":"qemu/100","type":"qemu","tags":"base;ci","vmid":100,"node":"pve",
            "status":"stopped","template":1,"pool":"ci","lock":"backup","maxmem":268435456}
            """)))
                .contains(new GuestEntry(
                        new VmId(100),
                        GuestType.VIRTUAL_MACHINE,
                        "pve",
                        Optional.of("base"),
                        "stopped",
                        true,
                        Optional.of("ci"),
                        List.of("base", "ci"),
                        Optional.of("backup")));
    }

    @Test
    void readsAGuestTooNewToHaveAName() {
        GuestEntry entry = GuestEntry.of(Replies.of("""
            {"status":"unknown","node":"pve","vmid":960,"id":"qemu/960","type":"qemu"}
            """)).orElseThrow();
        assertThat(entry.name()).isEmpty();
        assertThat(entry.status()).isEqualTo("unknown");
        assertThat(entry.template()).isFalse();
        assertThat(entry.tags()).isEmpty();
        assertThat(entry.pool()).isEmpty();
        assertThat(entry).hasToString("960 on pve");
    }

    @Test
    void readsAContainerInTheListOfItsNode() {
        GuestEntry entry = GuestEntry.of(
                        Replies.of("{\"template\":1,\"status\":\"stopped\",\"name\":\"lab-ct\",\"vmid\":\"9001\"}"),
                        GuestType.CONTAINER,
                        "pve")
                .orElseThrow();
        assertThat(entry.vmid()).isEqualTo(new VmId(9001));
        assertThat(entry.template()).isTrue();
        assertThat(entry).hasToString("lab-ct (9001) on pve");
    }

    @Test
    void readsTheListsOfARealNode() {
        GuestEntry container =
                GuestEntry.of(Replies.of("""
            {"swap":0,"template":1,"status":"stopped","netin":0,"cpu":0,"cpus":1,"type":"lxc","mem":0,"disk":0,
            "name":"lab-ct","uptime":0,"maxmem":536870912,"vmid":9001,"maxdisk":2147483648,"maxswap":0}
            """), GuestType.CONTAINER, "pve").orElseThrow();
        GuestEntry vm =
                GuestEntry.of(Replies.of("""
            {"serial":1,"name":"lab-debian","netout":0,"mem":0,"cpus":1,"template":"","status":"stopped",
            "vmid":"9000","maxmem":805306368,"uptime":0,"diskwrite":null}
            """), GuestType.VIRTUAL_MACHINE, "pve").orElseThrow();
        assertThat(container.template()).isTrue();
        assertThat(vm.vmid()).isEqualTo(new VmId(9000));
        assertThat(vm.template()).isFalse();
        assertThat(vm.lock()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"storage\",\"id\":\"storage/pve/local\"}",
                "{\"type\":\"node\"}",
                "{}",
                "{\"type\":\"qemu\"}",
                "{\"type\":\"qemu\",\"vmid\":7}"
            })
    void findsNoGuestInOtherResources(String json) {
        assertThat(GuestEntry.of(Replies.of(json))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"base;ci, base ci", "'base,ci', base ci", "base ci, base ci", "'base; ci;', base ci", "'', ''"})
    void splitsTagsAtEverySeparatorThatProxmoxKnows(String text, String tags) {
        assertThat(String.join(" ", GuestEntry.tags(text))).isEqualTo(tags);
    }
}
