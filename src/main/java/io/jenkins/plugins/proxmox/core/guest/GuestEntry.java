package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;
import java.util.Optional;

/**
 * A guest as a list of the cluster shows it.
 *
 * @param name absent for a guest made in the last ten seconds or so, and until then the old one if its VMID was reused:
 *     the cluster's statistics lag behind
 * @param status {@code running}, {@code stopped}, what else QEMU says of a VM, as in {@code paused}, or {@code unknown} for
 *     a guest that is new or on a node that is down; lags like the name
 * @param template lags like the name
 * @param pool where it is a member, if anywhere
 * @param tags in lower case, unless the cluster was told to distinguish case
 * @param lock the configuration lock, as in {@code backup}, if any
 */
public record GuestEntry(
        VmId vmid,
        GuestType type,
        String node,
        Optional<String> name,
        String status,
        boolean template,
        Optional<String> pool,
        List<String> tags,
        Optional<String> lock) {

    /** Reads an entry of {@code GET /cluster/resources?type=vm}; empty if it is no guest with a VMID. */
    static Optional<GuestEntry> of(Reply data) {
        return data.text("type")
                .flatMap(GuestType::ofPath)
                .flatMap(type -> of(data, type, data.text("node").orElse("")));
    }

    /** Reads an entry of {@code GET /nodes/{node}/qemu} or {@code /lxc}, which are always fresh; empty if it has no VMID. */
    static Optional<GuestEntry> of(Reply data, GuestType type, String node) {
        return data.text("vmid")
                .flatMap(VmId::find)
                .map(vmid -> new GuestEntry(
                        vmid,
                        type,
                        node,
                        data.text("name"),
                        data.text("status").orElse("unknown"),
                        data.flag("template"),
                        data.text("pool"),
                        tags(data.text("tags").orElse("")),
                        data.text("lock")));
    }

    /** The same with what the guest says of itself at this moment. */
    public GuestEntry with(GuestStatus now) {
        String state = now.paused() ? "paused" : now.stopped() ? "stopped" : now.status();
        return new GuestEntry(vmid, type, node, now.name(), state, now.template(), pool, tags, now.lock());
    }

    GuestEntry inPool(String id) {
        return new GuestEntry(vmid, type, node, name, status, template, Optional.of(id), tags, lock);
    }

    static List<String> tags(String text) {
        return Tag.list(text).stream().map(Tag::text).toList();
    }

    /** {@code web (101) on pve1}. */
    @Override
    public String toString() {
        return name.map(n -> n + " (" + vmid + ")").orElse(vmid.toString()) + " on " + node;
    }
}
