package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.guest.Resources;
import io.jenkins.plugins.proxmox.core.storage.Support;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a template has what is needed of its clones. */
record Fitness(Resources resources, CloneWish wish) {
    /** What it lacks, to be read after its name. */
    Optional<String> obstacle(Template template) {
        boolean container = template.type() == GuestType.CONTAINER;
        if (wish.guestAgent() && container) {
            return Optional.of("is a container, and only VMs have a guest agent");
        }
        if (wish.guestAgent() && !template.guestAgent()) {
            return Optional.of("has not enabled the guest agent; set its option agent to 1");
        }
        if (wish.cloudInit() && container) {
            return Optional.of("is a container, and only VMs have cloud-init");
        }
        if (wish.cloudInit() && !template.cloudInitDrive()) {
            return Optional.of("has no drive for cloud-init, as in ide2: 'local-lvm:cloudinit'");
        }
        List<FixedAddress> kept =
                template.addresses().stream().filter(it -> !isReplaced(it)).toList();
        if (!kept.isEmpty()) {
            return Optional.of(
                    "has the fixed address "
                            + kept.stream().map(FixedAddress::toString).collect(Collectors.joining(", "))
                            + ", which each of its clones would have as well; expected is DHCP, or an address for each of them");
        }
        return wish.full()
                ? Optional.empty()
                : template.space().keySet().stream()
                        .sorted()
                        .filter(id -> !canLink(id, template.type()))
                        .findFirst()
                        .map(id -> "is on " + id + ", which can't do linked clones of "
                                + (container ? "containers" : "VMs") + "; expected are full ones");
    }

    /** A clone is given addresses on its first NIC only, and keeps whatever the template has elsewhere. */
    private boolean isReplaced(FixedAddress address) {
        return address.nic() == 0 && wish.addressed().contains(address.family());
    }

    /** What can't be told the clone itself will tell. */
    private boolean canLink(String storage, GuestType type) {
        return resources.storages().stream()
                .filter(it -> it.id().equals(storage))
                .noneMatch(it -> it.features(type).linkedClones() == Support.NO);
    }
}
