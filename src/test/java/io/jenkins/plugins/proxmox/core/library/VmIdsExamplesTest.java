package io.jenkins.plugins.proxmox.core.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.CloneCall;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.placement.VmIdAllocator;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VmIdRange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VmIdsExamplesTest extends LibraryExamples {
    @Test
    void range() {
        proxmox.cluster().addVirtualMachine("pve2", 5000, "first-come");
        // example
        VmIdRange range = VmIdRange.parse("5000-5999"); // without a range: what the cluster says is free
        VmIdAllocator allocator = new VmIdAllocator(InstantSource.system(), Optional.of(range)); // one per cluster
        VmId vmid = allocator.reserve(cluster, 0); // free, and for ten minutes nobody else gets it from here
        // end
        assertThat(vmid).isEqualTo(new VmId(5001));
        assertThat(allocator.reserve(cluster, 0)).isEqualTo(new VmId(5002));
    }

    @Test
    void races() {
        VmIdAllocator allocator = new VmIdAllocator(InstantSource.system(), Optional.of(VmIdRange.parse("5000-5999")));
        // Somebody else is faster, once the number was found to be free.
        proxmox.faults()
                .call("POST", "/nodes/*/qemu/9000/clone")
                .times(1)
                .answer(500, "unable to create VM 5000: config file already exists");
        // example
        Guest template = cluster.guests().get("debian-12");
        Optional<Guest> clone = Optional.empty();
        for (int lostRaces = 0; clone.isEmpty(); lostRaces++) {
            VmId vmid = allocator.reserve(cluster, lostRaces);
            try {
                clone = Optional.of(template.cloneTo(CloneCall.to(vmid)).await(Duration.ofMinutes(10)));
            } catch (ProxmoxException e) {
                if (!e.is(Problem.AlreadyExists.class) || lostRaces == 10) {
                    throw e; // the guest of this number is somebody else's: never destroy it
                }
            }
        }
        // end
        assertThat(embedded(clone.orElseThrow().vmid().number()).name()).isEqualTo("Copy-of-VM-debian-12");
        assertThat(proxmox.requests().count("POST", "/nodes/*/qemu/9000/clone")).isEqualTo(2);
    }
}
