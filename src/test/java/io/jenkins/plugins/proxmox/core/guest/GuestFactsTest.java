package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestFactsTest {
    @Test
    void areToldInPlainValuesThatSurviveARestart() {
        assertThat(facts("10.66.66.120", "2001:db8::120").toMap())
                .containsEntry("vmid", 101)
                .containsEntry("name", "web")
                .containsEntry("node", "pve")
                .containsEntry("type", "vm")
                .containsEntry("status", "running")
                .containsEntry("template", false)
                .containsEntry("address", "10.66.66.120")
                .hasEntrySatisfying(
                        "addresses",
                        addresses -> assertThat(addresses)
                                .isEqualTo(List.of("10.66.66.120", "2001:db8::120"))
                                .isExactlyInstanceOf(ArrayList.class));
    }

    @Test
    void haveNoAddressIfThereIsNone() {
        assertThat(facts().toMap()).containsEntry("address", null).containsEntry("addresses", List.of());
    }

    private static GuestFacts facts(String... addresses) {
        return new GuestFacts(
                new VmId(101), "web", "pve", GuestType.VIRTUAL_MACHINE, "running", false, List.of(addresses));
    }
}
