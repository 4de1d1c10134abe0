package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.Optional;

/** Whether a template has what is needed of its clones. */
record Fitness(CloneWish wish) {
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
        if (!wish.addressed() && !template.addresses().isEmpty()) {
            return Optional.of(
                    "has the fixed address " + String.join(", ", template.addresses())
                            + ", which each of its clones would have as well; expected is DHCP, or an address for each of them");
        }
        return Optional.empty();
    }
}
