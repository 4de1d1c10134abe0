package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListTest extends EmbeddedTest {
    /** So long that statistics are only made when a test asks for them. */
    @Override
    protected EmbeddedProxmoxBuilder configure(EmbeddedProxmoxBuilder builder) {
        return builder.statisticsInterval(Duration.ofDays(1));
    }

    private JsonNode resource(String id) throws IOException {
        for (JsonNode entry : client.get("/cluster/resources").data()) {
            if (entry.get("id").asText().equals(id)) {
                return entry;
            }
        }
        throw new AssertionError("no resource " + id);
    }

    @Test
    void clusterIsSeeded() throws IOException {
        assertThat(RawClient.texts(client.get("/nodes"), "node")).containsExactly("pve1", "pve2");
        assertThat(RawClient.texts(client.get("/nodes/pve1/qemu"), "name")).containsExactly("web", "debian-12");
        assertThat(RawClient.texts(client.get("/nodes/pve2/qemu"), "name")).containsExactly("build");
        assertThat(RawClient.texts(client.get("/nodes/pve1/lxc"), "name")).containsExactly("cache", "debian-ct");
        assertThat(RawClient.texts(client.get("/nodes/pve2/lxc"), "name")).containsExactly("tools");
        assertThat(RawClient.texts(client.get("/pools"), "poolid")).containsExactly("ci");
        JsonNode status = client.get("/cluster/status").data();
        assertThat(status).hasSize(3);
        assertThat(status.get(0).get("quorate").asInt()).isEqualTo(1);
        assertThat(status.get(1).get("local").asInt()).isEqualTo(1);
        assertThat(client.get("/nodes/pve1/status").data().at("/memory/total").asLong())
                .isPositive();
        assertThat(client.get("/nodes/pve2/version").data().get("release").asText())
                .isEqualTo("8.4");
    }

    @Test
    void newGuestIsUnknownUntilTheNextStatistics() throws IOException {
        client.run("/nodes/pve1/qemu/9000/clone", "newid", "300", "name", "fresh");
        guest(300).tags("mine");
        JsonNode before = resource("qemu/300");
        assertThat(before.get("status").asText()).isEqualTo("unknown");
        assertThat(before.get("node").asText()).isEqualTo("pve1");
        assertThat(before.get("tags").asText()).isEqualTo("mine");
        assertThat(before.has("name")).isFalse();
        assertThat(before.has("template")).isFalse();
        assertThat(RawClient.texts(client.get("/nodes/pve1/qemu"), "name"))
                .as("the list of the node is live")
                .contains("fresh");

        proxmox.cluster().refreshStatistics();
        assertThat(resource("qemu/300").get("name").asText()).isEqualTo("fresh");
        assertThat(resource("qemu/300").get("status").asText()).isEqualTo("stopped");
    }

    @Test
    void reusedNumberShowsTheOldGuest() throws IOException {
        client.run("/nodes/pve1/qemu/101/status/stop");
        client.runDelete("/nodes/pve1/qemu/101");
        proxmox.cluster().addVirtualMachine("pve2", 101, "other");

        assertThat(resource("qemu/101").get("name").asText()).isEqualTo("web");
        assertThat(resource("qemu/101").get("status").asText()).isEqualTo("running");
        assertThat(resource("qemu/101").get("node").asText()).isEqualTo("pve2");
    }

    @Test
    void locksAndPoolsInTheListOfResourcesAreLive() throws IOException {
        guest(102).lock("backup").pool("ci");
        proxmox.cluster().moveGuest(102, "pve1");

        assertThat(resource("qemu/102").get("lock").asText()).isEqualTo("backup");
        assertThat(resource("qemu/102").get("pool").asText()).isEqualTo("ci");
        assertThat(resource("qemu/102").get("node").asText()).isEqualTo("pve1");
    }

    @Test
    void resourcesAreListedByType() throws IOException {
        assertThat(RawClient.texts(client.get("/cluster/resources?type=vm"), "id"))
                .containsExactly("qemu/101", "qemu/102", "lxc/201", "lxc/202", "qemu/9000", "lxc/9001");
        assertThat(RawClient.texts(client.get("/cluster/resources?type=node"), "id"))
                .containsExactly("node/pve1", "node/pve2");
        assertThat(RawClient.texts(client.get("/cluster/resources?type=storage"), "id"))
                .contains("storage/pve1/nfs", "storage/pve2/nfs", "storage/pve2/local-lvm");
        assertThat(resource("/pool/ci").get("type").asText()).isEqualTo("pool");
        assertThat(resource("qemu/9000").get("template").asInt()).isEqualTo(1);
    }

    @Test
    void storagesAreListedByContentAndTarget() throws IOException {
        assertThat(storages("")).containsExactly("local", "local-lvm", "nfs");
        assertThat(storages("?content=images")).containsExactly("local-lvm", "nfs");
        assertThat(storages("?content=rootdir")).containsExactly("local-lvm");
        assertThat(storages("?content=backup&enabled=1")).containsExactly("local", "nfs");
        assertThat(storages("?target=pve2")).containsExactly("nfs");
        assertThat(storages("?storage=local")).containsExactly("local");
        JsonNode local = client.get("/nodes/pve1/storage").data().get(0);
        assertThat(local.get("content").asText()).isEqualTo("backup,iso,snippets,vztmpl");
        assertThat(local.get("type").asText()).isEqualTo("dir");
        assertThat(local.get("total").asLong())
                .isEqualTo(local.get("used").asLong() + local.get("avail").asLong());
        assertThat(client.get("/nodes/pve1/storage/nfs/status")
                        .data()
                        .get("shared")
                        .asInt())
                .isEqualTo(1);
        assertThat(RawClient.texts(client.get("/nodes/pve1/storage/local-lvm/content?vmid=101"), "volid"))
                .containsExactly("local-lvm:vm-101-disk-0");
        assertThat(client.get("/nodes/pve2/storage/local-lvm/content?vmid=101").data())
                .isEmpty();
    }

    private List<String> storages(String query) throws IOException {
        return RawClient.texts(client.get("/nodes/pve1/storage" + query), "storage");
    }

    @Test
    void poolsHaveMembers() throws IOException {
        assertThat(client.put("/pools/ci", "vms", "101,201").status()).isEqualTo(200);
        assertThat(client.put("/pools", "poolid", "ci", "vms", "102", "storage", "nfs")
                        .status())
                .isEqualTo(200);
        assertThat(memberIds("/pools/ci", "/members"))
                .containsExactly("qemu/101", "qemu/102", "lxc/201", "storage/pve1/nfs");
        assertThat(memberIds("/pools?poolid=ci&type=lxc", "/0/members")).containsExactly("lxc/201");
        assertThat(client.put("/pools/ci", "vms", "101").statusLine()).isEqualTo("500 VM 101 is already a pool member");

        proxmox.cluster().addPool("other");
        assertThat(client.put("/pools/other", "vms", "101").status()).isEqualTo(500);
        assertThat(client.put("/pools/other", "vms", "101", "allow-move", "1").status())
                .isEqualTo(200);
        assertThat(guest(101).pool()).contains("other");
        client.put("/pools/other", "vms", "101", "delete", "1");
        assertThat(guest(101).pool()).isEmpty();
        assertThat(client.get("/pools/nope").statusLine()).isEqualTo("500 pool 'nope' does not exist");
    }

    private List<String> memberIds(String path, String pointer) throws IOException {
        return client.get(path).data().at(pointer).findValuesAsText("id");
    }

    @Test
    void statusIsTold() throws IOException {
        JsonNode running = client.get("/nodes/pve1/qemu/101/status/current").data();
        assertThat(running.get("status").asText()).isEqualTo("running");
        assertThat(running.get("qmpstatus").asText()).isEqualTo("running");
        assertThat(running.get("agent").asInt()).isEqualTo(1);
        assertThat(running.at("/ha/managed").asInt()).isZero();
        assertThat(running.get("uptime").asLong()).isPositive();
        assertThat(running.get("maxmem").asLong()).isEqualTo(1L << 30);
        assertThat(running.get("pid").asInt()).isPositive();
        assertThat(running.has("template")).isFalse();

        JsonNode stopped = client.get("/nodes/pve2/lxc/202/status/current").data();
        assertThat(stopped.get("type").asText()).isEqualTo("lxc");
        assertThat(stopped.get("uptime").asLong()).isZero();
        assertThat(stopped.has("pid")).isFalse();
        assertThat(stopped.has("qmpstatus")).isFalse();
    }
}
