package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.policy.GuestTraits;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the disks of one guest from being used by way of another. */
final class Volumes {
    private Volumes() {}

    /**
     * Lets only pass options that name disks of other guests if those guests may be changed, or for a copy looked at.
     *
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException with
     *     {@link io.jenkins.plugins.proxmox.core.api.Problem.Denied}
     */
    static void permitOthers(OperationContext context, VmId guest, Map<String, String> options) {
        options.forEach((key, value) -> {
            Setting setting = new Setting(key, value);
            permit(context, Right.CONFIGURE, guest, setting.volume());
            permit(context, Right.READ, guest, setting.imported());
        });
    }

    private static void permit(OperationContext context, Right right, VmId guest, Optional<VolumeId> volume) {
        volume.flatMap(Volume::owner).filter(owner -> !owner.equals(guest)).ifPresent(owner -> {
            Optional<GuestEntry> other = context.cluster().guests().list().stream()
                    .filter(entry -> entry.vmid().equals(owner))
                    .findFirst();
            // A guest that the credentials may not see has disks all the same.
            other.ifPresentOrElse(
                    entry -> context.permit(right, entry),
                    () -> context.permit(
                            right, new GuestTraits(owner, Optional.empty(), Optional.empty(), List.of(), false)));
        });
    }
}
