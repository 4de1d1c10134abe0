package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotTest extends EmbeddedTest {
    private static final String WEB = "/nodes/pve1/qemu/101";

    private JsonNode entry(String path, String name) throws IOException {
        for (JsonNode entry : client.get(path + "/snapshot").data()) {
            if (entry.get("name").asText().equals(name)) {
                return entry;
            }
        }
        throw new AssertionError("no snapshot " + name);
    }

    @Test
    void snapshotsFormAChainThatEndsInTheCurrentState() throws IOException {
        client.run(WEB + "/snapshot", "snapname", "one", "description", "first");
        client.run(WEB + "/snapshot", "snapname", "two", "vmstate", "1");

        assertThat(RawClient.texts(client.get(WEB + "/snapshot"), "name")).containsExactly("one", "two", "current");
        assertThat(entry(WEB, "one").get("description").asText()).isEqualTo("first");
        assertThat(entry(WEB, "one").get("vmstate").asInt()).isZero();
        assertThat(entry(WEB, "one").has("parent")).isFalse();
        assertThat(entry(WEB, "two").get("parent").asText()).isEqualTo("one");
        assertThat(entry(WEB, "two").get("vmstate").asInt()).isEqualTo(1);
        assertThat(entry(WEB, "current").get("parent").asText()).isEqualTo("two");
        assertThat(entry(WEB, "current").get("running").asInt()).isEqualTo(1);
        assertThat(entry(WEB, "current").has("snaptime")).isFalse();

        assertThat(client.runDelete(WEB + "/snapshot/one").exitStatus()).contains("OK");
        assertThat(entry(WEB, "two").has("parent")).isFalse();
        client.runDelete(WEB + "/snapshot/two");
        assertThat(entry(WEB, "current").has("parent")).isFalse();
        assertThat(guest(101).config()).doesNotContainKey("parent");
    }

    @ParameterizedTest
    @CsvSource({
        "current, unable to use snapshot name 'current' (reserved name)",
        "pending, unable to use snapshot name 'pending' (reserved name)"
    })
    void someNamesAreReserved(String name, String text) throws IOException {
        assertThat(client.post(WEB + "/snapshot", "snapname", name).statusLine())
                .isEqualTo("500 " + text);
    }

    @ParameterizedTest
    @CsvSource({"1abc", "x"})
    void namesAreChecked(String name) throws IOException {
        assertThat(client.post(WEB + "/snapshot", "snapname", name).error("snapname"))
                .isEqualTo("invalid format - invalid configuration ID '" + name + "'\n");
    }

    @Test
    void whatIsImpossibleFailsInTheTask() throws IOException {
        client.run(WEB + "/snapshot", "snapname", "dup");
        assertThat(client.run(WEB + "/snapshot", "snapname", "dup").exitStatus())
                .contains("snapshot name 'dup' already used");
        assertThat(client.run("/nodes/pve1/qemu/9000/snapshot", "snapname", "no")
                        .exitStatus())
                .contains("you can't take a snapshot if it's a template");
        assertThat(client.runDelete(WEB + "/snapshot/nope").exitStatus()).contains("snapshot 'nope' does not exist");
        assertThat(client.run(WEB + "/snapshot/nope/rollback").exitStatus()).contains("snapshot 'nope' does not exist");

        proxmox.cluster().addVirtualMachine("pve1", 300, "raw").set("scsi0", "nfs:300/vm-300-disk-0.raw,size=1G");
        assertThat(client.run("/nodes/pve1/qemu/300/snapshot", "snapname", "no").exitStatus())
                .contains("snapshot feature is not available");
        assertThat(client.get("/nodes/pve1/qemu/300/feature?feature=snapshot")
                        .data()
                        .get("hasFeature")
                        .asInt())
                .isZero();
        assertThat(client.get(WEB + "/feature?feature=snapshot")
                        .data()
                        .get("hasFeature")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void guestIsLockedMeanwhileButItsFileIsNot() throws IOException {
        try (Hold hold = proxmox.tasks().hold("qmsnapshot")) {
            String upid = client.post(WEB + "/snapshot", "snapname", "one").upid();
            proxmox.cluster().await(cluster -> guest(101).lock().isPresent());

            assertThat(client.post(WEB + "/clone", "newid", "300").statusLine())
                    .isEqualTo("500 VM is locked (snapshot)");
            assertThat(client.put(WEB + "/config", "cores", "2").statusLine()).isEqualTo("500 VM is locked (snapshot)");
            var stop = client.run(WEB + "/status/stop");
            assertThat(stop.log()).containsExactly("TASK ERROR: VM is locked (snapshot)");
            assertThat(client.run(WEB + "/snapshot", "snapname", "two").exitStatus())
                    .contains("VM is locked (snapshot)");
            assertThat(guest(101).lock()).as("the lock of the first task").contains("snapshot");

            hold.release();
            assertThat(proxmox.tasks().await(upid).exitStatus()).contains("OK");
            assertThat(guest(101).lock()).isEmpty();
        }
    }

    @Test
    void rollbackStopsTheMachineAndTakesBackNameAndTags() throws IOException {
        client.put(WEB + "/config", "tags", "old", "description", "old");
        client.run(WEB + "/snapshot", "snapname", "clean");
        client.put(WEB + "/config", "tags", "new", "name", "renamed", "description", "new");

        assertThat(client.run(WEB + "/snapshot/clean/rollback").log()).containsExactly("TASK OK");
        assertThat(guest(101).status()).isEqualTo("stopped");
        assertThat(guest(101).name()).isEqualTo("web");
        assertThat(guest(101).config())
                .containsEntry("tags", "old")
                .containsEntry("description", "new")
                .containsEntry("parent", "clean");
        assertThat(guest(101).snapshots()).containsExactly("clean");
    }

    @Test
    void rollbackMayStartTheGuestByAnotherTask() throws IOException {
        client.run(WEB + "/snapshot", "snapname", "clean");
        client.run("/nodes/pve1/lxc/201/snapshot", "snapname", "clean");

        client.run(WEB + "/snapshot/clean/rollback", "start", "1");
        client.run("/nodes/pve1/lxc/201/snapshot/clean/rollback", "start", "1");
        proxmox.tasks().awaitTask(task -> task.type().equals("qmstart") && !task.isRunning());
        proxmox.tasks().awaitTask(task -> task.type().equals("vzstart") && !task.isRunning());
        assertThat(guest(101).status()).isEqualTo("running");
        assertThat(guest(201).status()).isEqualTo("running");
    }

    @Test
    void rollbackToMemoryLeavesTheMachineRunning() throws IOException {
        client.run(WEB + "/snapshot", "snapname", "live", "vmstate", "1");
        client.run(WEB + "/status/stop");

        client.run(WEB + "/snapshot/live/rollback");
        assertThat(guest(101).status()).isEqualTo("running");
        assertThat(proxmox.tasks().ofType("qmstart")).isEmpty();
    }

    @Test
    void settingsOfASnapshotCanBeReadAndDescribed() throws IOException {
        client.run(WEB + "/snapshot", "snapname", "one");
        client.put(WEB + "/snapshot/one/config", "description", "noted");

        JsonNode config = client.get(WEB + "/snapshot/one/config").data();
        assertThat(config.get("description").asText()).isEqualTo("noted");
        assertThat(config.get("snaptime").asLong()).isPositive();
        assertThat(config.get("name").asText()).isEqualTo("web");
        assertThat(client.get(WEB + "/config?snapshot=one").data().get("name").asText())
                .isEqualTo("web");
        assertThat(client.put(WEB + "/snapshot/nope/config", "description", "x").statusLine())
                .isEqualTo("500 snapshot 'nope' does not exist");
    }

    @Test
    void failureTakesTheLockAway() throws IOException {
        proxmox.faults().task("qmsnapshot").fails("out of space");

        assertThat(client.run(WEB + "/snapshot", "snapname", "one").exitStatus())
                .contains("out of space");
        assertThat(guest(101).lock()).isEmpty();
        assertThat(guest(101).snapshots()).isEmpty();
    }
}
