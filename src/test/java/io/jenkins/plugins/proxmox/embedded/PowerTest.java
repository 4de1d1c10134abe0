package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PowerTest extends EmbeddedTest {
    private static final String WEB = "/nodes/pve1/qemu/101/status/";
    private static final String BUILD = "/nodes/pve2/qemu/102/status/";
    private static final String CACHE = "/nodes/pve1/lxc/201/status/";
    private static final String TOOLS = "/nodes/pve2/lxc/202/status/";

    private Optional<String> exitOf(String path, String... parameters) throws IOException {
        return client.run(path, parameters).exitStatus();
    }

    @Test
    void machineIsStartedAndStopped() throws IOException {
        assertThat(exitOf(BUILD + "start")).contains("OK");
        assertThat(guest(102).status()).isEqualTo("running");
        assertThat(exitOf(BUILD + "start")).contains("VM 102 already running");
        assertThat(exitOf(BUILD + "stop")).contains("OK");
        assertThat(guest(102).status()).isEqualTo("stopped");
        assertThat(exitOf(BUILD + "stop")).as("stopping it once more").contains("OK");
    }

    @Test
    void containerIsStartedAndStoppedAndWhatDoesNotFitIsRefusedAtOnce() throws IOException {
        assertThat(client.post(TOOLS + "stop").statusLine()).isEqualTo("500 CT 202 not running");
        assertThat(client.post(TOOLS + "shutdown").statusLine()).isEqualTo("500 CT 202 not running");
        assertThat(client.post(TOOLS + "reboot").statusLine()).isEqualTo("500 VM 202 not running");
        assertThat(exitOf(TOOLS + "start")).contains("OK");
        assertThat(client.post(TOOLS + "start").statusLine()).isEqualTo("500 CT 202 already running");
        assertThat(exitOf(TOOLS + "shutdown")).contains("OK");
        assertThat(guest(202).status()).isEqualTo("stopped");
        assertThat(exitOf("/nodes/pve1/lxc/999/status/start"))
                .contains("Configuration file 'nodes/pve1/lxc/999.conf' does not exist");
    }

    @Test
    void templatesDoNotStart() throws IOException {
        assertThat(exitOf("/nodes/pve1/qemu/9000/status/start")).contains("you can't start a vm if it's a template");
        assertThat(exitOf("/nodes/pve1/lxc/9001/status/start")).contains("you can't start a CT if it's a template");
    }

    @Test
    void aMachineHasNoMoreProcessorsThanItsNode() throws IOException {
        proxmox.cluster().nodeProcessors("pve1", 4);
        guest(101).stopped().set("cores", "3").set("sockets", "2");
        assertThat(exitOf(WEB + "start")).contains("MAX 4 vcpus allowed per VM on this node");
        guest(101).set("sockets", "1").set("vcpus", "4");
        assertThat(exitOf(WEB + "start")).contains("start failed: QEMU exited with code 1");
        guest(101).set("cores", "4");
        assertThat(exitOf(WEB + "start")).contains("OK");

        guest(202).set("cores", "8");
        assertThat(exitOf(TOOLS + "start"))
                .as("a container takes what there is")
                .contains("OK");
    }

    @Test
    void lockedGuestsFailInTheTask() throws IOException {
        guest(101).lock("backup");
        guest(201).lock("backup");

        assertThat(exitOf(WEB + "start")).contains("VM is locked (backup)");
        assertThat(exitOf(WEB + "stop")).contains("VM is locked (backup)");
        assertThat(exitOf(WEB + "shutdown")).contains("VM is locked (backup)");
        assertThat(exitOf(WEB + "reset")).contains("VM is locked (backup)");
        assertThat(exitOf(CACHE + "stop")).contains("CT is locked (backup)");
        assertThat(guest(101).status()).isEqualTo("running");
    }

    @Test
    void machineIsPausedAndResumed() throws IOException {
        assertThat(exitOf(WEB + "suspend")).contains("OK");
        assertThat(proxmox.tasks().ofType("qmpause")).hasSize(1);
        assertThat(client.get(WEB + "current").data().get("status").asText()).isEqualTo("running");
        assertThat(client.get(WEB + "current").data().get("qmpstatus").asText()).isEqualTo("paused");
        assertThat(client.post(WEB + "shutdown").statusLine()).isEqualTo("500 VM is paused - cannot shutdown");
        assertThat(client.post(WEB + "reboot").statusLine()).isEqualTo("500 VM is paused - cannot shutdown");

        assertThat(exitOf(WEB + "resume")).contains("OK");
        assertThat(guest(101).qmpStatus()).isEqualTo("running");
        assertThat(exitOf(WEB + "resume")).as("resuming it once more").contains("OK");
    }

    @Test
    void machineIsHibernatedAndStartedAgain() throws IOException {
        assertThat(exitOf(WEB + "suspend", "todisk", "1")).contains("OK");
        assertThat(guest(101).status()).isEqualTo("stopped");
        assertThat(guest(101).lock()).contains("suspended");

        assertThat(exitOf(WEB + "start")).contains("OK");
        assertThat(guest(101).status()).isEqualTo("running");
        assertThat(guest(101).lock()).isEmpty();

        client.run(WEB + "suspend", "todisk", "1");
        assertThat(exitOf(WEB + "resume")).contains("OK");
        assertThat(guest(101).status()).isEqualTo("running");
    }

    @Test
    void stoppedMachineCannotBePausedResetOrRebooted() throws IOException {
        for (String action : new String[] {"suspend", "resume", "reset", "reboot"}) {
            assertThat(client.post(BUILD + action).statusLine()).isEqualTo("500 VM 102 not running");
        }
    }

    @Test
    void rebootBringsTheMachineUpByAnotherTask() throws IOException {
        client.put("/nodes/pve1/qemu/101/config", "memory", "2048");
        assertThat(guest(101).config()).containsEntry("memory", "1024");

        assertThat(exitOf(WEB + "reboot")).contains("OK");
        proxmox.tasks().awaitTask(task -> task.type().equals("qmstart") && !task.isRunning());
        assertThat(guest(101).status()).isEqualTo("running");
        assertThat(guest(101).config()).containsEntry("memory", "2048");
        assertThat(proxmox.tasks().ofType("qmstart").get(0).user()).isEqualTo("root@pam");
    }

    @Test
    void containerRebootsWithinOneTask() throws IOException {
        assertThat(exitOf(CACHE + "reboot")).contains("OK");
        assertThat(guest(201).status()).isEqualTo("running");
        assertThat(proxmox.tasks().all()).hasSize(1);
    }

    @Test
    void stopWaitsForTheShutdownThatHoldsTheLock() throws IOException {
        try (Hold hold = proxmox.tasks().hold("qmshutdown")) {
            String shutdown = client.post(WEB + "shutdown").upid();
            String stop = client.post(WEB + "stop").upid();
            proxmox.tasks()
                    .awaitTask(task -> task.upid().equals(stop) && !task.log().isEmpty());
            assertThat(proxmox.tasks().find(stop).orElseThrow().isRunning()).isTrue();

            client.delete("/nodes/pve1/tasks/" + shutdown);
            assertThat(proxmox.tasks().await(stop).log())
                    .containsExactly("trying to acquire lock...", " OK", "TASK OK");
            assertThat(proxmox.tasks().await(shutdown).exitStatus()).contains("received interrupt");
            hold.release();
        }
    }

    @Test
    void stopMayOverruleTheShutdown() throws IOException {
        try (Hold hold = proxmox.tasks().hold("qmshutdown")) {
            String shutdown = client.post(WEB + "shutdown").upid();

            assertThat(exitOf(WEB + "stop", "overrule-shutdown", "1")).contains("OK");
            assertThat(guest(101).status()).isEqualTo("stopped");
            assertThat(proxmox.tasks().await(shutdown).exitStatus()).contains("unexpected status");
            assertThat(proxmox.tasks().await(shutdown).log())
                    .containsExactly("QEMU Guest Agent is not running - received interrupt");
            hold.release();
        }
    }

    @Test
    void startFailsOnAMissingBridge() throws IOException {
        client.put("/nodes/pve2/qemu/102/config", "net0", "virtio,bridge=vmbr9");

        var task = client.run(BUILD + "start");
        assertThat(task.exitStatus()).contains("start failed: QEMU exited with code 1");
        assertThat(task.log()).contains("bridge 'vmbr9' does not exist");
    }

    @Test
    void containersCannotBeSuspended() throws IOException {
        assertThat(exitOf(CACHE + "suspend"))
                .contains("command 'lxc-checkpoint -n 201 -s -D /var/lib/vz/dump' failed: exit code 1");
        assertThat(guest(201).status()).isEqualTo("running");
        assertThat(client.post(CACHE + "reset").statusLine())
                .isEqualTo("501 Method 'POST /nodes/pve1/lxc/201/status/reset' not implemented");
    }

    @Test
    void waitForTheLockFileIsBounded() throws IOException {
        proxmox.cluster().lockFileTimesOut(102, 2);

        String text = "can't lock file '/var/lock/qemu-server/lock-102.conf' - got timeout";
        assertThat(exitOf(BUILD + "start")).contains(text);
        assertThat(client.put("/nodes/pve2/qemu/102/config", "cores", "2").statusLine())
                .isEqualTo("500 " + text);
        assertThat(exitOf(BUILD + "start")).contains("OK");
    }
}
