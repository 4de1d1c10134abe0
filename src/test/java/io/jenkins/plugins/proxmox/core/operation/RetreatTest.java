package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.MortalClient;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a clone when a later stage fails, runs out of time or is aborted. */
class RetreatTest {
    private static final int CLONE = 555;
    private static final Duration LONG = Duration.ofHours(2);
    private static final OperationOptions CLEANING = new OperationOptions(LONG, true, true, false);
    private static final OperationOptions KEEPING = new OperationOptions(LONG, true, true, true);
    private static final OperationOptions LEAVING = new OperationOptions(LONG, true, false, false);

    private final EmbeddedProxmox proxmox =
            EmbeddedProxmox.builder().pace(0.1).bootTime(Duration.ofMillis(5)).start();
    private final MortalProcess process = new MortalProcess(proxmox, MortalClient.immortal(), new MortalProcess.Disk());
    private final int guestsBefore = proxmox.cluster().guests().size();
    private final int volumesBefore = proxmox.cluster().volumes().size();

    @AfterEach
    void close() throws IOException {
        process.close();
        proxmox.close();
    }

    private static CloneRequest request() {
        return new CloneRequest("debian-12").name("ci-1").vmid(CLONE).cores(2).waitFor("address");
    }

    private OperationRun<?> begin(OperationOptions options) {
        return process.begin(() -> new CloneGuest(request()), options);
    }

    private ProxmoxException failure(OperationRun<?> run) {
        return (ProxmoxException) process.await(run).orElseThrow().failure();
    }

    private void assertNothingIsLeft() {
        proxmox.tasks().awaitAll();
        assertThat(proxmox.cluster().guests()).hasSize(guestsBefore);
        assertThat(proxmox.cluster().volumes()).hasSize(volumesBefore);
    }

    private EmbeddedGuest made() {
        return proxmox.cluster().guest(CLONE).orElseThrow();
    }

    @Test
    void aRefusedConfigurationLeavesNothing() {
        proxmox.faults().call("PUT", "/nodes/*/qemu/*/config").answer(500, "no such option");

        assertThat(failure(begin(CLEANING)))
                .hasMessage("Configuring ci-1 (555) on pve1: cores, tags failed: no such option (status 500)"
                        + " [PUT /nodes/pve1/qemu/555/config]");
        assertNothingIsLeft();
        assertThat(process.console).anyMatch(line -> line.startsWith("[proxmox] Destroying ci-1 (555) on pve1"));
    }

    @Test
    void aFailedStartLeavesNothing() {
        proxmox.faults().task("qmstart").fails("no memory");

        assertThat(failure(begin(CLEANING))).hasMessage("Starting ci-1 (555) on pve1 failed: no memory");
        assertNothingIsLeft();
    }

    @Test
    void aProtectedCloneIsDestroyedAllTheSame() {
        proxmox.faults().task("qmstart").fails("no memory");

        failure(process.begin(() -> new CloneGuest(request().config(Map.of("protection", "1"))), CLEANING));

        assertNothingIsLeft();
    }

    @Test
    void aCloneWithoutAddressIsStoppedAndDestroyed() {
        proxmox.cluster().guest(9000).orElseThrow().withoutGuestAgent();

        assertThat(failure(begin(new OperationOptions(Duration.ofMinutes(3), true, true, false))))
                .hasMessageContaining("Waiting for an address of ci-1 (555) on pve1 did not finish within 3 min");
        assertNothingIsLeft();
        assertThat(proxmox.tasks().ofType("qmstop")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qmclone", "qmstart"})
    void anAbortedCloneLeavesNothing(String held) {
        proxmox.tasks().hold(held);
        OperationRun<?> run = begin(CLEANING);
        proxmox.tasks().awaitTask(task -> task.type().equals(held));

        run.abort();

        assertThat(failure(run).problem()).isEqualTo(new Problem.Cancelled());
        assertNothingIsLeft();
        assertThat(process.console).anyMatch(line -> line.endsWith("task stopped"));
    }

    @Test
    void aCloneThatIsAbortedWhileItWaitsForAnAddressLeavesNothing() {
        proxmox.cluster().guest(9000).orElseThrow().withoutGuestAgent();
        OperationRun<?> run = begin(CLEANING);
        proxmox.tasks().awaitTask(task -> task.type().equals("qmstart") && !task.isRunning());

        run.abort();

        assertThat(failure(run).problem()).isEqualTo(new Problem.Cancelled());
        assertNothingIsLeft();
    }

    @Test
    void aCloneThatIsAbortedWhileItsCallIsOnItsWayLeavesNothing() {
        proxmox.faults().call("POST", "/nodes/*/qemu/*/clone").dropAfterEffect();
        try (var hold = proxmox.tasks().holdStart("qmclone")) {
            OperationRun<?> run = begin(CLEANING);
            proxmox.tasks().awaitTask(task -> task.type().equals("qmclone"));
            run.abort();
            awaitLooksInVain(run);
            hold.release();
            assertThat(failure(run).problem()).isEqualTo(new Problem.Cancelled());
        }
        assertNothingIsLeft();
    }

    /** Each time that nothing is to be seen, it is asked whether the number is free. */
    private void awaitLooksInVain(OperationRun<?> run) {
        int before = proxmox.requests().count("GET", "/cluster/nextid");
        while (!run.result().isDone() && proxmox.requests().count("GET", "/cluster/nextid") < before + 2) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatIsToBeKeptStaysAndIsNamed() {
        proxmox.faults().task("qmstart").fails("no memory");

        assertThat(failure(begin(KEEPING)))
                .hasMessage("Starting ci-1 (555) on pve1 failed: no memory. VM ci-1 (555) on pve1 was kept.");
        assertThat(made().config()).containsEntry("cores", "2");
    }

    @ParameterizedTest
    @CsvSource({"qmclone, 0", "qmstart, 1"})
    void whatIsToBeLeftGoesOn(String held, int made) {
        var hold = proxmox.tasks().hold(held);
        OperationRun<?> run = begin(LEAVING);
        proxmox.tasks().awaitTask(task -> task.type().equals(held));

        run.abort();
        String message = failure(run).getMessage();
        hold.release();
        proxmox.tasks().awaitAll();

        assertThat(message).contains("was aborted");
        assertThat(message.contains("VM ci-1 (555) on pve1 was kept.")).isEqualTo(made == 1);
        assertThat(proxmox.tasks().aborted()).isEmpty();
        assertThat(made().lock()).isEmpty();
    }

    @Test
    void whatIsToBeLeftStaysWhenTheTimeIsOver() {
        proxmox.cluster().guest(9000).orElseThrow().withoutGuestAgent();

        assertThat(failure(begin(new OperationOptions(Duration.ofMinutes(3), true, false, false))))
                .hasMessageEndingWith("VM ci-1 (555) on pve1 was kept.");
        assertThat(made().status()).isEqualTo("running");
    }

    @Test
    void aClusterOutOfReachIsToldWithWhatIsLeft() {
        proxmox.faults().task("qmstart").fails("no memory");
        proxmox.faults().call("GET", "/cluster/resources").after(1).always().answer(595, "no route");

        assertThat(failure(begin(CLEANING)))
                .hasMessage("Starting ci-1 (555) on pve1 failed: no memory. Cleaning up failed, VM ci-1 (555) on pve1"
                        + " may be left in Proxmox VE.");
        assertThat(made().status()).isEqualTo("stopped");
    }

    @Test
    void somebodyElsesGuestUnderTheNumberIsNeverTouched() {
        var hold = proxmox.tasks().hold("qmstart");
        proxmox.faults().task("qmstart").fails("no memory");
        OperationRun<?> run = begin(CLEANING);
        proxmox.tasks().awaitTask(task -> task.type().equals("qmstart"));
        made().description("proxmox-guests: operation=another");
        hold.release();

        assertThat(failure(run)).hasMessageContaining("no memory");
        assertThat(made().config()).containsEntry("cores", "2");
        assertThat(proxmox.tasks().ofType("qmdestroy")).isEmpty();
    }

    @Test
    void aLockThatAKilledTaskLeftDoesNotHoldUpTheEnd() {
        proxmox.faults().task("qmclone").dies();

        assertThat(failure(begin(CLEANING)))
                .hasMessageContaining("unexpected status")
                .hasMessageContaining("something may be left in Proxmox VE");
        assertThat(process.console).anyMatch(line -> line.contains("VM 555 on pve1 is locked (clone)"));
    }

    @Test
    void aLockOfSomebodyElseIsWaitedOutForFiveMinutes() {
        proxmox.faults().task("qmstart").fails("no memory");
        Hold start = proxmox.tasks().hold("qmstart");
        OperationRun<?> run = begin(CLEANING);
        // Before it has looked for a lock, it would fail of this one.
        start.awaitTask();
        made().lock("backup");
        proxmox.tasks().killAll();

        assertThat(failure(run)).hasMessageContaining("Cleaning up failed, VM ci-1 (555) on pve1 may be left");
        assertThat(proxmox.cluster().guest(CLONE)).isPresent();
    }

    @Test
    void theClonesOfOthersAreLeftAlone() {
        proxmox.faults().task("qmclone").fails("unable to create VM 555: config file already exists");
        proxmox.cluster().addVirtualMachine("pve1", CLONE + 1, "other");

        assertThat(failure(begin(CLEANING))).hasMessageContaining("config file already exists");
        assertThat(proxmox.tasks().ofType("qmdestroy")).isEmpty();
    }
}
