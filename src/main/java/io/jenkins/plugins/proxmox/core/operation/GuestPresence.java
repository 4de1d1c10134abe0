package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Optional;

/** Tells a guest that is gone from one that the credentials may not see, which both are not in the list of guests. */
final class GuestPresence {
    private static final String HIDDEN = "hidden";

    /** Rights on a pool end a moment before the guest itself. */
    private static final int MOST_LOOKS_IN_VAIN = 5;

    private GuestPresence() {}

    /** The guest, if there is one; one that can't be seen is refused. */
    static Optional<FoundGuest> find(OperationContext context, GuestReference reference) {
        try {
            return Optional.of(context.cluster().guests().find("guest", reference));
        } catch (ProxmoxException e) {
            boolean absent = e.is(Problem.NotFound.class)
                    && (!(reference instanceof GuestReference.ByVmId number)
                            || context.cluster().isFree(number.vmid()));
            if (absent) {
                return Optional.empty();
            }
            throw e.is(Problem.NotFound.class) && reference instanceof GuestReference.ByVmId number
                    ? hidden(number.vmid())
                    : e;
        }
    }

    /** The configuration of a guest, if it has not vanished in this moment. */
    static Optional<GuestConfig> config(Guest guest) {
        try {
            return Optional.of(guest.config());
        } catch (ProxmoxException e) {
            // With rights on a pool only, a guest that is gone is forbidden rather than missing.
            if (e.is(Problem.NotFound.class) || e.is(Problem.Permission.class)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether a guest that is not listed any more is gone; one that stays hidden is refused after some looks. */
    static boolean isGone(OperationContext context, VmId vmid) {
        if (context.cluster().isFree(vmid)) {
            return true;
        }
        long looks = context.memo().number(HIDDEN).orElse(0) + 1;
        if (looks > MOST_LOOKS_IN_VAIN) {
            throw hidden(vmid);
        }
        context.memo().put(HIDDEN, looks);
        return false;
    }

    static ProxmoxException hidden(VmId vmid) {
        return new ProxmoxException(
                new Problem.Permission(Optional.of("/vms/" + vmid), Optional.of("VM.Audit")),
                "The VMID " + vmid + " is that of a guest that the credentials may not see");
    }
}
