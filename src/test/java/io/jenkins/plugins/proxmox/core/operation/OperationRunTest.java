package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.Tasks;
import io.jenkins.plugins.proxmox.core.task.Upid;
import io.jenkins.plugins.proxmox.core.task.VirtualTiming;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the stages of an operation are walked through; none of these asks a server anything. */
class OperationRunTest {
    private static final Upid UPID = Upid.parse("UPID:pve:00003A62:0004132A:6B02F6CD:qmclone:9000:jenkins@pve!ci:");
    private static final ProxmoxException LOCKED =
            new ProxmoxException(new Problem.Locked("backup"), "VM is locked (backup)");

    private final VirtualTiming timing = new VirtualTiming();
    private final List<String> console = new ArrayList<>();
    private final ApiClient client = new ApiClient(new ApiClient.Settings(
            ApiEndpoint.parse("https://pve.invalid"),
            new TlsTrust.System(),
            new Credentials.ApiToken("jenkins@pve!ci", "6f2b1c3e-9a4d-4e57-8b10-c0ffee123456")));
    private int runs;

    private Task task() {
        return new Tasks(client, timing).task(UPID);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
    }

    @Test
    void walksThroughTheStagesAndGivesTheLastOnesResult() {
        OperationRun<String> run = start(Duration.ofMinutes(1), context -> {
            context.doing("Cloning");
            return Next.then(next -> {
                next.doing("Starting");
                return Next.done("ready");
            });
        });
        assertThat(run.result()).isNotDone();
        timing.runUntilIdle();
        assertThat(run.result()).isCompletedWithValue("ready");
        assertThat(console).containsExactly("[proxmox] Cloning", "[proxmox] Starting");
    }

    @Test
    void goesOnAfterAPauseAndTellsMeanwhileWhatItWaitsFor() {
        OperationRun<String> run = start(Duration.ofMinutes(1), context -> {
            context.doing("Waiting for an address of web (101)");
            return Next.after(Duration.ofSeconds(3), "it has no address yet", next -> Next.done("ready"));
        });
        timing.advance(Duration.ofMillis(2999));
        assertThat(run.result()).isNotDone();
        assertThat(run.status()).isEqualTo("Waiting for an address of web (101) (it has no address yet)");
        timing.advance(Duration.ofMillis(1));
        assertThat(run.result()).isCompletedWithValue("ready");
    }

    @Test
    void endsAtItsTimeLimitAndTellsWhatWasMissing() {
        OperationRun<String> run = start(Duration.ofSeconds(10), this::waitForAnAddress);
        assertThat(timing.runUntilIdle()).isEqualTo(Duration.ofSeconds(10));
        assertThat(failure(run).problem()).isEqualTo(new Problem.TimedOut());
        assertThat(failure(run)).hasMessage("Waiting did not finish within 10 s: it has no address yet");
    }

    private Next<String> waitForAnAddress(OperationContext context) {
        context.doing("Waiting");
        return Next.after(Duration.ofSeconds(3), "it has no address yet", this::waitForAnAddress);
    }

    @Test
    void waitsForALockAndSaysSoOnce() {
        OperationRun<String> run = start(Duration.ofMinutes(1), context -> {
            context.doing("Starting web (101)");
            if (++runs < 4) {
                throw LOCKED;
            }
            return Next.done("ready");
        });
        timing.runUntilIdle();
        assertThat(run.result()).isCompletedWithValue("ready");
        assertThat(console)
                .containsExactly(
                        "[proxmox] Starting web (101)",
                        "[proxmox] Starting web (101) ... waiting: VM is locked (backup)");
    }

    @Test
    void takesALockFileThatStaysForFiveMinutesForHanging() {
        ProxmoxException busy = new ProxmoxException(new Problem.Locked("lock-101.conf"), "can't lock file");
        OperationRun<String> run = start(Duration.ofHours(1), context -> {
            context.doing("Starting web (101)");
            throw busy;
        });
        assertThat(timing.runUntilIdle())
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(5).plusSeconds(20));
        assertThat(failure(run)).hasMessage("Starting web (101) failed: can't lock file");
    }

    @Test
    void waitsForALockOfTheConfigurationAsLongAsItHasTime() {
        OperationRun<String> run = start(Duration.ofMinutes(30), context -> {
            context.doing("Starting web (101)");
            throw LOCKED;
        });
        assertThat(timing.runUntilIdle()).isEqualTo(Duration.ofMinutes(30));
        assertThat(failure(run).problem()).isEqualTo(new Problem.TimedOut());
        assertThat(failure(run))
                .hasMessageStartingWith("Starting web (101) did not finish within 30 min: VM is locked (backup). ")
                .hasMessageContaining("qm unlock");
    }

    @Test
    void triesAgainForAMinuteWhatANodeOutOfReachPrevented() {
        ProxmoxException outage = new ProxmoxException(new Problem.NodeUnreachable(), "Connection refused");
        OperationRun<String> run = start(Duration.ofMinutes(30), context -> {
            context.doing("Starting web (101)");
            throw outage;
        });
        assertThat(timing.runUntilIdle())
                .isBetween(Duration.ofMinutes(1), Duration.ofMinutes(1).plusSeconds(20));
        assertThat(failure(run)).hasMessage("Starting web (101) failed: Connection refused");
    }

    @Test
    void tellsAFailureWithWhatWasBeingDoneAndWhatToDo() {
        Problem problem = new Problem.Permission(Optional.of("/vms/101"), Optional.of("VM.PowerMgmt"));
        OperationRun<String> run = start(Duration.ofMinutes(1), context -> {
            context.doing("Starting web (101)");
            throw new ProxmoxException(problem, "Permission check failed (/vms/101, VM.PowerMgmt)");
        });
        timing.runUntilIdle();
        assertThat(failure(run).problem()).isEqualTo(problem);
        assertThat(failure(run))
                .hasMessageStartingWith("Starting web (101) failed: Permission check failed (/vms/101, VM.PowerMgmt)."
                        + " The credentials jenkins@pve!ci need VM.PowerMgmt on /vms/101.");
    }

    @Test
    void endsRatherThanHangsWhenAStageIsBroken() {
        OperationRun<String> run = start(Duration.ofMinutes(1), context -> {
            throw new IllegalStateException("broken");
        });
        timing.runUntilIdle();
        assertThat(run.result()).isCompletedExceptionally();
        assertThat(run.result().handle((value, failure) -> failure).join()).hasMessage("broken");
    }

    @Test
    void doesNothingMoreOnceItIsAborted() {
        OperationRun<String> run = start(Duration.ofMinutes(1), context -> {
            context.doing("Starting web (101)");
            return Next.after(Duration.ofSeconds(3), "it has no address yet", next -> {
                runs++;
                return Next.done("ready");
            });
        });
        timing.advance(Duration.ofSeconds(1));
        run.abort();
        timing.runUntilIdle();
        assertThat(runs).isZero();
        assertThat(failure(run).problem()).isEqualTo(new Problem.Cancelled());
        assertThat(failure(run)).hasMessage("Starting web (101) was aborted");
    }

    @Test
    void leavesATaskAloneIfItIsAbortedAndToldNotToStopIt() {
        OperationRun<String> run = start(new OperationOptions(Duration.ofMinutes(1), true, false), context -> {
            context.doing("Cloning debian-12 (9000)");
            return Next.afterSuccess(task(), next -> Next.done("ready"));
        });
        timing.advance(Duration.ZERO);
        run.abort();
        timing.runUntilIdle();
        assertThat(console)
                .containsExactly(
                        "[proxmox] Cloning debian-12 (9000)",
                        "[proxmox] Cloning debian-12 (9000) ... goes on in Proxmox VE as task " + UPID);
        assertThat(failure(run).problem()).isEqualTo(new Problem.Cancelled());
        assertThat(failure(run)).hasMessage("Cloning debian-12 (9000) was aborted");
    }

    @Test
    void doesNotForgetATaskThatBeginsWhileSomebodyAborts() {
        List<OperationRun<String>> aborting = new ArrayList<>();
        OperationRun<String> run = start(new OperationOptions(Duration.ofMinutes(1), true, false), context -> {
            context.doing("Cloning debian-12 (9000)");
            aborting.get(0).abort();
            return Next.afterSuccess(task(), next -> Next.done("ready"));
        });
        aborting.add(run);
        timing.runUntilIdle();
        assertThat(console).last().asString().endsWith("goes on in Proxmox VE as task " + UPID);
        assertThat(failure(run)).hasMessage("Cloning debian-12 (9000) was aborted");
    }

    @Test
    void bearsOneOutageAfterTheOther() {
        ProxmoxException outage = new ProxmoxException(new Problem.NodeUnreachable(), "Connection refused");
        OperationRun<String> run = start(Duration.ofMinutes(30), new Stage<>() {
            @Override
            public Next<String> run(OperationContext context) {
                context.doing("Waiting");
                if (++runs % 2 == 0) {
                    throw outage;
                }
                return runs > 9 ? Next.done("ready") : Next.after(Duration.ofMinutes(1), "not yet", this);
            }
        });
        timing.runUntilIdle();
        assertThat(run.result()).isCompletedWithValue("ready");
    }

    private OperationRun<String> start(Duration timeout, Stage<String> first) {
        return start(OperationOptions.within(timeout), first);
    }

    private OperationRun<String> start(OperationOptions options, Stage<String> first) {
        Operation<String> operation = new Operation<>() {
            @Override
            public Stage<String> first() {
                return first;
            }

            @Override
            public Duration usualTimeout() {
                return options.timeout();
            }
        };
        return new OperationRunner(client, timing).start(operation, options, console::add);
    }

    private static ProxmoxException failure(OperationRun<String> run) {
        assertThat(run.result()).isDone();
        return (ProxmoxException)
                run.result().handle((value, failure) -> failure).join();
    }
}
