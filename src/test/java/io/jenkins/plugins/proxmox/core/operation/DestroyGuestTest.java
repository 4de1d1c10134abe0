package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestroyGuestTest {
    private static final int CLONE = 555;
    private static final OperationOptions QUICK = OperationOptions.within(Duration.ofSeconds(20));

    private final Lab lab = Lab.start();

    @AfterEach
    void close() throws IOException {
        lab.close();
    }

    private boolean isThere(int vmid) {
        return lab.proxmox.cluster().guest(vmid).isPresent();
    }

    private EmbeddedGuest guest(int vmid) {
        return lab.proxmox.cluster().guest(vmid).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"V7, 102", "V8, 102", "V9, 102", "V7, 202", "V8, 202", "V9, 202"})
    void aGuestGoesWithItsDisksAndSnapshots(PveVersion version, int vmid) throws IOException {
        try (Lab other = Lab.start(version)) {
            other.run(new TakeSnapshot("" + vmid, "clean", null, false));

            assertThat(other.run(new DestroyGuest("" + vmid, false, true))).isTrue();

            assertThat(other.proxmox.cluster().guest(vmid)).isEmpty();
            assertThat(other.proxmox.cluster().volumes())
                    .noneMatch(volume -> volume.vmid().equals(Optional.of(vmid)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4711", "nobody"})
    void aGuestThatIsNotThereIsAsGoodAsDestroyed(String guest) {
        assertThat(lab.run(new DestroyGuest(guest, false, true))).isFalse();
        assertThat(lab.changes()).isZero();
        assertThat(lab.console).anyMatch(line -> line.contains("There is no guest " + guest));
    }

    @Test
    void aGuestThatCanNotBeSeenIsNotTakenForDestroyed() throws IOException {
        lab.proxmox.access().addUser("ci@pve", "unused-password");
        try (Lab other = lab.as(lab.proxmox.access().addToken("ci@pve", "build", false))) {
            assertThatThrownBy(() -> other.run(new DestroyGuest("102", false, true)))
                    .hasMessageContaining("The VMID 102 is that of a guest that the credentials may not see");
        }
    }

    @ParameterizedTest
    @CsvSource({"101, qmstop", "201, vzstop"})
    void aRunningGuestIsDestroyedByForceOnly(int vmid, String stop) {
        assertThatThrownBy(() -> lab.run(new DestroyGuest("" + vmid, false, true)))
                .hasMessageContaining("is running; expected is a guest that is off, or force: true");
        assertThat(lab.changes()).isZero();

        lab.run(new DestroyGuest("" + vmid, true, true));

        assertThat(isThere(vmid)).isFalse();
        assertThat(lab.proxmox.tasks().ofType(stop)).hasSize(1);
    }

    @Test
    void aProtectedGuestIsRefused() {
        guest(102).protectedGuest();

        assertThatThrownBy(() -> lab.run(new DestroyGuest("build", true, true)))
                .hasMessageContaining("build (102) on pve2 is protected");
        assertThat(lab.changes()).isZero();
    }

    @Test
    void aTemplateWithLinkedClonesIsRefusedWithTheReason() {
        guest(9000).storage("nfs").template();
        lab.run(new CloneGuest(new CloneRequest("9000").vmid(CLONE)));

        assertThatThrownBy(() -> lab.run(new DestroyGuest("9000", false, true)))
                .hasMessageContaining(
                        "Destroying debian-12 (9000) on pve1 failed: other guests are linked clones of it")
                .hasMessageContaining("destroy those first");
        assertThat(isThere(9000)).isTrue();
    }

    @Test
    void aTagIsNoGuestToDestroy() {
        assertRefused("guest", () -> new DestroyGuest("tag:ci", true, true), "can mean another guest each time");
    }

    @Test
    void thePolicyIsAsked() {
        Requester somebody = new Requester("other", "", new Guard(Policy.USUAL, "lab", "job"));

        assertThatThrownBy(() -> Lab.result(lab.begin(new DestroyGuest("102", false, true), QUICK.by(somebody))))
                .isInstanceOfSatisfying(
                        ProxmoxException.class, e -> assertThat(e.problem()).isEqualTo(new Problem.Denied()));
        assertThat(isThere(102)).isTrue();
    }

    @Test
    void aLockIsWaitedOut() {
        guest(102).lock("backup");
        OperationRun<Boolean> run = lab.begin(new DestroyGuest("102", false, true));
        lab.proxmox.tasks().awaitTask(task -> task.type().equals("qmdestroy"));
        guest(102).unlock();

        assertThat(Lab.result(run)).isTrue();
    }

    @Test
    void anotherGuestThatGotTheNumberMeanwhileIsNotTouched() {
        Hold hold = lab.proxmox.tasks().hold("qmstop");
        OperationRun<Boolean> run = lab.begin(new DestroyGuest("101", true, true));
        hold.awaitTask();
        lab.proxmox.cluster().removeGuest(101);
        lab.proxmox.cluster().addVirtualMachine("pve1", 101, "another");
        hold.release();

        Lab.result(run);
        assertThat(guest(101).name()).isEqualTo("another");
    }

    private Mark cloned(boolean running) {
        Mark mark = new Mark("none", new VmId(CLONE), "the-operation", "", Optional.empty());
        Lab.result(lab.runner.start(
                "the-operation",
                new CloneGuest(
                        new CloneRequest("debian-12").name("ci-1").vmid(CLONE).start(running)),
                QUICK,
                lab.console::add,
                Checkpoints.NONE));
        return mark;
    }

    @Test
    void anOwnGuestIsDestroyedWhateverItsStateAndWhereverItIs() {
        Mark mark = cloned(true);
        guest(CLONE).protectedGuest();
        lab.proxmox.cluster().moveGuest(CLONE, "pve2");
        Requester nobody = new Requester(
                "none",
                "",
                new Guard(new Policy(java.util.Set.of(), java.util.Set.of(), java.util.List.of()), "lab", "job"));

        assertThat(Lab.result(lab.begin(DestroyGuest.marked(mark), QUICK.by(nobody))))
                .isTrue();

        assertThat(isThere(CLONE)).isFalse();
        assertThat(lab.run(DestroyGuest.marked(mark))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "proxmox-guests: controller=other vmid=555 operation=the-operation",
                "proxmox-guests: controller=none vmid=555 operation=another",
                "proxmox-guests: controller=none vmid=556 operation=the-operation"
            })
    void whatBearsAnotherMarkOrNoneIsNeverTouched(String description) {
        Mark mark = cloned(true);
        guest(CLONE).description(description);
        long changes = lab.changes();

        assertThat(lab.run(DestroyGuest.marked(mark))).isFalse();

        assertThat(lab.changes()).isEqualTo(changes);
        assertThat(guest(CLONE).status()).isEqualTo("running");
    }

    @Test
    void aGuestThatLosesTheMarkHalfwayIsLeftAlone() {
        Mark mark = cloned(true);
        Hold hold = lab.proxmox.tasks().hold("qmstop");
        OperationRun<Boolean> run = lab.begin(DestroyGuest.marked(mark));
        lab.proxmox.tasks().awaitTask(task -> task.type().equals("qmstop"));
        guest(CLONE).description("mine now");
        hold.release();

        Lab.result(run);
        assertThat(isThere(CLONE)).isTrue();
    }

    @Test
    void aCloneInTheMakingIsWaitedForUntilItTellsWhoseItIs() {
        Hold hold = lab.proxmox.tasks().hold("qmclone");
        CloneRequest request = new CloneRequest("debian-12").vmid(CLONE).full(true);
        OperationOptions leaving = new OperationOptions(Duration.ofSeconds(20), true, false, true);
        OperationRun<?> making =
                lab.runner.start("the-operation", new CloneGuest(request), leaving, lab.console::add, Checkpoints.NONE);
        lab.proxmox.tasks().awaitTask(task -> task.type().equals("qmclone"));
        making.abort();
        OperationRun<Boolean> run = lab.begin(
                DestroyGuest.marked(new Mark("none", new VmId(CLONE), "the-operation", "", Optional.empty())));
        hold.release();

        assertThat(Lab.result(run)).isTrue();
        assertThat(isThere(CLONE)).isFalse();
    }

    @Test
    void aGuestThatRunsMayShutDownFirst() {
        Mark mark = cloned(true);

        lab.run(DestroyGuest.marked(mark, Duration.ofSeconds(5)));

        assertThat(isThere(CLONE)).isFalse();
        assertThat(lab.proxmox.tasks().ofType("qmshutdown")).hasSize(1);
        assertThat(lab.proxmox.tasks().ofType("qmstop")).isEmpty();
    }

    @Test
    void aGuestThatDoesNotShutDownIsSwitchedOff() {
        Mark mark = cloned(true);
        guest(CLONE).ignoresShutdown();

        lab.run(DestroyGuest.marked(mark, Duration.ofSeconds(1)));

        assertThat(isThere(CLONE)).isFalse();
        assertThat(lab.proxmox.tasks().ofType("qmshutdown")).hasSize(1);
        assertThat(lab.proxmox.tasks().ofType("qmstop")).hasSize(1);
    }

    @Test
    void aGuestThatIsOffIsNotShutDown() {
        Mark mark = cloned(false);

        lab.run(DestroyGuest.marked(mark, Duration.ofSeconds(5)));

        assertThat(isThere(CLONE)).isFalse();
        assertThat(lab.proxmox.tasks().ofType("qmshutdown")).isEmpty();
    }

    @Test
    void theHaManagerHasTheTimeThatTheGuestHas() {
        Mark mark = cloned(true);
        guest(CLONE).highlyAvailable();

        lab.run(DestroyGuest.marked(mark, Duration.ofSeconds(5)));

        assertThat(isThere(CLONE)).isFalse();
    }

    @Test
    void aGuestThatLosesTheMarkIsNotEvenShutDown() {
        Mark mark = cloned(true);
        guest(CLONE).description("mine now");

        assertThat(lab.run(DestroyGuest.marked(mark, Duration.ofSeconds(5)))).isFalse();

        assertThat(lab.proxmox.tasks().ofType("qmshutdown")).isEmpty();
    }
}
