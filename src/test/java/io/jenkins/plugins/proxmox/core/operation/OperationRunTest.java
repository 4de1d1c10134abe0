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
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the stages of an operation are walked through; none of these asks a server anything. */
class OperationRunTest {
    private static final Upid UPID = Upid.parse("UPID:pve:00003A62:0004132A:6B02F6CD:qmclone:9000:jenkins@pve!ci:");
    private static final ProxmoxException LOCKED =
            new ProxmoxException(new Problem.Locked("backup"), "VM is locked (backup)");
    private static final ProxmoxException OUTAGE =
            new ProxmoxException(new Problem.NodeUnreachable(), "Connection refused");
    private static final ProxmoxException UNANSWERED =
            new ProxmoxException(new Problem.OutcomeUnknown(), "no answer came");
    private static final OperationOptions LEAVING = new OperationOptions(Duration.ofMinutes(1), true, false, false);
    private static final OperationOptions KEEPING = new OperationOptions(Duration.ofMinutes(1), true, true, true);
    private static final String FIRST = "first";
    private static final String UNDO = "undo";

    private final VirtualTiming timing = new VirtualTiming();
    private final List<String> console = new ArrayList<>();
    private final List<String> saved = new ArrayList<>();
    private final ApiClient client = new ApiClient(new ApiClient.Settings(
                    ApiEndpoint.parse("https://127.0.0.1:1"),
                    new TlsTrust.System(),
                    new Credentials.ApiToken("jenkins@pve!ci", "6f2b1c3e-9a4d-4e57-8b10-c0ffee123456"))
            .once());
    private int runs;
    private boolean undoing;

    private Task task() {
        return new Tasks(client, timing).task(UPID);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
    }

    @Test
    void walksThroughTheStagesAndGivesTheLastOnesResult() {
        OperationRun<String> run = start(Stages.<String>beginningWith("clone", context -> {
                    context.doing("Cloning");
                    return Next.then("start");
                })
                .look("start", context -> {
                    context.doing("Starting");
                    return Next.done("ready");
                }));
        assertThat(run.result()).isNotDone();
        timing.runUntilIdle();
        assertThat(run.result()).isCompletedWithValue("ready");
        assertThat(console).containsExactly("[proxmox] Cloning", "[proxmox] Starting");
    }

    @Test
    void goesOnAfterAPauseAndTellsMeanwhileWhatItWaitsFor() {
        OperationRun<String> run = start(Stages.<String>beginningWith("wait", context -> {
                    context.doing("Waiting for an address of web (101)");
                    return Next.after(Duration.ofSeconds(3), "it has no address yet", "end");
                })
                .look("end", context -> Next.done("ready")));
        timing.advance(Duration.ofMillis(2999));
        assertThat(run.result()).isNotDone();
        assertThat(run.status()).isEqualTo("Waiting for an address of web (101) (it has no address yet)");
        timing.advance(Duration.ofMillis(1));
        assertThat(run.result()).isCompletedWithValue("ready");
    }

    @Test
    void endsAtItsTimeLimitAndTellsWhatWasMissing() {
        OperationRun<String> run = start(Duration.ofSeconds(10), context -> {
            context.doing("Waiting");
            return Next.after(Duration.ofSeconds(3), "it has no address yet", FIRST);
        });
        assertThat(timing.runUntilIdle()).isEqualTo(Duration.ofSeconds(10));
        assertThat(failure(run).problem()).isEqualTo(new Problem.TimedOut());
        assertThat(failure(run)).hasMessage("Waiting did not finish within 10 s: it has no address yet");
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
        OperationRun<String> run = start(Duration.ofHours(1), context -> {
            context.doing("Starting web (101)");
            throw new ProxmoxException(new Problem.Locked("lock-101.conf"), "can't lock file");
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
        OperationRun<String> run = start(Duration.ofMinutes(30), context -> {
            context.doing("Starting web (101)");
            throw OUTAGE;
        });
        assertThat(timing.runUntilIdle())
                .isBetween(Duration.ofMinutes(1), Duration.ofMinutes(1).plusSeconds(20));
        assertThat(failure(run)).hasMessage("Starting web (101) failed: Connection refused");
    }

    @Test
    void bearsOneOutageAfterTheOther() {
        OperationRun<String> run = start(Duration.ofMinutes(30), context -> {
            context.doing("Waiting");
            if (++runs % 2 == 0) {
                throw OUTAGE;
            }
            return runs > 9 ? Next.done("ready") : Next.after(Duration.ofMinutes(1), "not yet", FIRST);
        });
        timing.runUntilIdle();
        assertThat(run.result()).isCompletedWithValue("ready");
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
        assertThat(run.result().handle((value, failure) -> failure).join()).hasMessageContaining("broken");
    }

    @Test
    void doesNothingMoreOnceItIsAborted() {
        OperationRun<String> run = start(Stages.<String>beginningWith(FIRST, context -> {
                    context.doing("Starting web (101)");
                    return Next.after(Duration.ofSeconds(3), "it has no address yet", "end");
                })
                .look("end", context -> {
                    runs++;
                    return Next.done("ready");
                }));
        timing.advance(Duration.ofSeconds(1));
        run.abort();
        timing.runUntilIdle();
        assertThat(runs).isZero();
        assertThat(failure(run).problem()).isEqualTo(new Problem.Cancelled());
        assertThat(failure(run)).hasMessage("Starting web (101) was aborted");
    }

    @Test
    void tellsTaskNodeAndAgeWhileItWaitsForATask() {
        OperationRun<String> run = start(LEAVING, new SomeChange().stages());
        timing.advance(Duration.ZERO);
        timing.elapse(Duration.ofSeconds(12));

        assertThat(run.status()).isEqualTo("Cloning debian-12 (9000) (qmclone on pve, 12 s)");
    }

    @Test
    void leavesATaskAloneIfItIsAbortedAndToldNotToStopIt() {
        SomeChange clone = new SomeChange();
        OperationRun<String> run = start(LEAVING, clone.stages());
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
        SomeChange clone = new SomeChange();
        clone.whenMade = () -> aborting.get(0).abort();
        OperationRun<String> run = start(LEAVING, clone.stages());
        aborting.add(run);
        timing.runUntilIdle();
        assertThat(console).last().asString().endsWith("goes on in Proxmox VE as task " + UPID);
        assertThat(failure(run)).hasMessage("Cloning debian-12 (9000) was aborted");
    }

    @Test
    void savesBeforeAChangeAndAgainWhenItsTaskIsKnown() {
        SomeChange clone = new SomeChange();
        start(LEAVING, clone.stages());
        timing.advance(Duration.ZERO);
        assertThat(saved).hasSize(2);
        assertThat(saved.get(0))
                .contains("\"stage\":\"change\"", "\"calledAt\"")
                .doesNotContain("UPID");
        assertThat(saved.get(1))
                .contains("\"stage\":\"change\"", UPID.toString())
                .doesNotContain("\"calledAt\"");
    }

    @Test
    void savesNothingBetweenStagesThatOnlyLook() {
        start(Stages.<String>beginningWith(FIRST, context -> Next.then("end"))
                .look("end", context -> Next.done("ready")));
        timing.runUntilIdle();
        assertThat(saved).isEmpty();
    }

    @Test
    void changesNothingIfTheCheckpointCantBeKept() {
        SomeChange clone = new SomeChange();
        OperationRun<String> run = runner().start(operation(clone.stages()), LEAVING, console::add, new Checkpoints() {
            @Override
            public void save(String json) {
                throw new UncheckedIOException(new IOException("disk full"));
            }

            @Override
            public void forget() {}
        });
        timing.runUntilIdle();
        assertThat(clone.made).isZero();
        assertThat(run.result().handle((value, failure) -> failure).join()).hasMessageContaining("disk full");
    }

    @Test
    void repeatsACallOnlyAfterItHasLeftNoTraceForLong() {
        SomeChange clone = new SomeChange();
        clone.answers.add(UNANSWERED);
        OperationRun<String> run = start(LEAVING, clone.stages());
        timing.advance(Duration.ofSeconds(34));
        assertThat(clone.made).isEqualTo(1);
        assertThat(run.status()).contains("it is not known yet whether the call was carried out");
        timing.advance(Duration.ofSeconds(10));
        assertThat(clone.made).isEqualTo(2);
    }

    @Test
    void doesNotRepeatACallOfWhichSomethingIsToBeSeen() {
        SomeChange clone = new SomeChange();
        clone.answers.add(UNANSWERED);
        clone.trace = new Trace.Unclear("the source is being cloned");
        OperationRun<String> run = start(Duration.ofMinutes(10), clone.stages());
        timing.advance(Duration.ofMinutes(5));
        clone.trace = new Trace.Done();
        timing.runUntilIdle();
        assertThat(clone.made).isEqualTo(1);
        assertThat(run.result()).isCompletedWithValue("ready");
    }

    @Test
    void goesOnFromACheckpointWithoutCallingAgain() {
        SomeChange before = new SomeChange();
        before.answers.add(UNANSWERED);
        start(LEAVING, before.stages());
        timing.advance(Duration.ZERO);
        SomeChange after = new SomeChange();
        after.trace = new Trace.Done();
        OperationRun<String> run = resume(after.stages());
        timing.advance(Duration.ZERO);
        assertThat(after.made).isZero();
        assertThat(run.result()).isCompletedWithValue("ready");
    }

    /** What its clock showed before has been a day too late. */
    private VirtualTiming dieWithAnUnansweredCall() {
        timing.advance(Duration.ofDays(1));
        SomeChange before = new SomeChange();
        before.answers.add(UNANSWERED);
        start(LEAVING, before.stages());
        timing.advance(Duration.ZERO);
        return new VirtualTiming();
    }

    @Test
    void takesNoLongerBecauseTheClockWasPutBackBetweenTwoLives() {
        VirtualTiming later = dieWithAnUnansweredCall();
        SomeChange after = new SomeChange();
        after.trace = new Trace.Unclear("the source is being cloned");
        OperationRun<String> run = resume(later, after.stages());
        assertThat(later.runUntilIdle()).isEqualTo(Duration.ofMinutes(1));
        assertThat(failure(run).problem()).isEqualTo(new Problem.TimedOut());
    }

    @Test
    void repeatsACallNoLaterBecauseTheClockWasPutBackBetweenTwoLives() {
        VirtualTiming later = dieWithAnUnansweredCall();
        SomeChange after = new SomeChange();
        resume(later, after.stages());
        later.advance(Duration.ofSeconds(34));
        assertThat(after.made).isZero();
        later.advance(Duration.ofSeconds(10));
        assertThat(after.made).isEqualTo(1);
    }

    @Test
    void takesBackWhatItHasMadeWhenALaterStageFails() {
        OperationRun<String> run = start(failingLater());
        timing.runUntilIdle();
        assertThat(console).last().isEqualTo("[proxmox] Destroying");
        assertThat(failure(run)).hasMessage("Starting failed: no memory");
    }

    @Test
    void takesNothingBackIfItIsToBeKept() {
        OperationRun<String> run = start(KEEPING, failingLater());
        timing.runUntilIdle();
        assertThat(console).last().isEqualTo("[proxmox] Starting");
        assertThat(failure(run)).hasMessageStartingWith("Starting failed: no memory");
    }

    private Stages<String> failingLater() {
        undoing = true;
        return Stages.<String>beginningWith(FIRST, context -> {
                    context.doing("Starting");
                    throw new ProxmoxException(new Problem.Other(), "no memory");
                })
                .look(UNDO, context -> {
                    context.doing("Destroying");
                    return Next.done(null);
                });
    }

    /** A clone that is not really made. */
    private final class SomeChange implements Change<String> {
        private final Deque<ProxmoxException> answers = new ArrayDeque<>();
        private Trace trace = new Trace.Nothing();
        private Runnable whenMade = () -> {};
        private int made;

        private Stages<String> stages() {
            return Stages.<String>beginningWith(FIRST, context -> Next.then("change"))
                    .change("change", this);
        }

        @Override
        public String activity(Memo memo) {
            return "Cloning debian-12 (9000)";
        }

        @Override
        public Task make(OperationContext context) {
            made++;
            whenMade.run();
            if (!answers.isEmpty()) {
                throw answers.remove();
            }
            return task();
        }

        @Override
        public Trace trace(OperationContext context) {
            return trace;
        }

        @Override
        public Next<String> then(OperationContext context, Optional<ProxmoxException> failure) {
            failure.ifPresent(it -> {
                throw it;
            });
            return Next.done("ready");
        }
    }

    private OperationRun<String> start(Stages<String> stages) {
        return start(OperationOptions.within(Duration.ofMinutes(1)), stages);
    }

    private OperationRun<String> start(Duration timeout, Look<String> only) {
        return start(OperationOptions.within(timeout), Stages.beginningWith(FIRST, only));
    }

    private OperationRun<String> start(Duration timeout, Stages<String> stages) {
        return start(OperationOptions.within(timeout), stages);
    }

    private OperationRun<String> start(OperationOptions options, Stages<String> stages) {
        return runner().start(operation(stages), options, console::add, checkpoints());
    }

    private OperationRun<String> resume(Stages<String> stages) {
        return resume(timing, stages);
    }

    private OperationRun<String> resume(VirtualTiming ofItsLife, Stages<String> stages) {
        String last = saved.get(saved.size() - 1);
        return new OperationRunner(client, ofItsLife)
                .resume(operation(stages), last, LEAVING, console::add, checkpoints());
    }

    private OperationRunner runner() {
        return new OperationRunner(client, timing);
    }

    private Checkpoints checkpoints() {
        return new Checkpoints() {
            @Override
            public void save(String json) {
                saved.add(json);
            }

            @Override
            public void forget() {
                saved.clear();
            }
        };
    }

    private Operation<String> operation(Stages<String> stages) {
        return new SomeOperation<>(stages, Optional.of(UNDO).filter(name -> undoing));
    }

    private static ProxmoxException failure(OperationRun<String> run) {
        assertThat(run.result()).isDone();
        return (ProxmoxException)
                run.result().handle((value, failure) -> failure).join();
    }
}
