package io.jenkins.plugins.proxmox.core.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.guest.Pool;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolsExamplesTest extends LibraryExamples {
    @Test
    void pools() {
        List<String> before = new ArrayList<>();
        proxmox.cluster().addPool("nightly");
        // example
        for (String name : cluster.pools().list()) {
            Pool pool = cluster.pools().get(name);
            before.add(name + ": " + pool.guests());
        }
        cluster.pools().add("ci", new VmId(101));
        cluster.pools().add("nightly", new VmId(101)); // and out of ci: a guest is in one pool at most
        List<GuestEntry> members = cluster.pools().get("nightly").guests();
        cluster.pools().remove("nightly", new VmId(101));
        // end
        assertThat(before).containsExactly("ci: []", "nightly: []");
        assertThat(members).singleElement().extracting(GuestEntry::vmid).isEqualTo(new VmId(101));
        assertThat(embedded(101).pool()).isEmpty();
    }
}
