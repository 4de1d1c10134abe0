package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.proxmox.embedded.EmbeddedTasks.EmbeddedTask;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolTest extends EmbeddedTest {
    @Test
    void poolsNest() throws IOException {
        assertThat(client.post("/pools", "poolid", "ci/nested", "comment", "inner")
                        .data()
                        .isNull())
                .isTrue();
        assertThat(client.put("/pools", "poolid", "ci/nested", "vms", "102").status())
                .isEqualTo(200);
        assertThat(client.get("/pools?poolid=ci%2Fnested")
                        .data()
                        .at("/0/members/0/id")
                        .asText())
                .isEqualTo("qemu/102");
        assertThat(guest(102).pool()).contains("ci/nested");
        assertThat(client.post("/pools", "poolid", "no/nested").statusLine())
                .isEqualTo("500 parent 'no' of pool 'no/nested' does not exist");
        assertThat(client.post("/pools", "poolid", "ci").statusLine()).isEqualTo("500 pool 'ci' already exists");
        assertThat(client.delete("/pools?poolid=ci").statusLine())
                .isEqualTo("500 pool 'ci' is not empty (contains pool 'ci/nested')");
        assertThat(client.delete("/pools?poolid=ci%2Fnested").statusLine())
                .isEqualTo("500 pool 'ci/nested' is not empty (contains VM 102)");
        client.put("/pools", "poolid", "ci/nested", "vms", "102", "delete", "1");
        assertThat(client.delete("/pools?poolid=ci%2Fnested").status()).isEqualTo(200);
        assertThat(proxmox.cluster().pools()).containsExactly("ci");
    }

    @Test
    void rightsOnAPoolReachTheNestedOne() throws IOException {
        proxmox.cluster().addPool("ci/nested");
        guest(102).pool("ci/nested");
        proxmox.access().addUser("ci@pve", "secret").grant("ci@pve", "/pool/ci", "VM.Audit");
        RawClient ci = RawClient.withToken(proxmox, proxmox.access().addToken("ci@pve", "t", false));
        assertThat(ci.get("/nodes/pve2/qemu/102/config").status()).isEqualTo(200);
        JsonNode seen = ci.get("/cluster/resources?type=vm").data();
        assertThat(seen.findValuesAsText("vmid")).containsExactly("102");
        assertThat(seen.get(0).has("pool"))
                .as("without the right to see the pool")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"V7, ''", "V8, ' and ''allow-move'' is not set'", "V9, ' and ''allow-move'' is not set'"})
    void moveHasToBeAllowed(PveVersion version, String hint) throws IOException {
        try (EmbeddedProxmox other = EmbeddedProxmox.builder().version(version).start();
                RawClient caller = RawClient.of(other)) {
            other.cluster().addPool("other");
            caller.put("/pools/ci", "vms", "101");
            assertThat(caller.put("/pools/other", "vms", "101").statusLine())
                    .isEqualTo("500 VM 101 belongs already to pool 'ci'" + hint);
            RawReply moved = caller.put("/pools/other", "vms", "101", "allow-move", "1");
            assertThat(moved.status()).isEqualTo(version == PveVersion.V7 ? 400 : 200);
        }
    }

    @Test
    void moveTakesRightsOnTheOldPool() throws IOException {
        proxmox.cluster().addPool("other");
        guest(101).pool("ci");
        proxmox.access()
                .addUser("ci@pve", "secret")
                .grant("ci@pve", "/pool/other", "Pool.Allocate")
                .grant("ci@pve", "/vms", "VM.Allocate");
        RawClient ci = RawClient.withToken(proxmox, proxmox.access().addToken("ci@pve", "t", false));
        assertThat(ci.put("/pools/other", "vms", "101", "allow-move", "1").statusLine())
                .isEqualTo("403 Permission check failed (/pool/ci, Pool.Allocate)");
    }

    @ParameterizedTest
    @CsvSource({
        "V7, 'pool,lxc,qemu,node,storage', ''",
        "V8, 'pool,lxc,qemu,node,storage,sdn', sdn/pve1/localnetwork",
        "V9, 'pool,lxc,qemu,node,storage,network', network/pve1/zone/localnetwork"
    })
    void listOfEverythingHasAllKinds(PveVersion version, String types, String zone) throws IOException {
        try (EmbeddedProxmox other = EmbeddedProxmox.builder().version(version).start();
                RawClient caller = RawClient.of(other)) {
            other.cluster().guest(101).orElseThrow().pool("ci");
            JsonNode all = caller.get("/cluster/resources").data();
            assertThat(all.findValuesAsText("type").stream().distinct()).containsExactlyInAnyOrder(types.split(","));
            List<String> ids = all.findValuesAsText("id");
            assertThat(ids).contains("node/pve2", "storage/pve1/nfs", "storage/pve2/nfs", "/pool/ci");
            assertThat(ids.contains(zone)).isEqualTo(!zone.isEmpty());
            JsonNode pool = all.get(ids.indexOf("/pool/ci"));
            assertThat(pool.get("maxmem").asLong()).isEqualTo(1L << 30);
            assertThat(pool.get("maxcpu").asInt()).isEqualTo(1);
        }
    }

    @Test
    void backupsOfManyAreOfOneNode() throws IOException {
        guest(102).pool("ci");
        guest(101).pool("ci");
        assertThat(backedUp(client.run("/nodes/pve2/vzdump", "all", "1", "storage", "nfs")))
                .containsExactly("102", "202");
        assertThat(backedUp(client.run("/nodes/pve2/vzdump", "exclude", "102", "storage", "nfs")))
                .containsExactly("202");
        assertThat(backedUp(client.run("/nodes/pve2/vzdump", "pool", "ci", "storage", "nfs")))
                .containsExactly("102");
        guest(102).pool("none");
        assertThat(client.post("/nodes/pve2/vzdump", "pool", "ci", "storage", "nfs")
                        .data()
                        .asText())
                .isEqualTo("OK");
        assertThat(backedUp(client.run("/nodes/pve2/vzdump", "all", "1", "exclude", "102,202", "storage", "nfs")))
                .as("a task all the same")
                .isEmpty();
        assertThat(client.post("/nodes/pve2/vzdump", "pool", "nope", "storage", "nfs")
                        .statusLine())
                .isEqualTo("500 pool 'nope' does not exist");
    }

    private static List<String> backedUp(EmbeddedTask task) {
        assertThat(task.exitStatus()).contains("OK");
        return task.log().stream()
                .filter(line -> line.startsWith("INFO: Starting Backup of VM "))
                .map(line -> line.replaceFirst(".* VM (\\d+) .*", "$1"))
                .toList();
    }
}
