package io.jenkins.plugins.proxmox.core.config;

import io.jenkins.plugins.proxmox.core.api.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration of a guest: {@code GET /nodes/{node}/{type}/{vmid}/config}.
 *
 * @param values every option as text, as Proxmox spells it
 */
public record GuestConfig(Map<String, String> values) {
    private static final Pattern NIC = Pattern.compile("net(\\d{1,3})");

    /** {@code virtio=BC:24:11:00:00:01,bridge=vmbr0} of a VM, {@code name=eth0,hwaddr=BC:24:11:00:00:01} of a container. */
    private static final Pattern MAC = Pattern.compile("(?:^|[,=])([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5})(?:,|$)");

    private static final Pattern AGENT = Pattern.compile("(?i)(?:^|(?:^|,)enabled=)(?:1|on|yes|true)(?:,|$)");

    private static final Pattern CREATION = Pattern.compile("(?:^|,)ctime=(\\d+)");

    /** Reads a configuration. */
    public static GuestConfig of(Reply data) {
        return new GuestConfig(data.texts());
    }

    /** An option, if it is set. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Whether an option is on. */
    public boolean flag(String key) {
        return value(key).filter("1"::equals).isPresent();
    }

    /** Whether a VM has a drive through which it is told of its cloud-init options. */
    public boolean hasCloudInitDrive() {
        return values.values().stream().anyMatch(value -> value.contains("cloudinit"));
    }

    /**
     * Whether a VM has the device through which its guest agent is reached: {@code agent: 1}, also with more behind it,
     * or {@code enabled=1}.
     */
    public static boolean enablesGuestAgent(String agent) {
        return AGENT.matcher(agent).find();
    }

    /** The options {@code net0}, {@code net1} and so on by their numbers, in this order. */
    public SortedMap<Integer, String> nics() {
        SortedMap<Integer, String> nics = new TreeMap<>();
        values.forEach((key, value) -> {
            Matcher nic = NIC.matcher(key);
            if (nic.matches()) {
                nics.put(Integer.valueOf(nic.group(1)), value);
            }
        });
        return nics;
    }

    /** The MAC addresses of all NICs, in lower case. */
    public List<String> macAddresses() {
        return nics().values().stream()
                .map(MAC::matcher)
                .filter(Matcher::find)
                .map(mac -> mac.group(1).toLowerCase(Locale.ROOT))
                .toList();
    }

    /** When the guest was made; known of VMs made by PVE 7.2 or newer. */
    public Optional<Instant> created() {
        return value("meta")
                .map(CREATION::matcher)
                .filter(Matcher::find)
                .map(m -> Instant.ofEpochSecond(Long.parseLong(m.group(1))));
    }
}
