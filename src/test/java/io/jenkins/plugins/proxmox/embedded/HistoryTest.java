package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest extends EmbeddedTest {
    @Test
    void runningGuestHasNumbersSinceItsStart() throws IOException {
        JsonNode samples = client.get("/nodes/pve1/qemu/101/rrddata?timeframe=day&cf=AVERAGE")
                .data();
        assertThat(samples).hasSize(70);
        assertThat(samples.get(0).has("cpu")).as("before the start").isFalse();
        assertThat(samples.get(0).get("maxmem").isDouble()).isTrue();
        assertThat(samples.get(0).get("time").asLong() % 1800).isZero();
        assertThat(samples.get(69).size()).as("nothing yet but its time").isEqualTo(1);
        JsonNode recent =
                client.get("/nodes/pve1/qemu/101/rrddata?timeframe=hour").data();
        assertThat(recent.get(58).get("cpu").isDouble()).isTrue();
    }

    @Test
    void stoppedGuestHasOnlyLimits() throws IOException {
        JsonNode samples =
                client.get("/nodes/pve2/lxc/202/rrddata?timeframe=hour").data();
        assertThat(samples).hasSize(60).allMatch(sample -> !sample.has("cpu"));
        assertThat(samples.get(0).get("maxmem").asDouble()).isEqualTo(512 * 1024 * 1024);
    }

    @ParameterizedTest
    @CsvSource({"V7, 60, false", "V8, 60, false", "V9, 59, true"})
    void newerVersionsKnowMore(PveVersion version, int count, boolean more) throws IOException {
        try (EmbeddedProxmox other = EmbeddedProxmox.builder().version(version).start();
                RawClient caller = RawClient.of(other)) {
            JsonNode node = caller.get("/nodes/pve1/rrddata?timeframe=hour").data();
            assertThat(node).hasSize(count);
            assertThat(node.get(5).has("loadavg")).isTrue();
            assertThat(node.get(5).has("memavailable")).isEqualTo(more);
            JsonNode guest =
                    caller.get("/nodes/pve1/qemu/101/rrddata?timeframe=hour").data();
            assertThat(guest.get(58).has("memhost")).isEqualTo(more);
            assertThat(guest.get(58).has("pressurecpufull")).isEqualTo(more);
            RawReply decade = caller.get("/nodes/pve1/rrddata?timeframe=decade");
            assertThat(decade.status()).isEqualTo(more ? 200 : 400);
        }
    }

    @Test
    void storagesAndPrivileges() throws IOException {
        assertThat(client.get("/nodes/pve1/storage/nfs/rrddata?timeframe=week")
                        .data()
                        .get(0)
                        .get("total")
                        .asDouble())
                .isEqualTo(1L << 40);
        proxmox.access().addUser("ci@pve", "secret").grant("ci@pve", "/vms/101", "VM.Audit");
        RawClient ci = RawClient.withToken(proxmox, proxmox.access().addToken("ci@pve", "t", false));
        assertThat(ci.get("/nodes/pve1/qemu/101/rrddata?timeframe=hour").status())
                .isEqualTo(200);
        assertThat(ci.get("/nodes/pve1/rrddata?timeframe=hour").statusLine())
                .isEqualTo("403 Permission check failed (/nodes/pve1, Sys.Audit)");
        assertThat(client.get("/nodes/pve1/qemu/101/rrddata").error("timeframe"))
                .isEqualTo("property is missing and it is not optional");
    }
}
