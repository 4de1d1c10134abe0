package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What happens when time limits pass, which are short here. */
class TimeoutTest extends EmbeddedTest {
    @Override
    protected EmbeddedProxmoxBuilder configure(EmbeddedProxmoxBuilder builder) {
        return builder.timeoutScale(0.01);
    }

    private Optional<String> exitOf(String path, String... parameters) throws IOException {
        return client.run(path, parameters).exitStatus();
    }

    @Test
    void loserOfTheRaceMayRunIntoTheLockFile() throws IOException {
        try (Hold hold = proxmox.tasks().hold("qmclone")) {
            Hold start = proxmox.tasks().holdStart("qmclone");
            String first =
                    client.post("/nodes/pve1/qemu/9000/clone", "newid", "300").upid();
            String second =
                    client.post("/nodes/pve1/qemu/9000/clone", "newid", "300").upid();
            start.release();

            assertThat(proxmox.tasks().await(second).exitStatus())
                    .contains("can't lock file '/var/lock/qemu-server/lock-300.conf' - got timeout");
            hold.release();
            assertThat(proxmox.tasks().await(first).exitStatus()).contains("OK");
        }
    }

    @Test
    void runningMachineIsClonedOnceAtATime() throws IOException {
        try (Hold hold = proxmox.tasks().hold("qmclone")) {
            client.post("/nodes/pve1/qemu/101/clone", "newid", "300");
            proxmox.cluster().await(cluster -> cluster.guest(300).isPresent());

            assertThat(client.run("/nodes/pve1/qemu/101/clone", "newid", "301").exitStatus())
                    .contains("can't lock file '/var/lock/qemu-server/lock-101.conf' - got timeout");
            hold.release();
        }
    }

    @Test
    void changeWaitsForTheLockFileAndThenGivesUp() throws IOException {
        try (Hold hold = proxmox.tasks().hold("qmstart")) {
            String upid = client.post("/nodes/pve2/qemu/102/status/start").upid();
            hold.awaitTask();

            assertThat(client.put("/nodes/pve2/qemu/102/config", "cores", "2").statusLine())
                    .isEqualTo("500 can't lock file '/var/lock/qemu-server/lock-102.conf' - got timeout");
            hold.release();
            proxmox.tasks().await(upid);
            assertThat(client.put("/nodes/pve2/qemu/102/config", "tags", "x").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void agentThatIsAbsentOrNotUpIsWaitedFor() throws IOException {
        String ping = "/nodes/pve1/qemu/101/agent/ping";
        guest(101).bootTime(Duration.ofDays(1));
        assertThat(client.post(ping).statusLine()).isEqualTo("500 QEMU guest agent is not running");
        guest(101).bootTime(Duration.ZERO).withoutGuestAgent();
        assertThat(client.post(ping).statusLine()).isEqualTo("500 QEMU guest agent is not running");
    }

    @Test
    void shutdownThatIsIgnoredEndsByTimeoutOrForce() throws IOException {
        guest(101).ignoresShutdown();
        guest(201).ignoresShutdown();

        assertThat(exitOf("/nodes/pve1/qemu/101/status/shutdown", "timeout", "1"))
                .contains("VM quit/powerdown failed - got timeout");
        assertThat(guest(101).status()).isEqualTo("running");
        assertThat(client.run("/nodes/pve1/qemu/101/status/shutdown", "timeout", "1", "forceStop", "1")
                        .log())
                .containsExactly("VM quit/powerdown failed - terminating now with SIGTERM", "TASK OK");
        assertThat(guest(101).status()).isEqualTo("stopped");
        assertThat(exitOf("/nodes/pve1/lxc/201/status/shutdown", "timeout", "1"))
                .contains("container did not stop");
        assertThat(exitOf("/nodes/pve1/lxc/201/status/shutdown", "timeout", "1", "forceStop", "1"))
                .contains("OK");
    }
}
