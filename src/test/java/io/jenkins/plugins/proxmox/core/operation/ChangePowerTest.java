package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangePowerTest {
    @ParameterizedTest
    @CsvSource({
        "V8, build, START, running",
        "V8, web, STOP, stopped",
        "V8, web, SHUTDOWN, stopped",
        "V8, web, REBOOT, running",
        "V8, web, RESET, running",
        "V8, web, SUSPEND, paused",
        "V8, web, HIBERNATE, hibernated",
        "V8, tools, START, running",
        "V8, cache, STOP, stopped",
        "V8, cache, SHUTDOWN, stopped",
        "V8, cache, REBOOT, running",
        "V7, build, START, running",
        "V7, web, SHUTDOWN, stopped",
        "V7, cache, REBOOT, running",
        "V9, build, START, running",
        "V9, web, SHUTDOWN, stopped",
        "V9, cache, REBOOT, running",
    })
    void everyActionEndsInItsState(PveVersion version, String guest, PowerAction action, String state)
            throws IOException {
        try (Lab lab = Lab.start(version)) {
            GuestFacts facts = lab.run(new ChangePower(guest, action, null));

            assertThat(facts.status()).isEqualTo(state);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "web, START, running",
        "build, STOP, stopped",
        "build, SHUTDOWN, stopped",
        "web, RESUME, running",
        "cache, START, running",
        "tools, STOP, stopped",
        "tools, SHUTDOWN, stopped",
    })
    void aGuestThatIsThereAlreadyIsLeftAlone(String guest, PowerAction action, String state) throws IOException {
        try (Lab lab = Lab.start()) {
            GuestFacts facts = lab.run(new ChangePower(guest, action, null));

            assertThat(facts.status()).isEqualTo(state);
            assertThat(lab.changes()).isZero();
            assertThat(lab.console).singleElement().asString().endsWith("is " + state + " already");
        }
    }

    @ParameterizedTest
    @CsvSource({"SUSPEND, RESUME", "SUSPEND, START", "HIBERNATE, RESUME", "HIBERNATE, START"})
    void aPausedOrHibernatedMachineGoesOn(PowerAction before, PowerAction after) throws IOException {
        try (Lab lab = Lab.start()) {
            lab.run(new ChangePower("web", before, null));

            assertThat(lab.run(new ChangePower("web", after, null)).status()).isEqualTo("running");
        }
    }

    @ParameterizedTest
    @CsvSource({"web", "cache"})
    void aGuestThatIgnoresTheShutdownIsSwitchedOff(String guest) throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.cluster().guests().forEach(g -> g.ignoresShutdown());

            assertThat(lab.run(new ChangePower(guest, PowerAction.SHUTDOWN, 1)).status())
                    .isEqualTo("stopped");
        }
    }

    @Test
    void aGuestThatIgnoresTheShutdownMakesItFailOtherwise() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.cluster().guest(101).orElseThrow().ignoresShutdown();
            OperationOptions options = OperationOptions.within(Duration.ofSeconds(6));

            assertThatThrownBy(() -> Lab.result(lab.begin(new ChangePower("web", PowerAction.SHUTDOWN, null), options)))
                    .hasMessageContaining("Shutting down web (101) on pve1 failed")
                    .hasMessageContaining("got timeout");
            assertThat(lab.proxmox.cluster().guest(101).orElseThrow().status()).isEqualTo("running");
        }
    }

    @Test
    void somebodyElseBeingFasterIsNoFailure() throws IOException {
        try (Lab lab = Lab.start()) {
            OperationRun<GuestFacts> first = lab.begin(new ChangePower("build", PowerAction.START, null));
            OperationRun<GuestFacts> second = lab.begin(new ChangePower("build", PowerAction.START, null));

            assertThat(Lab.result(first).status()).isEqualTo("running");
            assertThat(Lab.result(second).status()).isEqualTo("running");
        }
    }

    @Test
    void abortingStopsTheTask() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.tasks().hold("qmstart");
            OperationRun<GuestFacts> run = lab.begin(new ChangePower("build", PowerAction.START, null));
            lab.proxmox.tasks().awaitTask(task -> task.type().equals("qmstart"));

            run.abort();

            assertThatThrownBy(() -> Lab.result(run))
                    .isInstanceOfSatisfying(
                            ProxmoxException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.Cancelled.class));
            lab.proxmox.tasks().awaitAll();
            assertThat(lab.proxmox.tasks().aborted()).hasSize(1);
        }
    }

    @Test
    void aTaskThatOutlastsTheTimeoutIsStopped() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.faults().task("qmstart").hangs();
            OperationOptions options = OperationOptions.within(Duration.ofMillis(300));

            assertThatThrownBy(() -> Lab.result(lab.begin(new ChangePower("build", PowerAction.START, null), options)))
                    .hasMessage("Starting build (102) on pve2 did not finish within 0.3 s");
            lab.proxmox.tasks().awaitAll();
            assertThat(lab.proxmox.tasks().aborted()).hasSize(1);
        }
    }

    @Test
    void aTaskThatVanishesIsNeitherSuccessNorFailure() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.faults().task("qmstop").dies();

            assertThatThrownBy(() -> lab.run(new ChangePower("web", PowerAction.STOP, null)))
                    .isInstanceOfSatisfying(
                            ProxmoxException.class,
                            e -> assertThat(e.problem()).isInstanceOf(Problem.OutcomeUnknown.class))
                    .hasMessageContaining("unexpected status");
        }
    }

    @Test
    void warningsAreSuccessAndTold() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.faults().task("qmstart").warns("no physical CD-ROM available, ignoring");

            assertThat(lab.run(new ChangePower("build", PowerAction.START, null))
                            .status())
                    .isEqualTo("running");
            assertThat(lab.console)
                    .anyMatch(line -> line.contains("done with 1 warning"))
                    .anyMatch(line -> line.contains("no physical CD-ROM available"));
        }
    }

    @Test
    void aNodeThatIsOutOfReachAfterTheTaskOnlyDelays() throws IOException {
        try (Lab lab = Lab.start()) {
            // The first is asked when the guest is looked up; the client itself asks four times at most.
            lab.proxmox
                    .faults()
                    .call("GET", "/nodes/*/qemu/*/status/current")
                    .after(1)
                    .times(5)
                    .answer(595, "down");

            assertThat(lab.run(new ChangePower("build", PowerAction.START, null))
                            .status())
                    .isEqualTo("running");
            assertThat(lab.proxmox.tasks().ofType("qmstart")).hasSize(1);
        }
    }

    @Test
    void forcingAfterTheTimeoutIsRefused() throws IOException {
        try (Lab lab = Lab.start()) {
            assertThatThrownBy(() -> lab.run(new ChangePower("web", PowerAction.SHUTDOWN, 900)))
                    .hasMessageContaining("forceAfter: 900 is longer than the step may take");
            assertThat(lab.proxmox.requests().all()).isEmpty();
        }
    }

    @Test
    void aNodeThatIsOutOfReachForAMomentOnlyDelays() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.faults().call("GET", "/nodes/*/tasks/*/status").times(6).answer(595, "Connection refused");

            assertThat(lab.run(new ChangePower("build", PowerAction.START, null))
                            .status())
                    .isEqualTo("running");
        }
    }

    @Test
    void aTaskThatSomebodyStoppedIsNoFailureIfTheGuestIsThereAllTheSame() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.faults().task("qmstart").fails("received interrupt");
            Hold hold = lab.proxmox.tasks().hold("qmstart");
            OperationRun<GuestFacts> run = lab.begin(new ChangePower("build", PowerAction.START, null));
            lab.proxmox.tasks().awaitTask(task -> task.type().equals("qmstart"));
            lab.proxmox.cluster().guest(102).orElseThrow().running();
            hold.release();

            assertThat(Lab.result(run).status()).isEqualTo("running");
        }
    }
}
