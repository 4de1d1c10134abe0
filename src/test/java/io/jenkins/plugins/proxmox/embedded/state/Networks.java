package io.jenkins.plugins.proxmox.embedded.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The network devices of guests: MAC addresses, bridges and the addresses that a running guest has. */
public final class Networks {
    private static final Pattern KEY = Pattern.compile("net(\\d+)");
    private static final Pattern MAC = Pattern.compile("(?i)[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final String PREFIX_LENGTH = "24";

    private Networks() {}

    /**
     * A network device of a guest.
     *
     * @param address the IPv4 address with the length of its prefix
     */
    public record Device(int number, String name, String mac, Optional<String> bridge, String address) {}

    public static String newMac() {
        int random = ThreadLocalRandom.current().nextInt(1 << 24);
        return "BC:24:11:%02X:%02X:%02X".formatted(random >> 16, (random >> 8) & 0xff, random & 0xff);
    }

    public static List<Device> devices(Guest guest) {
        List<Device> devices = new ArrayList<>();
        guest.config().forEach((key, value) -> {
            Matcher name = KEY.matcher(key);
            if (name.matches()) {
                devices.add(device(guest, Integer.parseInt(name.group(1)), PropertyString.parse(value)));
            }
        });
        return devices;
    }

    /** All interfaces that are seen inside, the loopback one excepted. */
    public static List<GuestSystem.Interface> inside(Guest guest) {
        List<GuestSystem.Interface> interfaces = new ArrayList<>();
        for (Device device : devices(guest)) {
            List<String> usual = List.of(device.address(), linkLocal(device.mac()) + "/64");
            interfaces.add(new GuestSystem.Interface(
                    device.name(),
                    device.mac(),
                    guest.system().addresses(device.number()).orElse(usual)));
        }
        interfaces.addAll(guest.system().interfaces());
        return interfaces;
    }

    private static Device device(Guest guest, int number, PropertyString text) {
        String name = text.get("name").orElse("eth" + number);
        String mac = mac(text).orElse("00:00:00:00:00:00").toLowerCase(Locale.ROOT);
        return new Device(number, name, mac, text.get("bridge"), address(guest, number, text));
    }

    private static Optional<String> mac(PropertyString text) {
        return text.rest().values().stream()
                .filter(value -> MAC.matcher(value).matches())
                .findFirst();
    }

    private static String address(Guest guest, int number, PropertyString text) {
        Optional<String> configured = guest.kind().isVirtualMachine()
                ? guest.setting("ipconfig" + number).map(PropertyString::parse).flatMap(value -> value.get("ip"))
                : text.get("ip");
        return configured
                .filter(value -> value.contains("/"))
                .or(() -> guest.system().address().filter(value -> number == 0).map(Networks::withPrefix))
                .orElseGet(() -> withPrefix(leased(guest.vmid(), number)));
    }

    private static String withPrefix(String address) {
        return address.contains("/") ? address : address + "/" + PREFIX_LENGTH;
    }

    /** The address a DHCP server would give, always the same one. */
    private static String leased(int vmid, int number) {
        return "10." + (100 + number) + "." + (vmid / 250 % 250) + "." + (vmid % 250 + 2);
    }

    /** The IPv6 address that a network device makes up from its MAC address. */
    public static String linkLocal(String mac) {
        int[] bytes = Stream.of(mac.split(":"))
                .mapToInt(part -> Integer.parseInt(part, 16))
                .toArray();
        return "fe80::%x:%xff:fe%02x:%x"
                .formatted((bytes[0] ^ 2) << 8 | bytes[1], bytes[2], bytes[3], bytes[4] << 8 | bytes[5]);
    }

    /** Gives every network device a MAC address; {@code renew} also those that have one. */
    public static Map<String, String> withMacs(Map<String, String> config, boolean renew, boolean virtualMachine) {
        Map<String, String> changed = new TreeMap<>(config);
        config.forEach((key, value) -> {
            if (KEY.matcher(key).matches()) {
                changed.put(key, withMac(value, renew, virtualMachine));
            }
        });
        return changed;
    }

    private static String withMac(String value, boolean renew, boolean virtualMachine) {
        PropertyString text = PropertyString.parse(value);
        if (!renew && mac(text).isPresent()) {
            return value;
        }
        if (!virtualMachine) {
            return text.with("hwaddr", newMac()).with("type", "veth").toString();
        }
        // A virtual machine's MAC address is the value of its model.
        String model = text.rest().containsKey("model") ? text.rest().get("model") : text.first();
        StringBuilder changed = new StringBuilder();
        text.rest().forEach((name, part) -> {
            if (MAC.matcher(part).matches()) {
                changed.insert(0, name.equals("macaddr") ? model + "=" + newMac() : name + "=" + newMac());
            } else if (!name.equals("model")) {
                changed.append(',').append(name).append('=').append(part);
            }
        });
        return changed.indexOf(":") == -1 ? model + "=" + newMac() + changed : changed.toString();
    }
}
