package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.embedded.state.GuestCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuestLifeTest extends EmbeddedTest {
    private static final String WEB = "/nodes/pve1/qemu/101";

    private final List<String> told = new ArrayList<>();

    private final class Teller implements GuestLife {
        @Override
        public void starting(EmbeddedGuest guest) {
            told.add(guest.vmid() + " starting");
            guest.inside().addresses(0, "127.0.0." + (guest.vmid() - 100) + "/8");
        }

        @Override
        public void booted(EmbeddedGuest guest) {
            told.add(guest.vmid() + " booted");
        }

        @Override
        public void stopped(EmbeddedGuest guest) {
            told.add(guest.vmid() + " stopped");
        }

        @Override
        public void snapshotTaken(EmbeddedGuest guest, String snapshot) {
            told.add(guest.vmid() + " has snapshot " + snapshot);
        }

        @Override
        public void rolledBack(EmbeddedGuest guest, String snapshot) {
            told.add(guest.vmid() + " is back at " + snapshot);
        }

        @Override
        public void removed(EmbeddedGuest guest) {
            told.add(guest.vmid() + " removed");
        }
    }

    @BeforeEach
    void listen() {
        proxmox.cluster().inside(new Teller());
    }

    private void task(RawReply reply) {
        reply.data();
        proxmox.tasks().awaitAll();
    }

    private void awaitTold(String line) {
        assertThat(proxmox.cluster().await(cluster -> told.contains(line))).isTrue();
    }

    private List<String> told() {
        return proxmox.cluster().await(cluster -> true) ? List.copyOf(told) : List.of();
    }

    @Test
    void clonesAreBootedAndEndWithTheirDestruction() throws IOException {
        task(client.post("/nodes/pve1/qemu/9000/clone", "newid", "150"));
        task(client.post("/nodes/pve1/qemu/150/status/start"));
        awaitTold("150 booted");
        task(client.post("/nodes/pve1/qemu/150/status/stop"));
        task(client.delete("/nodes/pve1/qemu/150"));

        assertThat(told()).containsExactly("150 starting", "150 booted", "150 stopped", "150 removed");
    }

    @Test
    void whatIsSwitchedOffEarlyNeverBoots() throws IOException {
        guest(102).bootTime(Duration.ofDays(1));
        task(client.post("/nodes/pve2/qemu/102/status/start"));
        task(client.post("/nodes/pve2/qemu/102/status/stop"));
        guest(102).bootTime(Duration.ZERO);
        task(client.post("/nodes/pve2/qemu/102/status/start"));
        awaitTold("102 booted");

        assertThat(told()).containsExactly("102 starting", "102 stopped", "102 starting", "102 booted");
    }

    @Test
    void addressesOfTheTestAreTold() throws IOException {
        guest(101).stopped();
        guest(101).bootTime(Duration.ZERO).running();

        assertThat(told()).containsSubsequence("101 starting", "101 booted");
        assertThat(client.get(WEB + "/agent/network-get-interfaces").data().at("/result/1/ip-addresses/0/ip-address"))
                .hasToString("\"127.0.0.1\"");
    }

    @Test
    void aRollbackIsAStopAndWithMemoryAStart() throws IOException {
        task(client.post(WEB + "/snapshot", "snapname", "disk"));
        task(client.post(WEB + "/snapshot", "snapname", "live", "vmstate", "1"));
        task(client.post(WEB + "/snapshot/live/rollback"));
        task(client.post(WEB + "/snapshot/disk/rollback"));

        assertThat(told())
                .filteredOn(line -> !line.equals("101 booted"))
                .containsExactly(
                        "101 has snapshot disk",
                        "101 has snapshot live",
                        "101 stopped",
                        "101 is back at live",
                        "101 starting",
                        "101 stopped",
                        "101 is back at disk");
    }

    @Test
    void restartsAreStopsAndStarts() throws IOException {
        task(client.post(WEB + "/status/reboot"));
        task(client.post("/nodes/pve1/lxc/201/status/reboot"));
        guest(102).running();
        task(client.post("/nodes/pve2/qemu/102/status/reset"));

        assertThat(told()).containsSubsequence("101 stopped", "101 starting");
        assertThat(told()).containsSubsequence("201 stopped", "201 starting");
        assertThat(told()).containsSubsequence("102 starting", "102 booted", "102 stopped", "102 starting");
    }

    @Test
    void commandsThatGoOnHaveANumber() throws IOException {
        List<Integer> started = new ArrayList<>();
        guest(101).shell(new GuestCommands.Shell() {
            @Override
            public GuestCommands.Result run(List<String> command, String input) {
                return GuestCommands.Result.running();
            }

            @Override
            public void started(int pid) {
                started.add(pid);
            }
        });

        int pid = client.post(WEB + "/agent/exec", "command", "sleep")
                .data()
                .get("pid")
                .asInt();

        assertThat(started).containsExactly(pid);
    }

    @Test
    void filesCanBeKeptElsewhereAndAreInherited() throws IOException {
        Map<String, byte[]> place = new HashMap<>();
        guest(101).inside().file("/before", new byte[] {1}).files(place);
        client.post(WEB + "/agent/file-write", "file", "/after", "content", "x").data();
        task(client.post(WEB + "/clone", "newid", "150", "full", "1"));

        assertThat(place).containsOnlyKeys("/before", "/after");
        assertThat(guest(150).files()).containsOnlyKeys("/before", "/after");
        guest(150).inside().removeFile("/before");
        assertThat(place).containsKey("/before");
    }
}
