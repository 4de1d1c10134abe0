package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Optional;

/**
 * The parameters of {@code POST /nodes/{node}/{type}/{vmid}/clone}.
 *
 * @param newId the VMID of the clone; not reserved by anybody, so somebody else can win it
 * @param full a copy of its own instead of one that stays linked to its template
 * @param storage where the disks of a full clone go; the source's storages if absent
 * @param node where the clone goes if not to its source's node; the disks must be on shared storage then
 * @param pool of which the clone becomes a member, when the task ends
 */
public record CloneCall(
        VmId newId,
        Optional<GuestName> name,
        boolean full,
        Optional<String> storage,
        Optional<String> node,
        Optional<String> pool,
        Optional<SnapshotName> snapshot,
        Optional<String> description) {}
