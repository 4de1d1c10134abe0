package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a step tells its pipeline about a guest.
 *
 * @param status {@code running}, {@code stopped}, {@code paused} or {@code hibernated}
 * @param addresses as far as they were asked for, IPv4 before IPv6
 */
public record GuestFacts(
        VmId vmid, String name, String node, GuestType type, String status, boolean template, List<String> addresses) {

    /**
     * As plain values: {@code vmid} (number), {@code name}, {@code node}, {@code type} ({@code vm} or
     * {@code container}), {@code status}, {@code template}, {@code addresses}, and {@code address}, the first of them
     * or null.
     */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("vmid", vmid.number());
        map.put("name", name);
        map.put("node", node);
        map.put("type", type.label());
        map.put("status", status);
        map.put("template", template);
        // Not an immutable list: a pipeline keeps the map across restarts, and plain types are always readable again.
        map.put("addresses", new ArrayList<>(addresses));
        map.put("address", addresses.isEmpty() ? null : addresses.get(0));
        return map;
    }
}
