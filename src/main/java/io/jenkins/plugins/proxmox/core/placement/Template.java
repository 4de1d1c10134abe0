package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.config.BootDisk;
import io.jenkins.plugins.proxmox.core.config.Disk;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.config.MountPoint;
import io.jenkins.plugins.proxmox.core.config.Nic;
import io.jenkins.plugins.proxmox.core.guest.Age;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a guest that is to be cloned is like, by its configuration.
 *
 * @param template whether it is one
 * @param space how much its disks take when they are copied, by storage
 * @param storages where its disks and CD-ROMs are
 * @param bootDisk the size of the disk with its system, if that is known
 * @param addresses those that each clone would have as well
 */
public record Template(
        VmId vmid,
        GuestType type,
        String node,
        String name,
        boolean template,
        Age age,
        Map<String, DataSize> space,
        Set<String> storages,
        Optional<DataSize> bootDisk,
        Optional<String> bootStorage,
        DataSize memory,
        int processors,
        boolean guestAgent,
        boolean cloudInitDrive,
        List<FixedAddress> addresses) {
    /** What Proxmox VE takes if a configuration does not say it, in MiB, for both types of guests. */
    private static final long MEMORY = 512;

    private static final String CLOUD_INIT_NIC = "ipconfig";
    private static final Pattern CLOUD_INIT = Pattern.compile(CLOUD_INIT_NIC + "\\d{1,2}");

    /** Keeps copies. */
    public Template {
        space = Map.copyOf(space);
        storages = Set.copyOf(storages);
        addresses = List.copyOf(addresses);
    }

    /**
     * Reads a configuration.
     *
     * @param entry which guest it is of, and where that is
     */
    public static Template of(GuestEntry entry, GuestConfig config) {
        Map<String, DataSize> space = new HashMap<>();
        Set<String> storages = new TreeSet<>();
        for (Disk disk : config.disks().values()) {
            disk.volume().map(VolumeId::storage).ifPresent(storages::add);
            if (!disk.cdrom()) {
                add(space, disk.volume(), disk.size());
            }
        }
        for (MountPoint point : config.mountPoints().values()) {
            point.volume().map(VolumeId::storage).ifPresent(storages::add);
            add(space, point.volume(), point.size());
        }
        Optional<BootDisk> boot = BootDisk.of(config);
        return new Template(
                entry.vmid(),
                entry.type(),
                entry.node(),
                config.name().orElse(entry.type().noun()),
                config.template(),
                Age.of(config, entry.vmid()),
                space,
                storages,
                boot.flatMap(BootDisk::size),
                boot.flatMap(disk -> config.volume(disk.id())).map(VolumeId::storage),
                config.memory().orElse(DataSize.ofMiB(MEMORY)),
                config.cores().orElse(1) * sockets(config),
                config.value("agent").filter(GuestConfig::enablesGuestAgent).isPresent(),
                config.hasCloudInitDrive(),
                addresses(config));
    }

    private static void add(Map<String, DataSize> space, Optional<VolumeId> volume, Optional<DataSize> size) {
        volume.ifPresent(it -> space.merge(it.storage(), size.orElse(new DataSize(0)), Template::sum));
    }

    static DataSize sum(DataSize one, DataSize other) {
        return new DataSize(one.bytes() + other.bytes());
    }

    private static int sockets(GuestConfig config) {
        return config.value("sockets")
                .filter(text -> text.matches("[1-9]\\d{0,2}"))
                .map(Integer::valueOf)
                .orElse(1);
    }

    /** A VM has them from cloud-init, a container from its NICs. */
    private static List<FixedAddress> addresses(GuestConfig config) {
        Stream<FixedAddress> ofCloudInit = config.values().entrySet().stream()
                .filter(option -> CLOUD_INIT.matcher(option.getKey()).matches())
                .flatMap(option -> addresses(
                        Integer.parseInt(option.getKey().substring(CLOUD_INIT_NIC.length())),
                        Nic.parse(option.getValue())));
        return Stream.concat(
                        config.nics().entrySet().stream().flatMap(nic -> addresses(nic.getKey(), nic.getValue())),
                        ofCloudInit)
                .toList();
    }

    private static Stream<FixedAddress> addresses(int nic, Nic text) {
        return text.staticAddresses().stream().map(address -> FixedAddress.of(nic, address));
    }

    /** {@code debian-12 (9000)}. */
    @Override
    public String toString() {
        return name + " (" + vmid + ")";
    }
}
