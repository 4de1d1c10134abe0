package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.config.Nic;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a clone can be given before its start: disk, network, DNS. */
@ParameterizedClass
@EnumSource(PveVersion.class)
class CloneShapeTest {
    @Parameter
    private PveVersion version;

    private Lab lab;

    @BeforeEach
    void start() throws IOException {
        lab = Lab.start(version);
        lab.proxmox.cluster().addBridge("vmbr1");
    }

    @AfterEach
    void close() throws IOException {
        lab.close();
    }

    private EmbeddedGuest template(int vmid) {
        return lab.proxmox.cluster().guest(vmid).orElseThrow();
    }

    private Map<String, String> clone(CloneRequest request) {
        return lab.proxmox
                .cluster()
                .guest(lab.run(new CloneGuest(request)).vmid().number())
                .orElseThrow()
                .config();
    }

    @Test
    void theDiskThatAMachineBootsFromGrows() {
        assertThat(clone(new CloneRequest("9000").bootDisk("5G")).get("scsi0")).endsWith("size=5G");
        assertThat(template(9000).config().get("scsi0")).endsWith("size=2G");
    }

    @Test
    void theRootFileSystemOfAContainerGrows() {
        assertThat(clone(new CloneRequest("9001").bootDisk("5G").start(true)).get("rootfs"))
                .endsWith("size=5G");
    }

    @Test
    void theRightDiskGrowsWhateverItsBus() {
        EmbeddedGuest guest = lab.proxmox.cluster().addVirtualMachine("pve1", 9100, "two-disks");
        lab.run(new ChangeDisk(new DiskRequest("9100", DiskAction.ATTACH, "virtio1")
                .storage("local-lvm")
                .size("1G")));
        guest.set("boot", "order=net0;ide2;virtio1;scsi0").template();

        Map<String, String> config = clone(new CloneRequest("9100").bootDisk("4G"));

        assertThat(config.get("virtio1")).endsWith("size=4G");
        assertThat(config.get("scsi0")).endsWith("size=2G");
    }

    @Test
    void aDiskNeverShrinks() {
        assertThat(clone(new CloneRequest("9000").bootDisk("1G")).get("scsi0")).endsWith("size=2G");
        assertThat(clone(new CloneRequest("9001").full(true).bootDisk("2G")).get("rootfs"))
                .endsWith("size=2G");
        assertThat(lab.console)
                .contains(
                        "[proxmox] scsi0 of debian-12 (9000) has 2G, so that of the clone is not made bigger; 1G was asked for",
                        "[proxmox] rootfs of debian-ct (9001) has 2G, so that of the clone is not made bigger; 2G was asked for");
        assertThat(lab.proxmox.requests().count("PUT", "/nodes/*/*/*/resize")).isZero();
    }

    @Test
    void aMachineWithoutABootDiskIsLeftAlone() {
        template(9000).set("boot", "order=net0").set("virtio0", "local-lvm:base-9000-disk-9,size=1G");

        assertRefused(
                "bootDisk",
                () -> clone(new CloneRequest("9000").bootDisk("5G")),
                "nothing tells which disk of debian-12 (9000) it boots from",
                "as in order=scsi0");
        assertThat(lab.changes()).isZero();
    }

    @Test
    void theFirstNicIsPluggedIntoAnotherNetworkAndKeepsItsNewAddress() {
        Nic original = Nic.parse(template(9000)
                .set("net0", "e1000=BC:24:11:00:00:01,bridge=vmbr0,firewall=1")
                .config()
                .get("net0"));

        Nic machine = Nic.parse(
                clone(new CloneRequest("9000").bridge("vmbr1").vlan(12)).get("net0"));
        Nic container = Nic.parse(
                clone(new CloneRequest("9001").bridge("vmbr1").vlan(12)).get("net0"));

        assertThat(machine.model()).contains("e1000");
        assertThat(machine.firewall()).isTrue();
        assertThat(machine.bridge()).contains("vmbr1");
        assertThat(machine.vlan()).hasValue(12);
        assertThat(machine.mac()).isPresent().isNotEqualTo(original.mac());
        assertThat(container.name()).contains("eth0");
        assertThat(container.bridge()).contains("vmbr1");
        assertThat(container.vlan()).hasValue(12);
        assertThat(container.text().value("ip")).contains("dhcp");
        assertThat(container.mac())
                .isPresent()
                .isNotEqualTo(Nic.parse(template(9001).config().get("net0")).mac());
    }

    @Test
    void aMachineIsToldItsAddressesByCloudInit() {
        template(9000).set("ipconfig0", "ip=10.0.0.9/24,gw=10.0.0.1,ip6=auto");

        assertThat(clone(new CloneRequest("9000")
                        .ipv4("192.0.2.5/24")
                        .gateway("192.0.2.1")
                        .nameserver("192.0.2.53, 2001:db8::53")
                        .searchDomain("ci.example.com")))
                .containsEntry("ipconfig0", "ip=192.0.2.5/24,gw=192.0.2.1,ip6=auto")
                .containsEntry("nameserver", "192.0.2.53 2001:db8::53")
                .containsEntry("searchdomain", "ci.example.com");
        assertThat(clone(new CloneRequest("9000").ipv4("dhcp").ipv6("2001:db8::5/64"))
                        .get("ipconfig0"))
                .isEqualTo("ip=dhcp,ip6=2001:db8::5/64");
    }

    @Test
    void aContainerIsToldItsAddressesByItsNic() {
        Map<String, String> config = clone(new CloneRequest("9001")
                .ipv4("192.0.2.5/24")
                .gateway("192.0.2.1")
                .ipv6("2001:db8::5/64")
                .gateway6("2001:db8::1")
                .nameserver("192.0.2.53")
                .searchDomain("ci.example.com")
                .start(true));

        Nic nic = Nic.parse(config.get("net0"));
        assertThat(nic.text().value("ip")).contains("192.0.2.5/24");
        assertThat(nic.text().value("gw")).contains("192.0.2.1");
        assertThat(nic.text().value("ip6")).contains("2001:db8::5/64");
        assertThat(nic.text().value("gw6")).contains("2001:db8::1");
        assertThat(nic.bridge()).contains("vmbr0");
        assertThat(config).containsEntry("nameserver", "192.0.2.53").containsEntry("searchdomain", "ci.example.com");
        assertThat(config).doesNotContainKey("ipconfig0");
    }

    @Test
    void aTemplateWithoutANicNeedsABridge() {
        lab.run(new ConfigureGuest(new ConfigureRequest("102").delete(List.of("net0"))));

        assertRefused(
                "bridge", () -> clone(new CloneRequest("102").vlan(7)), "build (102) has no NIC net0", "as in vmbr0");
        assertThat(clone(new CloneRequest("102").bridge("vmbr1").vlan(7)).get("net0"))
                .startsWith("virtio=")
                .endsWith("bridge=vmbr1,tag=7");
    }

    @Test
    void whatNobodyWouldTellTheGuestIsRefused() {
        assertRefused("ipv4", () -> clone(new CloneRequest("102").ipv6("auto")), "build (102) has no drive");
        assertRefused(
                "nameserver", () -> clone(new CloneRequest("102").nameserver("192.0.2.53")), "cloud-init", "no drive");
        assertRefused(
                "sshkeys",
                () -> clone(new CloneRequest("9001").sshKeys("ssh-ed25519 AAAA x")),
                "possible only when a container is created");
        assertThat(lab.changes()).isZero();
    }

    @Test
    void aCloneWhoseDiskCannotGrowIsTakenBack() {
        if (version.atLeast(PveVersion.V8)) {
            lab.proxmox.faults().task("resize").fails("no space left");
        } else {
            lab.proxmox.faults().call("PUT", "/nodes/*/qemu/*/resize").answer(500, "no space left");
        }
        int before = lab.proxmox.cluster().guests().size();

        assertThatThrownBy(() -> clone(new CloneRequest("9000").name("ci-1").bootDisk("5G")))
                .hasMessageContaining("Resizing scsi0 of ci-1 (")
                .hasMessageContaining("on pve1 to 5G")
                .hasMessageContaining("no space left");
        assertThat(lab.proxmox.cluster().guests()).hasSize(before);
    }

    @Test
    void aDiskThatIsBigEnoughByNowIsFine() {
        if (!version.atLeast(PveVersion.V8)) {
            // Later there is a task, whose end tells.
            lab.proxmox.faults().call("PUT", "/nodes/*/qemu/*/resize").answerAfterEffect(500, "got timeout");
        }

        Map<String, String> config = clone(new CloneRequest("9000").bootDisk("5G"));

        assertThat(config.get("scsi0")).endsWith("size=5G");
    }
}
