package io.jenkins.plugins.proxmox.core.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.config.NewDisk;
import io.jenkins.plugins.proxmox.core.config.Nic;
import io.jenkins.plugins.proxmox.core.config.PendingChange;
import io.jenkins.plugins.proxmox.core.guest.Container;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.guest.NewContainer;
import io.jenkins.plugins.proxmox.core.guest.NewVirtualMachine;
import io.jenkins.plugins.proxmox.core.guest.Node;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.MacAddress;
import io.jenkins.plugins.proxmox.core.value.Password;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class GuestsExamplesTest extends LibraryExamples {
    private final StringBuilder out = new StringBuilder();

    private void print(Object text) {
        out.append(text).append('\n');
    }

    @Test
    void list() {
        // example
        for (GuestEntry entry : cluster.guests().list()) { // one call for the whole cluster, up to 10 s old
            print(entry + ": " + entry.type().noun() + ", " + entry.status());
        }
        for (GuestEntry entry : cluster.node("pve1").virtualMachines().list()) { // always fresh
            print(entry + (entry.template() ? " is a template" : ""));
        }
        // end
        assertThat(out)
                .contains("web (101) on pve1: VM, running", "tools (202) on pve2: container, stopped")
                .contains("debian-12 (9000) on pve1 is a template");
    }

    @Test
    void get() {
        // example
        Guest guest = cluster.guests().get("web"); // or get(new VmId(101)); an error names those that there are
        VirtualMachine vm = cluster.node("pve1").virtualMachines().get(new VmId(101));
        Container container = cluster.node("pve1").containers().get("cache");

        VmId next = cluster.nextFreeVmId(); // reserved for nobody
        boolean free = cluster.isFree(VmId.parse("4711")); // throws if that can't be a VMID
        // end
        assertThat(guest).hasToString("VM 101 on pve1").isInstanceOf(VirtualMachine.class);
        assertThat(vm.vmid()).isEqualTo(guest.vmid());
        assertThat(container.vmid()).isEqualTo(new VmId(201));
        assertThat(next).isEqualTo(new VmId(100));
        assertThat(free).isTrue();
    }

    @Test
    void createVirtualMachine() {
        // example
        Node node = cluster.node("pve1");
        VirtualMachine vm = node.virtualMachines()
                .create(NewVirtualMachine.of(cluster.nextFreeVmId())
                        .named(new GuestName("build-7"))
                        .with(ConfigChange.none()
                                .cores(4)
                                .memory(DataSize.ofGiB(8))
                                .set("ostype", "l26")
                                .nic(0, Nic.ofVirtualMachine("virtio").withBridge("vmbr0"))
                                .disk(DiskId.parse("scsi0"), NewDisk.on("local-lvm", DataSize.ofGiB(32)))
                                .disk(DiskId.parse("ide2"), NewDisk.emptyCdrom())))
                .await(Duration.ofMinutes(5));
        // end
        assertThat(embedded(vm.vmid().number()).config())
                .containsEntry("name", "build-7")
                .containsEntry("cores", "4")
                .containsEntry("memory", "8192")
                .hasEntrySatisfying("scsi0", disk -> assertThat(disk).endsWith("size=32G"))
                .containsEntry("ide2", "none,media=cdrom");
        assertThat(vm.status().stopped()).isTrue();
    }

    @Test
    void createContainer() {
        // example
        VolumeId template = VolumeId.parse("local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst");
        Container container = cluster.node("pve1")
                .containers()
                .create(NewContainer.of(cluster.nextFreeVmId(), template, "local-lvm")
                        .named(new GuestName("cache-2"))
                        .rootSize(DataSize.parse("8G"))
                        .password(new Password("correct horse"))
                        .sshKeys(List.of("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGd2c3R5bGUgZXhhbXBsZSBrZXkgb25seSE= ci"))
                        .with(ConfigChange.none()
                                .nic(
                                        0,
                                        Nic.ofContainer("eth0")
                                                .withBridge("vmbr0")
                                                .with("ip", "dhcp"))))
                .await(Duration.ofMinutes(5));
        // end
        assertThat(embedded(container.vmid().number()).config())
                .containsEntry("hostname", "cache-2")
                .containsEntry("unprivileged", "1")
                .hasEntrySatisfying("rootfs", disk -> assertThat(disk).endsWith("size=8G"));
    }

    @Test
    void change() {
        VirtualMachine vm = cluster.node("pve1").virtualMachines().get("web");
        // example
        List<PendingChange> pending = vm.configuration()
                .change(ConfigChange.none()
                        .onboot(true)
                        .set("keyboard", "de")
                        .set("kvm", false)
                        .set("ide2", "none,media=cdrom")
                        .nic(
                                0,
                                Nic.ofVirtualMachine("virtio")
                                        .withBridge("vmbr0")
                                        .withVlan(7)) // keeps its MAC
                        .delete("startup"))
                .await(Duration.ofMinutes(1));
        pending.forEach(change -> print(change.key() + " waits for a restart"));
        // end
        assertThat(out).contains("kvm waits for a restart").doesNotContain("onboot");
        assertThat(embedded(101).config()).containsEntry("onboot", "1");
        assertThat(vm.config().nics().get(0).vlan()).hasValue(7);
    }

    @Test
    void configuration() {
        Guest guest = cluster.guests().get("web");
        // example
        GuestConfig config = guest.config();
        print(config.name().orElseThrow() + ": " + config.cores().orElse(1) + " cores, "
                + config.memory().orElseThrow() + ", " + config.tags());
        String ostype = config.value("ostype").orElse("other"); // one option as it is
        Map<String, String> all = config.values(); // everything as it is
        SortedMap<Integer, Nic> nics = config.nics();
        List<MacAddress> macs = config.macAddresses(); // those that Proxmox made up included
        // end
        assertThat(out.toString()).isEqualTo("web: 1 cores, 1G, []\n");
        assertThat(ostype).isEqualTo("l26");
        assertThat(all).containsKeys("net0", "scsi0");
        assertThat(nics.get(0).mac()).contains(macs.get(0));
    }

    @Test
    void labels() {
        Guest guest = cluster.guests().get("cache");
        // example
        guest.configuration().addTags(List.of(new Tag("ci"), new Tag("debian"))); // what others do meanwhile is kept
        guest.configuration().removeTags(List.of(new Tag("debian")));
        guest.configuration().editDescription(text -> text + "\nUsed by the nightly build");
        // end
        assertThat(guest.config().tags()).containsExactly(new Tag("ci"));
        assertThat(guest.config().description())
                .hasValueSatisfying(text -> assertThat(text).endsWith("Used by the nightly build"));
    }

    @Test
    void edit() {
        Guest guest = cluster.guests().get("build");
        // example
        guest.configuration()
                .edit(current -> current.cores().orElse(1) < 4
                        ? ConfigChange.none().cores(4)
                        : ConfigChange.none()) // asked again if somebody else was faster
                .await(Duration.ofMinutes(1));
        // end
        assertThat(guest.config().cores()).hasValue(4);
    }

    @Test
    void destroy() {
        // example
        Guest guest = cluster.guests().get("tools");
        guest.destroy(true).await(Duration.ofMinutes(5)); // true: also out of backup jobs, replication and HA
        // end
        assertThat(proxmox.cluster().guest(202)).isEmpty();
    }
}
