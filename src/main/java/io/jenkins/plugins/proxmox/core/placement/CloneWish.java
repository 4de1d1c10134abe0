package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.network.AddressFamily;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a clone is made from and what it needs. Each method gives a copy with one more wish.
 *
 * @param full whether it gets disks of its own
 * @param storage where its disks go; only for full clones
 * @param snapshot whether a snapshot is cloned, so that a full clone of a guest that is no template is possible
 * @param memory instead of the template's
 * @param processors instead of the template's
 * @param bootDisk what the disk with its system grows to
 * @param ramSnapshot whether it gets a snapshot with its memory, as only a VM can have one
 * @param nodes where it may go; anywhere if empty
 * @param guestAgent whether it has to have the guest agent
 * @param cloudInit whether it is told something by cloud-init
 * @param addressed of which families its first NIC is given an address of its own or DHCP
 */
public record CloneWish(
        TemplateSource source,
        boolean full,
        Optional<String> storage,
        boolean snapshot,
        Optional<DataSize> memory,
        OptionalInt processors,
        Optional<DataSize> bootDisk,
        boolean ramSnapshot,
        Set<String> nodes,
        boolean guestAgent,
        boolean cloudInit,
        Set<AddressFamily> addressed) {
    /** Keeps copies. */
    public CloneWish {
        nodes = Set.copyOf(nodes);
        addressed = Set.copyOf(addressed);
    }

    /** A linked clone that goes anywhere. */
    public static CloneWish of(TemplateSource source) {
        return new CloneWish(
                source,
                false,
                Optional.empty(),
                false,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                false,
                Set.of(),
                false,
                false,
                Set.of());
    }

    /** A full clone on this storage, or where the template's disks are. */
    public CloneWish copiedTo(Optional<String> newStorage) {
        return new CloneWish(
                source,
                true,
                newStorage,
                snapshot,
                memory,
                processors,
                bootDisk,
                ramSnapshot,
                nodes,
                guestAgent,
                cloudInit,
                addressed);
    }

    /** Of a snapshot. */
    public CloneWish ofSnapshot(boolean value) {
        return new CloneWish(
                source,
                full,
                storage,
                value,
                memory,
                processors,
                bootDisk,
                ramSnapshot,
                nodes,
                guestAgent,
                cloudInit,
                addressed);
    }

    /** With hardware of its own, where given. */
    public CloneWish with(Optional<DataSize> newMemory, OptionalInt newProcessors, Optional<DataSize> newBootDisk) {
        return new CloneWish(
                source,
                full,
                storage,
                snapshot,
                newMemory,
                newProcessors,
                newBootDisk,
                ramSnapshot,
                nodes,
                guestAgent,
                cloudInit,
                addressed);
    }

    /** With a snapshot of its memory, if it is a VM. */
    public CloneWish withRamSnapshot(boolean value) {
        return new CloneWish(
                source,
                full,
                storage,
                snapshot,
                memory,
                processors,
                bootDisk,
                value,
                nodes,
                guestAgent,
                cloudInit,
                addressed);
    }

    /** Only on these nodes. */
    public CloneWish on(Set<String> some) {
        return new CloneWish(
                source,
                full,
                storage,
                snapshot,
                memory,
                processors,
                bootDisk,
                ramSnapshot,
                some,
                guestAgent,
                cloudInit,
                addressed);
    }

    /** With what has to be in the template, and which of its addresses are replaced. */
    public CloneWish needing(boolean agent, boolean drive, Set<AddressFamily> addresses) {
        return new CloneWish(
                source,
                full,
                storage,
                snapshot,
                memory,
                processors,
                bootDisk,
                ramSnapshot,
                nodes,
                agent,
                drive,
                addresses);
    }
}
