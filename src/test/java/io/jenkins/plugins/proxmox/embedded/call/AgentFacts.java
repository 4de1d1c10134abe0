package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestSystem;
import io.jenkins.plugins.proxmox.embedded.state.Networks;
import io.jenkins.plugins.proxmox.embedded.state.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the guest agent tells about a guest; its words come through as they are, with true and false. */
final class AgentFacts {
    private static final String COMMANDS = "exec exec-status file-close file-open file-read file-write fsfreeze-freeze"
            + " fsfreeze-status fsfreeze-thaw fstrim get-fsinfo get-host-name get-osinfo get-time get-timezone get-users"
            + " get-vcpus info network-get-interfaces ping shutdown";
    private static final long NANOS = 1_000_000_000L;

    private final DataCenter dataCenter;

    AgentFacts(DataCenter dataCenter) {
        this.dataCenter = dataCenter;
    }

    /** In nanoseconds since 1970. */
    Object time() {
        return dataCenter.now() * NANOS;
    }

    static Object info() {
        return Facts.of("version", "7.2.22")
                .with(
                        "supported_commands",
                        Stream.of(COMMANDS.split(" "))
                                .map(name -> Facts.of("name", "guest-" + name)
                                        .with("enabled", (Object) true)
                                        .with("success-response", (Object) true))
                                .toList());
    }

    static Object system() {
        return Facts.of("id", "debian")
                .with("name", "Debian GNU/Linux")
                .with("pretty-name", "Debian GNU/Linux 12 (bookworm)")
                .with("version", "12 (bookworm)")
                .with("version-id", "12")
                .with("machine", "x86_64")
                .with("kernel-release", "6.1.0-50-cloud-amd64")
                .with("kernel-version", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.176-1 (2026-07-02)");
    }

    static Object processors(Guest guest) {
        int count = guest.setting("cores").map(Integer::parseInt).orElse(1);
        return IntStream.range(0, count)
                .mapToObj(number -> Facts.of("logical-id", number)
                        .with("online", (Object) true)
                        .with("can-offline", (Object) (number > 0)))
                .toList();
    }

    static Object fileSystems(Guest guest) {
        List<Drive> disks = guest.disks();
        long size = disks.isEmpty()
                ? 0
                : Sizes.parse(disks.get(0).text().get("size").orElse("1G"));
        return List.of(
                fileSystem("sda1", "/", "ext4", size, size / 3),
                fileSystem("sda15", "/boot/efi", "vfat", 127 << 20, 0));
    }

    private static Facts fileSystem(String name, String path, String type, long total, long used) {
        Facts disk = Facts.of("dev", "/dev/" + name.replaceFirst("\\d+", ""))
                .with("bus-type", "scsi")
                .with("bus", 0)
                .with("unit", 0)
                .with("target", 0)
                .with("serial", "0QEMU_QEMU_HARDDISK_drive-scsi0");
        return Facts.of("name", name)
                .with("mountpoint", path)
                .with("type", type)
                .with("total-bytes", total)
                .with("used-bytes", used)
                .with("disk", List.of(disk));
    }

    static Object trimmed() {
        Facts root = Facts.of("path", "/").with("trimmed", 1 << 20).with("minimum", 0);
        return Facts.of("paths", List.of(root));
    }

    static Object interfaces(Guest guest) {
        List<Facts> interfaces = new ArrayList<>();
        interfaces.add(entry(new GuestSystem.Interface("lo", "00:00:00:00:00:00", List.of("127.0.0.1/8", "::1/128"))));
        Networks.inside(guest).forEach(device -> interfaces.add(entry(device)));
        return interfaces;
    }

    private static Facts entry(GuestSystem.Interface device) {
        Facts entry = Facts.of("name", device.name()).with("hardware-address", device.mac());
        if (!device.addresses().isEmpty()) {
            entry.put(
                    "ip-addresses",
                    device.addresses().stream().map(AgentFacts::address).toList());
        }
        Facts statistics = new Facts();
        for (String name : "rx-bytes rx-dropped rx-errs rx-packets tx-bytes tx-dropped tx-errs tx-packets".split(" ")) {
            statistics.put(name, 0);
        }
        return entry.with("statistics", statistics);
    }

    private static Facts address(String address) {
        String[] parts = address.split("/");
        return Facts.of("ip-address", parts[0])
                .with("ip-address-type", parts[0].contains(":") ? "ipv6" : "ipv4")
                .with("prefix", Integer.parseInt(parts[1]));
    }
}
