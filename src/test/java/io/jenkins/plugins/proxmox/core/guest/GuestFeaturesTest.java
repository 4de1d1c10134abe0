package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.Connected;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a guest can do depends on where its disks are, and its node knows. */
class GuestFeaturesTest {
    @ParameterizedTest
    @CsvSource({
        "102, lvmthin, true, true",
        "202, lvmthin, true, true",
        "102, lvm, false, false",
        "202, lvm, false, false",
    })
    void areThoseOfItsStorage(int vmid, String type, boolean snapshots, boolean linkedClones) throws IOException {
        try (Connected lab = Connected.to(PveVersion.V8)) {
            lab.proxmox
                    .cluster()
                    .addStorage(
                            new Storage("other", type, new TreeSet<>(Set.of("images", "rootdir")), false, 1L << 40));
            lab.embedded(vmid).storage("other");
            Guest guest = lab.cluster.guests().get(new VmId(vmid));

            assertThat(guest.canHaveSnapshots()).isEqualTo(snapshots);
            lab.embedded(vmid).template();
            assertThat(guest.canBeClonedLinked()).isEqualTo(linkedClones);
        }
    }
}
