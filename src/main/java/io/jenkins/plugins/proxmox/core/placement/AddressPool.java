package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.network.AddressFamily;
import io.jenkins.plugins.proxmox.core.network.AddressRange;
import io.jenkins.plugins.proxmox.core.network.InterfaceAddress;
import io.jenkins.plugins.proxmox.core.network.IpAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Hands out static addresses, none of them to two guests at once: one pool for all whose guests can meet in a network,
 * whatever ranges they hand out from, since ranges may overlap. An address is held until its guest is known to be gone.
 *
 * <p>Others, and the tables of their switches, remember for a while who had an address. So what was never handed out comes
 * first, and then what has been free for longest.
 *
 * <p>It knows nothing after a restart: {@link #restore} what guests have before any takes an address.
 */
public final class AddressPool {
    /** Of more than these it is forgotten that they were ever handed out; a range of IPv6 has no end. */
    private static final int MOST_REMEMBERED = 1 << 16;

    private record Key(String guest, AddressFamily family) {}

    private final Map<Key, InterfaceAddress> held = new HashMap<>();

    /** By how many: after a restart it may turn out that two have the same. */
    private final Map<IpAddress, Integer> taken = new HashMap<>();

    /** The one that has been free for longest comes first. */
    private final Set<IpAddress> freed = new LinkedHashSet<>();

    /** An empty one. */
    public AddressPool() {}

    /**
     * Takes an address for a guest. One that has an address of this family already gets the same again, whatever the ranges
     * are by now.
     *
     * @param guest its id, long before it has a VMID; no two have the same
     * @param ranges at least one, all of one family; the first ones are used first
     * @param never what no guest may have: the gateway, and what else is known to be in use
     * @return the address with the prefix length of its network
     * @throws ProxmoxException with {@link Problem.AlreadyExists} if all are taken
     */
    public synchronized InterfaceAddress take(String guest, List<AddressRange> ranges, Set<IpAddress> never) {
        Optional<InterfaceAddress> before =
                Optional.ofNullable(held.get(new Key(guest, ranges.get(0).family())));
        if (before.isPresent()) {
            return before.get();
        }
        InterfaceAddress address = choose(ranges, never)
                .orElseThrow(() -> new ProxmoxException(new Problem.AlreadyExists(), exhausted(ranges)));
        restore(guest, address);
        return address;
    }

    /**
     * Why another guest would get no address now, for people; empty if it would.
     *
     * @param ranges as for {@link #take}
     * @param never as for {@link #take}
     */
    public synchronized Optional<String> obstacle(List<AddressRange> ranges, Set<IpAddress> never) {
        return choose(ranges, never).isPresent() ? Optional.empty() : Optional.of(exhausted(ranges));
    }

    /** Says which address a guest has, whether it could be handed out or not: after a restart. */
    public synchronized void restore(String guest, InterfaceAddress address) {
        IpAddress ip = IpAddress.find(address.address()).orElseThrow();
        InterfaceAddress before = held.put(new Key(guest, ip.family()), address);
        taken.merge(ip, 1, Integer::sum);
        freed.remove(ip);
        if (before != null) {
            release(before);
        }
    }

    /** Gives back what a guest has, once it is known to be gone. To do so again changes nothing. */
    public synchronized void free(String guest) {
        for (AddressFamily family : AddressFamily.values()) {
            Optional.ofNullable(held.remove(new Key(guest, family))).ifPresent(this::release);
        }
    }

    /** What a guest has: at most one address of each family, IPv4 first. */
    public synchronized List<InterfaceAddress> of(String guest) {
        return List.of(AddressFamily.values()).stream()
                .flatMap(family -> Optional.ofNullable(held.get(new Key(guest, family))).stream())
                .toList();
    }

    private void release(InterfaceAddress address) {
        IpAddress ip = IpAddress.find(address.address()).orElseThrow();
        if (taken.computeIfPresent(ip, (it, holders) -> holders == 1 ? null : holders - 1) != null) {
            return;
        }
        freed.add(ip);
        Iterator<IpAddress> oldest = freed.iterator();
        for (int excess = freed.size() - MOST_REMEMBERED; excess > 0; excess--) {
            oldest.next();
            oldest.remove();
        }
    }

    private Optional<InterfaceAddress> choose(List<AddressRange> ranges, Set<IpAddress> never) {
        return ranges.stream()
                .flatMap(range -> range.addresses()
                        .filter(it -> !freed.contains(it) && isFree(it, never))
                        .limit(1))
                .findFirst()
                .or(() -> freed.stream()
                        .filter(it -> isFree(it, never))
                        .filter(it -> rangeOf(it, ranges).isPresent())
                        .findFirst())
                .map(it -> new InterfaceAddress(
                        it.toString(),
                        OptionalInt.of(rangeOf(it, ranges).orElseThrow().prefixLength())));
    }

    private boolean isFree(IpAddress address, Set<IpAddress> never) {
        return !taken.containsKey(address) && !never.contains(address);
    }

    private static Optional<AddressRange> rangeOf(IpAddress address, List<AddressRange> ranges) {
        return ranges.stream().filter(range -> range.contains(address)).findFirst();
    }

    private static String exhausted(List<AddressRange> ranges) {
        String text = ranges.stream().map(AddressRange::toString).collect(Collectors.joining(", "));
        return "All addresses of " + text + " are taken";
    }
}
