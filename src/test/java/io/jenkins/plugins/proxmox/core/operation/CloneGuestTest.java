package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloneGuestTest {
    @ParameterizedTest
    @CsvSource({
        "V7, debian-12, true", "V8, debian-12, true", "V9, debian-12, true",
        "V7, debian-12, false", "V8, debian-12, false", "V9, debian-12, false",
        "V7, debian-ct, true", "V8, debian-ct, true", "V9, debian-ct, true",
        "V7, debian-ct, false", "V8, debian-ct, false", "V9, debian-ct, false",
    })
    void clonesFullAndLinkedOnEveryVersion(PveVersion version, String template, boolean full) throws IOException {
        try (Lab lab = Lab.start(version)) {
            GuestFacts clone = lab.run(new CloneGuest(new CloneRequest(template)
                    .name("ci-17")
                    .full(full)
                    .tags(List.of("ci", "jenkins"))
                    .cores(2)
                    .memory(1024)
                    .start(true)
                    .waitFor("running")));

            EmbeddedGuest guest =
                    lab.proxmox.cluster().guest(clone.vmid().number()).orElseThrow();
            assertThat(guest.name()).isEqualTo("ci-17").isEqualTo(clone.name());
            assertThat(guest.status()).isEqualTo("running").isEqualTo(clone.status());
            assertThat(guest.isTemplate()).isFalse();
            assertThat(guest.lock()).isEmpty();
            assertThat(guest.config()).containsEntry("cores", "2").containsEntry("memory", "1024");
            assertThat(guest.config().get("tags").split(";")).containsExactlyInAnyOrder("ci", "jenkins");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian-12", "debian-ct"})
    void waitsForAnAddressThatOthersCanReach(String template) throws IOException {
        try (Lab lab = Lab.start()) {
            GuestFacts clone = lab.run(new CloneGuest(new CloneRequest(template).waitFor("address")));

            EmbeddedGuest guest =
                    lab.proxmox.cluster().guest(clone.vmid().number()).orElseThrow();
            assertThat(clone.addresses())
                    .isNotEmpty()
                    .allSatisfy(address -> assertThat(guest.addresses()).anyMatch(a -> a.startsWith(address)));
            assertThat(clone.toMap()).containsEntry("address", clone.addresses().get(0));
        }
    }

    @ParameterizedTest
    @EnumSource(PveVersion.class)
    void waitsForTheGuestAgentAndTellsTheAddressesItKnows(PveVersion version) throws IOException {
        try (Lab lab = Lab.start(version)) {
            assertThat(lab.run(new CloneGuest(new CloneRequest("debian-12").waitFor("agent")))
                            .addresses())
                    .isNotEmpty();
        }
    }

    @Test
    void saysWhatWasMissingWhenTheTimeIsOver() throws IOException {
        try (Lab lab = Lab.start()) {
            GuestFacts clone = lab.run(new CloneGuest(new CloneRequest("debian-12").name("mute")));
            lab.proxmox.cluster().guest(clone.vmid().number()).orElseThrow().withoutGuestAgent();
            OperationOptions options = OperationOptions.within(Duration.ofSeconds(8));

            assertThatThrownBy(() -> Lab.result(lab.begin(
                            new CloneGuest(new CloneRequest("mute").full(true).waitFor("agent")), options)))
                    .hasMessageContaining("Waiting for the guest agent of")
                    .hasMessageContaining("did not finish within 8.0 s:")
                    .hasMessageContaining("QEMU guest agent is not running");
        }
    }

    @Test
    void waitsForAnSshServerAndNamesItsAddressFirst() throws IOException {
        try (Lab lab = Lab.start()) {
            GuestFacts clone = lab.run(
                    new CloneGuest(new CloneRequest("debian-12").waitFor("ssh"), address -> address.contains(".")));

            assertThat(clone.addresses().get(0)).contains(".");
        }
    }

    @Test
    void aCloneDoesNotInheritProtectionAndOnboot() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.cluster().guest(9000).orElseThrow().protectedGuest().set("onboot", "1");

            GuestFacts clone = lab.run(new CloneGuest(new CloneRequest("9000")));

            Map<String, String> config = lab.proxmox
                    .cluster()
                    .guest(clone.vmid().number())
                    .orElseThrow()
                    .config();
            assertThat(config.getOrDefault("protection", "0")).isEqualTo("0");
            assertThat(config.getOrDefault("onboot", "0")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @CsvSource({"512, 512", "3072, 2048", "2048, 2048"})
    void aBalloonShrinksWithTheMemory(int memory, String balloon) throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox
                    .cluster()
                    .guest(9000)
                    .orElseThrow()
                    .set("memory", "4096")
                    .set("balloon", "2048");

            assertThat(cloned(lab, new CloneRequest("9000").memory(memory)))
                    .containsEntry("memory", "" + memory)
                    .containsEntry("balloon", balloon);
        }
    }

    @Test
    void aBalloonThatIsAskedForStays() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox
                    .cluster()
                    .guest(9000)
                    .orElseThrow()
                    .set("memory", "4096")
                    .set("balloon", "2048");

            assertThat(cloned(lab, new CloneRequest("9000").memory(1024).config(Map.of("balloon", 0))))
                    .containsEntry("balloon", "0");
        }
    }

    @ParameterizedTest
    @CsvSource({"2, , 2", "2, 2, 4", ", 2, 6"})
    void asManyProcessorsArePluggedInAsAreAskedFor(Integer cores, Integer sockets, String plugged) throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.cluster().guest(9000).orElseThrow().set("cores", "3").set("vcpus", "3");
            CloneRequest request = new CloneRequest("9000").cores(cores);

            assertThat(cloned(lab, sockets == null ? request : request.config(Map.of("sockets", sockets))))
                    .containsEntry("vcpus", plugged);
        }
    }

    private static Map<String, String> cloned(Lab lab, CloneRequest request) {
        GuestFacts clone = lab.run(new CloneGuest(request.start(true)));
        assertThat(clone.status()).isEqualTo("running");
        return lab.proxmox.cluster().guest(clone.vmid().number()).orElseThrow().config();
    }

    @Test
    void sshKeysArriveAsTheyAre() throws IOException {
        try (Lab lab = Lab.start()) {
            GuestFacts clone = lab.run(new CloneGuest(new CloneRequest("9000")
                    .ciUser("jenkins")
                    .ipConfig("ip=10.0.0.5/24,gw=10.0.0.1")
                    .sshKeys("ssh-ed25519 AAAA+b/c= a@b\nssh-rsa AAAA x")));

            assertThat(lab.proxmox
                            .cluster()
                            .guest(clone.vmid().number())
                            .orElseThrow()
                            .config())
                    .containsEntry("sshkeys", "ssh-ed25519%20AAAA%2Bb%2Fc%3D%20a%40b%0Assh-rsa%20AAAA%20x")
                    .containsEntry("ipconfig0", "ip=10.0.0.5/24,gw=10.0.0.1");
        }
    }

    @Test
    void theNewestGuestWithATagIsCloned() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox
                    .cluster()
                    .addVirtualMachine("pve1", 9100, "older")
                    .template()
                    .tags("nightly")
                    .set("meta", "creation-qemu=9.0.2,ctime=1000");
            lab.proxmox
                    .cluster()
                    .addVirtualMachine("pve1", 9050, "newer")
                    .template()
                    .tags("nightly")
                    .set("meta", "creation-qemu=9.0.2,ctime=2000");

            lab.run(new CloneGuest(new CloneRequest("tag:nightly").name("from-newest")));

            assertThat(lab.console).anyMatch(line -> line.contains("Cloning template newer (9050) to from-newest"));
        }
    }

    @Test
    void aCloneThatInheritedTheTagIsNoTemplate() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.cluster().guest(9000).orElseThrow().tags("nightly");
            lab.run(new CloneGuest(new CloneRequest("tag:nightly").vmid(9999).name("first")));

            lab.run(new CloneGuest(new CloneRequest("tag:nightly").name("second")));

            assertThat(lab.console).anyMatch(line -> line.contains("Cloning template debian-12 (9000) to second"));
        }
    }

    @Test
    void manyClonesAtOnceGetAVmidEach() throws IOException {
        try (Lab lab = Lab.start();
                Lab other = lab.as(lab.proxmox.token())) {
            List<OperationRun<GuestFacts>> runs = IntStream.range(0, 12)
                    .mapToObj(i -> (i % 2 == 0 ? lab : other)
                            .begin(new CloneGuest(new CloneRequest("debian-12").name("ci-" + i))))
                    .toList();

            List<GuestFacts> clones = runs.stream().map(Lab::result).toList();

            assertThat(clones).extracting(GuestFacts::vmid).doesNotHaveDuplicates();
            assertThat(clones)
                    .allSatisfy(clone -> assertThat(lab.proxmox
                                    .cluster()
                                    .guest(clone.vmid().number())
                                    .orElseThrow()
                                    .name())
                            .isEqualTo(clone.name()));
            assertThat(lab.proxmox.cluster().guests()).hasSize(6 + 12);
        }
    }

    @Test
    void anotherVmidIsTakenWhenSomebodyElseWasFaster() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.faults().task("qmclone").fails("unable to create VM 100: config file already exists");

            GuestFacts clone = lab.run(new CloneGuest(new CloneRequest("debian-12").name("second-try")));

            assertThat(clone.name()).isEqualTo("second-try");
            assertThat(lab.proxmox.tasks().ofType("qmclone")).hasSize(2);
            assertThat(lab.proxmox.requests().count("DELETE", "/nodes/*/qemu/*"))
                    .isZero();
        }
    }

    @Test
    void aVmidThatWasAskedForIsNotReplaced() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.faults().task("qmclone").fails("unable to create VM 150: config file already exists");

            assertThatThrownBy(() -> lab.run(new CloneGuest(new CloneRequest("debian-12").vmid(150))))
                    .isInstanceOf(ProxmoxException.class)
                    .hasMessageContaining("Cloning template debian-12 (9000) to 150 on pve1 failed")
                    .hasMessageContaining("config file already exists");
        }
    }

    @Test
    void clonesOfOneContainerTakeTurns() throws IOException {
        try (Lab lab = Lab.start()) {
            OperationRun<GuestFacts> first = lab.begin(
                    new CloneGuest(new CloneRequest("debian-ct").full(true).name("one")));
            OperationRun<GuestFacts> second = lab.begin(
                    new CloneGuest(new CloneRequest("debian-ct").full(true).name("two")));

            assertThat(Lab.result(first).name()).isEqualTo("one");
            assertThat(Lab.result(second).name()).isEqualTo("two");
        }
    }

    @Test
    void aLostReplyToTheCloneCallIsNotRepeated() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.faults().call("POST", "/nodes/*/qemu/*/clone").dropAfterEffect();

            assertThat(lab.run(new CloneGuest(new CloneRequest("debian-12").name("once")))
                            .name())
                    .isEqualTo("once");
            assertThat(lab.proxmox.requests().count("POST", "/nodes/*/qemu/*/clone"))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(PveVersion.class)
    void aMissingPrivilegeIsNamedWithWhoNeedsIt(PveVersion version) throws IOException {
        try (Lab lab = Lab.start(version)) {
            lab.proxmox.access().addUser("ci@pve", "unused-password");
            String token = lab.proxmox.access().addToken("ci@pve", "build", false);
            lab.proxmox.access().grant("ci@pve", "/vms", "VM.Audit");
            try (Lab limited = lab.as(token)) {
                assertThatThrownBy(() -> limited.run(new CloneGuest(new CloneRequest("debian-12"))))
                        .hasMessageContaining("Permission check failed (/vms/9000, VM.Clone)")
                        .hasMessageContaining("The credentials ci@pve!build need VM.Clone on /vms/9000.");
            }
        }
    }

    @Test
    void aGuestThatStopsAgainIsNotWaitedFor() throws IOException {
        try (Lab lab = Lab.start()) {
            GuestFacts clone = lab.run(new CloneGuest(new CloneRequest("debian-12").name("short-lived")));
            Stages<GuestFacts> stages = Stages.beginningWith("begin", context -> {
                        context.memo()
                                .put(
                                        NewGuest.KEY,
                                        Memo.Subject.of(lab.runner
                                                .cluster()
                                                .guests()
                                                .find("guest", new GuestReference.ByVmId(clone.vmid()))));
                        Arrival.wanted(context.memo(), Readiness.ADDRESS);
                        return Next.<GuestFacts>then("arrive");
                    })
                    .look("arrive", new Arrival(NewGuest.KEY, "arrive", SshPort.DIRECT));

            assertThatThrownBy(() -> lab.run(new SomeOperation<>(stages)))
                    .hasMessageContaining("stopped again right after its start");
        }
    }
}
