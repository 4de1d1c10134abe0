package io.jenkins.plugins.proxmox.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestConfigTest {
    @Test
    void findsTheMacAddressesOfAVirtualMachine() {
        GuestConfig config = config("""
            {"net0":"virtio=BC:24:11:44:A7:39,bridge=vmbr0","net12":"e1000=bc:24:11:44:a7:40","cores":1,
            "smbios1":"uuid=00000000-0000-0000-0000-000000000000"}
            """);
        assertThat(config.macAddresses()).containsExactlyInAnyOrder("bc:24:11:44:a7:39", "bc:24:11:44:a7:40");
    }

    @Test
    void findsTheMacAddressOfAContainer() {
        GuestConfig config = config("""
            {"net0":"name=eth0,bridge=vmbr0,gw=10.66.66.1,hwaddr=BC:24:11:30:3E:C0,ip=10.66.66.130/24,type=veth"}
            """);
        assertThat(config.macAddresses()).containsExactly("bc:24:11:30:3e:c0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"net0\":\"virtio,bridge=vmbr0\"}",
                "{\"description\":\"BC:24:11:44:A7:39\"}",
                "{\"netx\":\"virtio=BC:24:11:44:A7:39\"}",
                "{\"net0\":\"virtio=BC:24:11:44:A7\"}",
                "{\"net0\":\"name=eth0,ip6=fe:80:11:22:33:44:55:66/64\"}",
                "{}",
            })
    void findsNoMacAddressElsewhere(String json) {
        assertThat(config(json).macAddresses()).isEmpty();
    }

    @Test
    void knowsWhenAVirtualMachineWasMade() {
        assertThat(config("{\"meta\":\"creation-qemu=7.2.0,ctime=1795356667\"}").created())
                .contains(Instant.parse("2026-11-22T14:11:07Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"meta\":\"creation-qemu=7.2.0\"}", "{\"description\":\"ctime=1795356667\"}"})
    void doesNotKnowWhenOthersWereMade(String json) {
        assertThat(config(json).created()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1,fstrim_cloned_disks=1", "enabled=1", "enabled=1,type=virtio", "type=isa,enabled=1"})
    void knowsAnAgentThatIsEnabled(String agent) {
        assertThat(GuestConfig.enablesGuestAgent(agent)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0,fstrim_cloned_disks=1", "enabled=0", "type=virtio", "fstrim_cloned_disks=1"})
    void knowsAnAgentThatIsNot(String agent) {
        assertThat(GuestConfig.enablesGuestAgent(agent)).isFalse();
    }

    @Test
    void takesAnOptionForOnInWhateverTypeItComes() {
        GuestConfig config = config("{\"protection\":1,\"onboot\":\"1\",\"kvm\":0,\"agent\":\"0\"}");
        assertThat(config.flag("protection")).isTrue();
        assertThat(config.flag("onboot")).isTrue();
        assertThat(config.flag("kvm")).isFalse();
        assertThat(config.flag("agent")).isFalse();
        assertThat(config.flag("template")).isFalse();
    }

    private static GuestConfig config(String json) {
        return GuestConfig.of(Replies.of(json));
    }
}
