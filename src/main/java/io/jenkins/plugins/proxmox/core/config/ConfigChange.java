package io.jenkins.plugins.proxmox.core.config;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.MacAddress;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.Tag;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What to change in a guest's configuration: options to set, options to delete, and options whose
 * waiting changes are taken back. Immutable; each change gives another
 * one. Every method that takes a value throws {@link ProxmoxException} with {@link Problem.Parameter} if Proxmox would
 * not take it.
 */
public final class ConfigChange {
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_-]*");

    /** Parameters of the call that are no options: in a change they would do something else than they say. */
    private static final Set<String> NO_OPTIONS = Set.of(
            "digest",
            "delete",
            "revert",
            "skiplock",
            "force",
            "background_delay",
            "import-working-storage",
            "node",
            "vmid");

    private static final int LONGEST_DESCRIPTION = 8192;
    private static final int LEAST_MIB = 16;
    private static final int LAST_NIC = 31;
    private static final ConfigChange NONE = new ConfigChange(Map.of(), List.of(), List.of());

    private final Map<String, String> set;
    private final List<String> delete;
    private final List<String> revert;

    private ConfigChange(Map<String, String> set, List<String> delete, List<String> revert) {
        this.set = Collections.unmodifiableMap(set);
        this.delete = List.copyOf(delete);
        this.revert = List.copyOf(revert);
    }

    /** No change. */
    public static ConfigChange none() {
        return NONE;
    }

    /** Sets an option, to the last value if there are more; booleans become 1 and 0. An empty text is refused. */
    public ConfigChange set(String key, Object value) {
        String text = value instanceof Boolean flag ? (flag ? "1" : "0") : value.toString();
        check(key, delete.contains(key) || revert.contains(key));
        if (text.isEmpty()) {
            throw ProxmoxException.invalid(key, "The value of " + key + " is empty; to remove an option, delete it");
        }
        Map<String, String> more = new LinkedHashMap<>(set);
        more.put(key, text);
        return new ConfigChange(more, delete, revert);
    }

    /** Deletes an option, so that its default holds; one that is not set may be deleted as well. */
    public ConfigChange delete(String key) {
        check(key, set.containsKey(key) || revert.contains(key));
        return new ConfigChange(set, with(delete, key), revert);
    }

    /** Takes back a change of an option that waits for a restart; one that does not wait may be named as well. */
    public ConfigChange revert(String key) {
        check(key, set.containsKey(key) || delete.contains(key));
        return new ConfigChange(set, delete, with(revert, key));
    }

    private static List<String> with(List<String> keys, String key) {
        return Stream.concat(keys.stream(), Stream.of(key)).distinct().toList();
    }

    private static void check(String key, boolean doneOtherwise) {
        if (!KEY.matcher(key).matches()) {
            throw ProxmoxException.invalid(
                    key, "'" + key + "' is no option; expected are small letters, digits, - and _, a letter first");
        }
        if (NO_OPTIONS.contains(key)) {
            throw ProxmoxException.invalid(key, "'" + key + "' is no option of a guest, so it can't be set or deleted");
        }
        if (doneOtherwise) {
            throw ProxmoxException.invalid(
                    key, "'" + key + "' can't be both set and deleted, nor reverted as well; expected is one of them");
        }
    }

    /** The guest's notes, at most 8192 characters; an empty text deletes them. */
    public ConfigChange description(String text) {
        int length = text.codePointCount(0, text.length());
        if (length > LONGEST_DESCRIPTION) {
            throw ProxmoxException.invalid(
                    "description",
                    "The description has " + length + " characters; expected are at most " + LONGEST_DESCRIPTION);
        }
        return text.isBlank() ? delete("description") : set("description", text);
    }

    /** All the guest's tags; no tags delete those it has. */
    public ConfigChange tags(Collection<Tag> tags) {
        return tags.isEmpty() ? delete("tags") : set("tags", Tag.join(tags));
    }

    /** The number of its processor cores (a VM's per socket), 1 or more. */
    public ConfigChange cores(int cores) {
        if (cores < 1) {
            throw ProxmoxException.invalid("cores", "'" + cores + "' are no cores; expected is a number from 1 on");
        }
        return set("cores", cores);
    }

    /** Its memory, whole MiB and at least 16. */
    public ConfigChange memory(DataSize memory) {
        if (memory.inMiB() < LEAST_MIB || !DataSize.ofMiB(memory.inMiB()).equals(memory)) {
            throw ProxmoxException.invalid(
                    "memory",
                    "'" + memory + "' is no memory of a guest; expected are whole MiB, at least " + LEAST_MIB);
        }
        return set("memory", memory.inMiB());
    }

    /** Whether it starts with its node. */
    public ConfigChange onboot(boolean starts) {
        return set("onboot", starts);
    }

    /** Whether Proxmox refuses to destroy it and its disks. */
    public ConfigChange protection(boolean on) {
        return set("protection", on);
    }

    /** The NIC with this number, 0 to 31; without a MAC address it gets a new one, see {@link #keepingMacs}. */
    public ConfigChange nic(int number, Nic nic) {
        if (number < 0 || number > LAST_NIC) {
            throw ProxmoxException.invalid(
                    "net" + number, "'net" + number + "' is no NIC; expected is one of net0-" + LAST_NIC);
        }
        return set("net" + number, nic);
    }

    /** A VM's new disk or CD-ROM drive; what was there before becomes unused. */
    public ConfigChange disk(DiskId id, NewDisk disk) {
        return set(id.text(), disk.text());
    }

    /** A VM's disk with changed options. */
    public ConfigChange disk(DiskId id, Disk disk) {
        return set(id.text(), disk.text());
    }

    /** A container's new file system; the one at {@code /} is rootfs and no other. */
    public ConfigChange mountPoint(MountPointId id, NewMountPoint point) {
        if (id.isRoot() != point.isRoot()) {
            throw ProxmoxException.invalid(
                    id.text(), "'" + point.text() + "' can't be " + id + "; expected is the path / for rootfs only");
        }
        return set(id.text(), point.text());
    }

    /**
     * The same with the guest's own MAC addresses put in where a NIC is set without one: Proxmox would make up a new
     * one, and the guest would lose its address.
     */
    public ConfigChange keepingMacs(GuestConfig current) {
        ConfigChange kept = this;
        for (Map.Entry<Integer, Nic> nic : current.nics().entrySet()) {
            String key = "net" + nic.getKey();
            Optional<Nic> changed = Optional.ofNullable(set.get(key)).map(Nic::parse);
            Optional<MacAddress> mac = nic.getValue().mac();
            if (changed.isPresent()
                    && mac.isPresent()
                    && changed.get().macText().isEmpty()) {
                kept = kept.set(key, changed.get().withMac(mac.get()));
            }
        }
        return kept;
    }

    /** The options to set with their values, in the order they were given. */
    public Map<String, String> set() {
        return set;
    }

    /** The options to delete, in the order they were given. */
    public List<String> delete() {
        return delete;
    }

    /** The options whose waiting changes are taken back, in the order they were given. */
    public List<String> revert() {
        return revert;
    }

    /** All options that it is about. */
    public Set<String> keys() {
        Set<String> keys = new TreeSet<>(set.keySet());
        keys.addAll(delete);
        keys.addAll(revert);
        return keys;
    }

    /** Whether nothing changes; Proxmox refuses a call that changes nothing. */
    public boolean isEmpty() {
        return set.isEmpty() && delete.isEmpty() && revert.isEmpty();
    }

    /** The names of the options only: values can be secrets. */
    @Override
    public String toString() {
        return "set " + set.keySet() + ", delete " + delete + (revert.isEmpty() ? "" : ", revert " + revert);
    }
}
