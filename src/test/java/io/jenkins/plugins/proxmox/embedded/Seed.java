package io.jenkins.plugins.proxmox.embedded;

import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Networks;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.state.Volumes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Fills a cluster with what is there at the start. */
final class Seed {
    private static final long GIB = 1L << 30;
    private static final long TIB = 1L << 40;

    private final DataCenter dataCenter;

    Seed(DataCenter dataCenter) {
        this.dataCenter = dataCenter;
    }

    void fill() {
        dataCenter.addNode("pve1");
        dataCenter.addNode("pve2");
        dataCenter.addStorage(storage("local", "dir", false, "backup", "iso", "snippets", "vztmpl"));
        dataCenter.addStorage(storage("local-lvm", "lvmthin", false, "images", "rootdir"));
        dataCenter.addStorage(storage("nfs", "nfs", true, "backup", "images"));
        dataCenter.addPool("ci");
        addImage("local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst", "vztmpl", "tzst", 120 << 20);
        addImage("local:iso/debian-12.7.0-amd64-netinst.iso", "iso", "iso", 630 << 20);
        machine("pve1", 9000, "debian-12")
                .set("ide2", cloudInitDrive("pve1", 9000))
                .template();
        container("pve1", 9001, "debian-ct").template();
        machine("pve1", 101, "web").address("10.0.0.101").running();
        machine("pve2", 102, "build");
        container("pve1", 201, "cache").address("10.0.0.201").running();
        container("pve2", 202, "tools");
    }

    private static Storage storage(String id, String type, boolean shared, String... contents) {
        return new Storage(id, type, new TreeSet<>(List.of(contents)), shared, TIB);
    }

    private void addImage(String volid, String content, String format, long size) {
        dataCenter
                .nodes()
                .forEach(node -> dataCenter
                        .volumes()
                        .add(new Volume(
                                volid,
                                Optional.of(node.name()),
                                content,
                                format,
                                size,
                                Optional.empty(),
                                dataCenter.now(),
                                "",
                                false,
                                Optional.empty())));
    }

    private String cloudInitDrive(String node, int vmid) {
        Volumes volumes = dataCenter.volumes();
        Volume volume = volumes.allocate(
                volumes.storage("local-lvm"), node, vmid, "cloudinit", "raw", 4L << 20, dataCenter.now());
        return volume.volid() + ",media=cdrom,size=4M";
    }

    private EmbeddedGuest machine(String node, int vmid, String name) {
        return new EmbeddedGuest(dataCenter, addGuest(GuestKind.VIRTUAL_MACHINE, node, vmid, name));
    }

    private EmbeddedGuest container(String node, int vmid, String name) {
        return new EmbeddedGuest(dataCenter, addGuest(GuestKind.CONTAINER, node, vmid, name));
    }

    Guest addGuest(GuestKind kind, String node, int vmid, String name) {
        if (dataCenter.guest(vmid).isPresent()) {
            throw new IllegalArgumentException("there is a guest " + vmid + " already");
        }
        Guest guest = dataCenter.addGuest(kind, vmid, node, dataCenter.newSystem(kind.isVirtualMachine()));
        Volumes volumes = dataCenter.volumes();
        String disk = volumes.allocate(
                        volumes.storage("local-lvm"), node, vmid, "disk", "raw", 2 * GIB, dataCenter.now())
                .volid();
        Map<String, String> config = guest.config();
        if (kind.isVirtualMachine()) {
            config.put("name", name);
            config.put("agent", "1");
            config.put("boot", "order=scsi0");
            config.put("cores", "1");
            config.put("memory", "1024");
            config.put("meta", "creation-qemu=9.2.0,ctime=" + dataCenter.now());
            config.put("net0", "virtio=" + Networks.newMac() + ",bridge=vmbr0");
            config.put("ostype", "l26");
            config.put("scsi0", disk + ",size=2G");
            config.put("scsihw", "virtio-scsi-single");
            config.put("smbios1", "uuid=" + UUID.randomUUID());
            config.put("vmgenid", UUID.randomUUID().toString());
        } else {
            config.put("hostname", name);
            config.put("arch", "amd64");
            config.put("cores", "1");
            config.put("memory", "512");
            config.put("net0", "name=eth0,bridge=vmbr0,hwaddr=" + Networks.newMac() + ",ip=dhcp,type=veth");
            config.put("ostype", "debian");
            config.put("rootfs", disk + ",size=2G");
            config.put("swap", "512");
            config.put("unprivileged", "1");
        }
        return guest;
    }
}
