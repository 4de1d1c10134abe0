package io.jenkins.plugins.proxmox.core.config;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.MacAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NicTest {
    private static final MacAddress MAC = new MacAddress("BC:24:11:44:A7:39");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "virtio=BC:24:11:44:A7:39,bridge=vmbr0,tag=7,firewall=1,queues=4",
                "virtio=bc:24:11:44:a7:39,bridge=vmbr0,tag=7,firewall=on",
                "bridge=vmbr0,model=virtio,macaddr=BC:24:11:44:A7:39,tag=7,firewall=yes",
                "virtio,macaddr=BC:24:11:44:A7:39,bridge=vmbr0,tag=7,firewall=1",
            })
    void readsAVirtualMachines(String text) {
        Nic nic = Nic.parse(text);
        assertThat(nic.model()).contains("virtio");
        assertThat(nic.name()).isEmpty();
        assertThat(nic.mac()).contains(MAC);
        assertThat(nic.bridge()).contains("vmbr0");
        assertThat(nic.vlan()).hasValue(7);
        assertThat(nic.firewall()).isTrue();
        assertThat(nic.staticAddresses()).isEmpty();
        assertThat(nic).hasToString(text);
    }

    @Test
    void readsAContainers() {
        String text = "name=eth0,bridge=vmbr0,gw=10.66.66.1,hwaddr=BC:24:11:30:3E:C0,ip=10.66.66.130/24,"
                + "ip6=2001:db8::5/64,tag=4094,type=veth";
        Nic nic = Nic.parse(text);
        assertThat(nic.name()).contains("eth0");
        assertThat(nic.model()).isEmpty();
        assertThat(nic.mac()).contains(new MacAddress("bc:24:11:30:3e:c0"));
        assertThat(nic.bridge()).contains("vmbr0");
        assertThat(nic.vlan()).hasValue(4094);
        assertThat(nic.firewall()).isFalse();
        assertThat(nic.staticAddresses()).containsExactly("10.66.66.130", "2001:db8::5");
        assertThat(nic).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "virtio2",
                "virtio2=BC:24:11:44:A7:39",
                "tag=x",
                "tag=0",
                "tag=12345",
                "firewall=0",
                "firewall=2",
                "bridge=",
                "ip=dhcp,ip6=auto",
                "ip=manual",
                "gw=10.0.0.1",
                "macaddr=01:00:5E:00:00:01",
                "hwaddr=x",
            })
    void takesWhatItCantReadForAbsent(String text) {
        Nic nic = Nic.parse(text);
        assertThat(nic.model()).isEmpty();
        assertThat(nic.name()).isEmpty();
        assertThat(nic.mac()).isEmpty();
        assertThat(nic.bridge()).isEmpty();
        assertThat(nic.vlan()).isEmpty();
        assertThat(nic.firewall()).isFalse();
        assertThat(nic.staticAddresses()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        virtio,bridge=vmbr0                      | virtio=BC:24:11:44:A7:39,bridge=vmbr0
        bridge=vmbr0,e1000                       | bridge=vmbr0,e1000=BC:24:11:44:A7:39
        e1000=00:00:00:00:00:02,bridge=vmbr0     | e1000=BC:24:11:44:A7:39,bridge=vmbr0
        model=virtio,bridge=vmbr0                | model=virtio,bridge=vmbr0,macaddr=BC:24:11:44:A7:39
        macaddr=00:00:00:00:00:02,model=virtio   | macaddr=BC:24:11:44:A7:39,model=virtio
        virtio,macaddr=00:00:00:00:00:02,mtu=9   | virtio,macaddr=BC:24:11:44:A7:39,mtu=9
        name=eth0,bridge=vmbr0                   | name=eth0,bridge=vmbr0,hwaddr=BC:24:11:44:A7:39
        name=eth0,hwaddr=00:00:00:00:00:02,mtu=9 | name=eth0,hwaddr=BC:24:11:44:A7:39,mtu=9
        """)
    void getsAMacAddressWhereItsKindHasIt(String text, String changed) {
        assertThat(Nic.parse(text).withMac(MAC)).hasToString(changed);
        assertThat(Nic.parse(changed).mac()).contains(MAC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bridge=vmbr0", "virtio2,bridge=vmbr0", "macaddr=BC:24:11:44:A7:39"})
    void refusesAMacAddressForWhatIsNoNic(String text) {
        assertRefused(
                "net",
                () -> Nic.parse(text).withMac(MAC),
                "'" + text + "' is no NIC",
                "a model for a VM",
                "a name for a container");
    }

    @Test
    void isMadeOfItsParts() {
        assertThat(Nic.ofVirtualMachine(" virtio ")
                        .withBridge("vmbr1")
                        .withVlan(7)
                        .withMac(MAC)
                        .with("firewall", true))
                .hasToString("virtio=BC:24:11:44:A7:39,bridge=vmbr1,tag=7,firewall=1");
        assertThat(Nic.ofContainer(" eth0 ").withBridge("vmbr1").withVlan(1).with("ip", "dhcp"))
                .hasToString("name=eth0,bridge=vmbr1,tag=1,ip=dhcp");
    }

    @Test
    void keepsEverythingElseWhenOnePartChanges() {
        assertThat(Nic.parse("virtio=BC:24:11:44:A7:39,bridge=vmbr0,new-in-pve-12=x,tag=7")
                        .withBridge("vmbr1")
                        .withVlan(4094))
                .hasToString("virtio=BC:24:11:44:A7:39,bridge=vmbr1,new-in-pve-12=x,tag=4094");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "virtio2", "VIRTIO", "virtio,bridge=vmbr0", "virtio=BC:24:11:44:A7:39"})
    void refusesAnUnknownModel(String model) {
        assertRefused(
                "model",
                () -> Nic.ofVirtualMachine(model),
                "'" + model + "' is no model of a NIC",
                "expected is one of virtio, e1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eth 0", "eth0,ip=dhcp", "a123456789012345"})
    void refusesANameThatLinuxHasNot(String name) {
        assertRefused("name", () -> Nic.ofContainer(name), "'" + name + "' is no name of a NIC", "1 to 15 letters");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 4095})
    void refusesAVlanThatIsNone(int vlan) {
        assertRefused("vlan", () -> Nic.parse("virtio").withVlan(vlan), "'" + vlan + "' is no VLAN", "from 1 to 4094");
    }

    @Test
    void refusesABridgeThatIsNone() {
        assertRefused("bridge", () -> Nic.parse("virtio").withBridge("a b"), "'a b' is no name of a bridge");
        assertRefused("rate", () -> Nic.parse("virtio").with("rate", "1,5"), "'1,5' can't be the value of rate");
    }
}
