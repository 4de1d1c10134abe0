package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigureGuestTest {
    private static final String MARK = "proxmox-guests: controller=us vmid=102 operation=4711";

    private final Lab lab = Lab.start();

    @AfterEach
    void close() throws IOException {
        lab.close();
    }

    private EmbeddedGuest guest(int vmid) {
        return lab.proxmox.cluster().guest(vmid).orElseThrow();
    }

    private static ConfigureRequest configure(String guest) {
        return new ConfigureRequest(guest);
    }

    private Map<String, Object> run(ConfigureRequest request) {
        return lab.run(new ConfigureGuest(request));
    }

    @ParameterizedTest
    @EnumSource(PveVersion.class)
    void whatARunningGuestTakesOnlyLaterIsTold(PveVersion version) throws IOException {
        try (Lab other = Lab.start(version)) {
            Map<String, Object> facts = other.run(
                    new ConfigureGuest(configure("web").cores(4).memory(2048).onboot(true)));

            assertThat(facts)
                    .containsEntry("pending", List.of("cores", "memory"))
                    .containsEntry("status", "running");
            assertThat(other.console)
                    .anyMatch(line -> line.contains("cores, memory of web (101) will change only when it is stopped"));
            assertThat(other.proxmox.cluster().guest(101).orElseThrow().config())
                    .containsEntry("onboot", "1");
        }
    }

    @Test
    void whatWaitsCanBeTakenBack() {
        run(configure("web").cores(4));

        assertThat(run(configure("web").revert(List.of("cores")))).containsEntry("pending", List.of());
        assertThat(guest(101).pending()).isEmpty();
    }

    @Test
    void aContainerCallsItsNameOtherwise() {
        assertThat(run(configure("tools").name("kit"))).containsEntry("name", "kit");
        assertThat(guest(202).config()).containsEntry("hostname", "kit").doesNotContainKey("name");
        run(configure("kit").delete(List.of("name")));
        assertThat(guest(202).config()).doesNotContainKey("hostname");
    }

    @Test
    void theMarkAndTheTagOfAGuestStay() {
        guest(102).description("old\n\n" + MARK).tags("jenkins", "old");

        run(configure("build").description("new").tags(List.of("new")));
        assertThat(guest(102).config())
                .containsEntry("description", "new\n\n" + MARK)
                .containsEntry("tags", "jenkins;new");

        run(configure("build").delete(List.of("description", "tags")));
        assertThat(guest(102).config()).containsEntry("description", MARK).containsEntry("tags", "jenkins");
    }

    @Test
    void nobodyMakesAGuestHisOwnByWritingSo() {
        run(configure("build").description("mine\n" + MARK).tags(List.of("a")));

        assertThat(guest(102).config()).containsEntry("description", "mine").containsEntry("tags", "a");
    }

    @Test
    void theMarkOfAnotherGuestIsNoMark() {
        guest(102).description(MARK.replace("102", "999")).tags("jenkins");

        run(configure("build").description("new").tags(List.of("a")));

        assertThat(guest(102).config()).containsEntry("description", "new").containsEntry("tags", "a");
    }

    @Test
    void theGuestAgentKeepsItsOtherSettings() {
        guest(102).set("agent", "enabled=0,fstrim_cloned_disks=1");
        run(configure("build").agent(true));
        assertThat(guest(102).config()).containsEntry("agent", "enabled=1,fstrim_cloned_disks=1");

        guest(102).set("agent", "1,type=virtio");
        run(configure("build").agent(false));
        assertThat(guest(102).config()).containsEntry("agent", "0,type=virtio");
    }

    @Test
    void aNicKeepsItsMacAddress() {
        String before = guest(102).config().get("net0");

        run(configure("build").config(Map.of("net0", "virtio,bridge=vmbr0,firewall=1")));

        assertThat(guest(102).config()).containsEntry("net0", before + ",firewall=1");
    }

    @Test
    void somebodyElsesChangeIsReadAgain() {
        lab.proxmox
                .faults()
                .call("PUT", "/nodes/*/qemu/102/config")
                .answer(500, "checksum mismatch (file change by other user?)");

        run(configure("build").cores(2));

        assertThat(guest(102).config()).containsEntry("cores", "2");
    }

    @Test
    void aTaskThatMeetsSomebodyElsesChangeIsMadeAgain() {
        lab.proxmox.faults().task("qmconfig").fails("checksum mismatch (file change by other user?)");

        run(configure("build").config(Map.of("scsi1", "local-lvm:1")));

        assertThat(guest(102).config()).containsKey("scsi1");
        assertThat(lab.proxmox.tasks().ofType("qmconfig")).hasSize(2);
    }

    @Test
    void whatCanNotBePluggedInWaitsForTheNextStart() {
        lab.proxmox
                .faults()
                .call("PUT", "/nodes/*/qemu/101/config")
                .answerAfterEffect(400, "cores: hotplug problem - not possible");

        assertThat(run(configure("web").cores(2))).containsEntry("pending", List.of("cores"));
        assertThat(lab.console).anyMatch(line -> line.contains("hotplug problem - not possible"));
    }

    @Test
    void aLockIsWaitedOut() {
        guest(102).lock("backup");
        OperationRun<?> run = lab.begin(new ConfigureGuest(configure("build").cores(2)));
        while (lab.console.stream().noneMatch(line -> line.contains("is locked (backup)"))) {
            Thread.onSpinWait();
        }
        guest(102).unlock();

        Lab.result(run);

        assertThat(guest(102).config()).containsEntry("cores", "2");
    }

    @Test
    void onlyThoseMayConfigureAGuestWhomThePolicyLets() {
        OperationOptions options = OperationOptions.within(Duration.ofMinutes(1))
                .by(new Requester("us", "", new Guard(Policy.USUAL, "lab", "job")));

        assertThatThrownBy(() -> Lab.result(
                        lab.begin(new ConfigureGuest(configure("build").cores(2)), options)))
                .isInstanceOfSatisfying(
                        ProxmoxException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.Denied.class))
                .hasMessageContaining("configure build (102)");
        guest(102).description(MARK);
        Lab.result(lab.begin(new ConfigureGuest(configure("build").cores(2)), options));

        assertThat(guest(102).config()).containsEntry("cores", "2");
    }

    @Test
    void theDiskOfAnotherGuestIsItsOwn() {
        guest(102).description(MARK);
        String foreign = guest(101).config().get("scsi0").replaceFirst(",.*", "");
        OperationOptions options = OperationOptions.within(Duration.ofMinutes(1))
                .by(new Requester("us", "", new Guard(Policy.USUAL, "lab", "job")));

        assertThatThrownBy(() -> Lab.result(
                        lab.begin(new ConfigureGuest(configure("build").config(Map.of("scsi1", foreign))), options)))
                .hasMessageContaining("configure web (101)");
        assertThatThrownBy(() -> Lab.result(lab.begin(
                        new ChangeDisk(new DiskRequest("build", DiskAction.ATTACH, "scsi1").volume(foreign)), options)))
                .hasMessageContaining("configure web (101)");
        assertThat(lab.changes()).isZero();
    }

    @Test
    void aPasswordIsInNoCheckpointAndMissedAfterARestart() {
        ConfigureGuest operation = new ConfigureGuest(configure("build").config(Map.of("cipassword", "very-secret")));
        assertThat(operation.request().toString()).doesNotContain("very-secret").contains("cipassword");

        ConfigureGuest after = ConfigureGuest.of(Request.read(operation.request(), Map.of()));

        guest(102).set("ide2", "local-lvm:vm-102-cloudinit,media=cdrom");
        assertThatThrownBy(() -> lab.run(after)).hasMessageContaining("what was given for cipassword is kept nowhere");
    }

    @Test
    void whatWasAskedForIsKept() {
        ConfigureGuest operation = new ConfigureGuest(configure("web")
                .name("www")
                .agent(true)
                .tags(List.of("a"))
                .delete(List.of("boot"))
                .revert(List.of("vga"))
                .config(Map.of("balloon", 0)));

        assertThat(ConfigureGuest.of(Request.read(operation.request(), Map.of()))
                        .request())
                .isEqualTo(operation.request());
    }
}
