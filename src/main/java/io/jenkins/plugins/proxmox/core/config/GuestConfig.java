package io.jenkins.plugins.proxmox.core.config;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.MacAddress;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.PropertyString;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.UnusedId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import io.jenkins.plugins.proxmox.core.value.VolumeKey;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The configuration of a guest: {@code GET /nodes/{node}/{type}/{vmid}/config}. A value that can't be read is absent.
 *
 * @param values every option as text, as Proxmox spells it, in the server's order
 */
public record GuestConfig(Map<String, String> values) {
    private static final Pattern NIC = Pattern.compile("net(?:0|[1-9]\\d?)");

    /** Keeps the values as they are now. */
    public GuestConfig {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Reads a configuration. */
    public static GuestConfig of(Reply data) {
        return new GuestConfig(data.texts());
    }

    /**
     * Reads the file that a node keeps a configuration in, up to its first snapshot; that is what is inside a backup. The
     * lines of the description are comments at its beginning there, with some characters written as {@code %3A}.
     */
    public static GuestConfig ofFile(String text) {
        return ConfigFile.read(text);
    }

    /** An option, if it is set. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Whether an option is on; one that is not set counts as off, whatever its default. */
    public boolean flag(String key) {
        return value(key).flatMap(PropertyString::truth).orElse(false);
    }

    /** The guest's name, which a container calls its host name. */
    public Optional<String> name() {
        return value("name").or(() -> value("hostname"));
    }

    /** Its notes, without white space at their end: Proxmox cuts it off a VM's and adds some to a container's. */
    public Optional<String> description() {
        return value("description").map(String::stripTrailing).filter(text -> !text.isEmpty());
    }

    /** Its tags, in the server's order. */
    public List<Tag> tags() {
        return Tag.list(value("tags").orElse(""));
    }

    /** What changes with every change of the configuration; sent back, it makes sure that nobody else changed it. */
    public Optional<String> digest() {
        return value("digest");
    }

    /** What is being done to the guest so that nothing else can be: {@code backup}, {@code clone}, {@code disk}. */
    public Optional<String> lock() {
        return value("lock");
    }

    /** Whether it is a template. */
    public boolean template() {
        return flag("template");
    }

    /** Whether it starts with its node. */
    public boolean onboot() {
        return flag("onboot");
    }

    /** Whether Proxmox refuses to destroy it and its disks. */
    public boolean protection() {
        return flag("protection");
    }

    /** The number of its processor cores, a VM's per socket; a container without one may use all of its node. */
    public OptionalInt cores() {
        return value("cores").filter(text -> text.matches("\\d{1,9}")).stream()
                .mapToInt(Integer::parseInt)
                .findFirst();
    }

    /** Its memory, which Proxmox counts in MiB; since PVE 8.1 a VM's may read {@code current=1024}. */
    public Optional<DataSize> memory() {
        return value("memory")
                .flatMap(text -> PropertyString.parse(text).valueOrBare("current"))
                .flatMap(mebibytes -> DataSize.find(mebibytes + "M"));
    }

    /** What runs in it: {@code l26}, {@code win11}, {@code debian}. */
    public Optional<String> ostype() {
        return value("ostype");
    }

    /** The snapshot its state goes back to. */
    public Optional<String> parentSnapshot() {
        return value("parent");
    }

    /** The options {@code net0}, {@code net1} and so on by their numbers, in this order. */
    public SortedMap<Integer, Nic> nics() {
        return all(
                key -> NIC.matcher(key).matches() ? Optional.of(Integer.valueOf(key.substring(3))) : Optional.empty(),
                (number, text) -> Optional.of(Nic.parse(text)));
    }

    /** The MAC addresses of all NICs, in the order of these. */
    public List<MacAddress> macAddresses() {
        return nics().values().stream().flatMap(nic -> nic.mac().stream()).toList();
    }

    /** The disks and CD-ROM drives of a VM. */
    public SortedMap<DiskId, Disk> disks() {
        return all(DiskId::find, (id, text) -> Optional.of(new Disk(id, PropertyString.parse(text))));
    }

    /** The file systems of a container, its root first. */
    public SortedMap<MountPointId, MountPoint> mountPoints() {
        return all(MountPointId::find, (id, text) -> Optional.of(new MountPoint(id, PropertyString.parse(text))));
    }

    /** The volumes that belong to the guest and are attached nowhere. */
    public SortedMap<UnusedId, VolumeId> unused() {
        return all(
                UnusedId::find, (id, text) -> PropertyString.parse(text).bare().flatMap(VolumeId::find));
    }

    /** The volume that an option names; absent if it names none, as that of a directory of the node. */
    public Optional<VolumeId> volume(VolumeKey key) {
        return value(key.text())
                .map(PropertyString::parse)
                .flatMap(text ->
                        text.value("file").or(() -> text.valueOrBare("volume")).flatMap(VolumeId::find));
    }

    /** Whether a VM has a drive through which it is told of its cloud-init options. */
    public boolean hasCloudInitDrive() {
        return disks().values().stream().anyMatch(Disk::cloudInit);
    }

    /**
     * Whether a VM has the device through which its guest agent is reached: {@code agent: 1}, also with more behind it,
     * or {@code enabled=1}.
     */
    public static boolean enablesGuestAgent(String agent) {
        return PropertyString.parse(agent)
                .valueOrBare("enabled")
                .flatMap(PropertyString::truth)
                .orElse(false);
    }

    /** When the guest was made; known of VMs made by PVE 7.2 or newer. */
    public Optional<Instant> created() {
        return value("meta")
                .flatMap(text -> PropertyString.parse(text).value("ctime"))
                .filter(seconds -> seconds.matches("\\d{1,12}"))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
    }

    private <K extends Comparable<K>, V> SortedMap<K, V> all(
            Function<String, Optional<K>> key, BiFunction<K, String, Optional<V>> value) {
        SortedMap<K, V> all = new TreeMap<>();
        values.forEach((name, text) ->
                key.apply(name).ifPresent(k -> value.apply(k, text).ifPresent(v -> all.put(k, v))));
        return Collections.unmodifiableSortedMap(all);
    }
}
