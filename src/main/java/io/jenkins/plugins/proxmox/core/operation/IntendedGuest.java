package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Optional;

/**
 * Which guest is to be destroyed, and whether the one that has its VMID now is still that one.
 *
 * @param reference how somebody called it
 * @param mark the one that a guest of this controller bears instead
 */
record IntendedGuest(Optional<GuestReference> reference, Optional<Mark> mark) {
    static final String GUEST = "guest";
    private static final String IDENTITY = "identity";

    /**
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if it can't be right
     */
    static IntendedGuest called(String guest) {
        GuestReference reference = GuestReference.parse("guest", guest);
        if (reference instanceof GuestReference.NewestWithTag) {
            throw ProxmoxException.invalid(
                    "guest",
                    "'" + reference + "' can mean another guest each time; expected is a VMID or a name, since nothing"
                            + " brings back what was destroyed");
        }
        return new IntendedGuest(Optional.of(reference), Optional.empty());
    }

    static IntendedGuest marked(Mark mark) {
        return new IntendedGuest(Optional.empty(), Optional.of(mark));
    }

    /** Whether it is one that this controller has made: nobody is asked then, and nothing protects it. */
    boolean isMarked() {
        return mark.isPresent();
    }

    /** Its VMID; one that somebody named has to be found first. */
    VmId vmid(Memo memo) {
        return mark.map(Mark::vmid).orElseGet(() -> memo.guest(GUEST).vmid());
    }

    /** Keeps what it was like when it was found. */
    static void remember(Memo memo, Memo.Subject guest, GuestConfig config) {
        memo.put(GUEST, guest);
        memo.put(IDENTITY, identity(config, guest.vmid()));
    }

    /** Whether a configuration is that of the guest that shall be destroyed. */
    boolean is(Memo memo, GuestConfig config) {
        return mark.map(it -> it.isOn(config))
                .orElseGet(() -> memo.text(IDENTITY)
                        .filter(identity(config, memo.guest(GUEST).vmid())::equals)
                        .isPresent());
    }

    /** What two guests that had the same VMID one after the other never have in common. */
    private static String identity(GuestConfig config, VmId vmid) {
        return config.value("smbios1").orElse("")
                + " " + config.value("meta").orElse("")
                + " " + Mark.of(config, vmid).map(Mark::operation).orElse("")
                + " " + config.value("hwaddr").orElse("") + config.macAddresses();
    }
}
