package io.jenkins.plugins.proxmox.core.guestagent;

import static io.jenkins.plugins.proxmox.core.guestagent.Failures.assertFailure;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.state.GuestCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuestProcessTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String STATUS = AgentLab.AGENT + "exec-status";

    private AgentLab lab;

    private AgentLab start(PveVersion version) {
        lab = AgentLab.start(version);
        return lab;
    }

    /** Starts a command that goes on until a test ends it. */
    private GuestProcess startEndless() {
        start(PveVersion.V8).guest.shell((command, input) -> GuestCommands.Result.running());
        return lab.timed.exec(GuestCommand.of("sleep", "infinity"));
    }

    @AfterEach
    void stop() throws IOException {
        lab.close();
    }

    @ParameterizedTest
    @EnumSource
    void getsItsWordsAndInputAsTheyAre(PveVersion version) {
        start(version).guest.shell((command, input) -> new GuestCommands.Result(3, String.join("|", command), input));
        CommandResult result = lab.agent
                .exec(GuestCommand.of("tool", "--name=a;b&c=d", "", "two words", "100%+1\n")
                        .withInput("Grüße, 世界;\n"))
                .await(LONG);
        assertThat(result.exitCode()).hasValue(3);
        assertThat(result.signal()).isEmpty();
        assertThat(result.isSuccess()).isFalse();
        assertThat(result.out().text()).isEqualTo("tool|--name=a;b&c=d||two words|100%+1\n");
        assertThat(result.err().text()).isEqualTo("Grüße, 世界;\n");
        assertThat(result).hasToString("exit code 3");
    }

    @ParameterizedTest
    @EnumSource
    void keepsItsResultWhichIsToldOnlyOnce(PveVersion version) {
        start(version);
        GuestProcess process = lab.agent.exec(List.of("echo", "hello"), Optional.empty());
        CommandResult result = process.await(LONG);
        assertThat(result.out().text()).isEqualTo("hello\n");
        assertThat(process.status()).contains(result);
        assertThat(process.await(LONG)).isEqualTo(result);
        assertThat(lab.count("GET", "exec-status")).isEqualTo(1);
        assertFailure(Problem.OutcomeUnknown.class, lab.agent.process(process.pid())::status)
                .hasMessage("the guest agent does not know process " + process.pid()
                        + " in VM 101 on pve1: its result was asked for before, or the guest agent was started anew");
    }

    @Test
    void isGivenInputAsBytes() {
        start(PveVersion.V9);
        assertThat(lab.agent
                        .exec(List.of("cat"), Optional.of("é".getBytes(StandardCharsets.UTF_8)))
                        .await(LONG)
                        .out()
                        .bytes())
                .isEqualTo("é".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isWaitedForUntilItEnds() {
        GuestProcess process = startEndless();
        assertThat(process.status()).isEmpty();
        CompletableFuture<CommandResult> result = process.result(LONG);
        lab.time.advance(Duration.ofMinutes(1));
        assertThat(result).isNotDone();
        assertThat(lab.count("GET", "exec-status")).isBetween(20, 80);
        lab.guest.inside().finish((int) process.pid(), GuestCommands.Result.killed(9));
        lab.time.runUntilIdle();
        assertThat(result.join().signal()).isEqualTo(OptionalLong.of(9));
        assertThat(result.join().exitCode()).isEmpty();
        assertThat(result.join().isSuccess()).isFalse();
        assertThat(result.join()).hasToString("signal 9");
    }

    @Test
    void goesOnWhenTheTimeIsOver() {
        GuestProcess process = startEndless();
        CompletableFuture<CommandResult> result = process.result(Duration.ofSeconds(10));
        assertThat(lab.time.runUntilIdle()).isEqualTo(Duration.ofSeconds(10));
        assertFailure(Problem.TimedOut.class, result)
                .hasMessage("the time is over for process " + process.pid() + " in VM 101 on pve1 to end");
        assertThat(lab.guest.inside().runningCommands())
                .extracting(GuestCommands.Started::pid)
                .containsExactly((int) process.pid());
    }

    @Test
    void isStillThereWhenTheGuestAgentWasSilentForAWhile() {
        GuestProcess process = startEndless();
        lab.proxmox.faults().call("GET", STATUS).always().answer(500, "QEMU guest agent is not running");
        assertFailure(Problem.WrongState.class, process::status);
        CompletableFuture<CommandResult> result = process.result(LONG);
        lab.time.advance(Duration.ofMinutes(2));
        assertThat(result).isNotDone();
        // Every 3 s at most, and less often the longer it takes.
        assertThat(lab.count("GET", "exec-status")).isBetween(20, 42);
        lab.guest.inside().finish((int) process.pid(), new GuestCommands.Result(0, "done", ""));
        lab.proxmox.faults().clear();
        lab.time.runUntilIdle();
        assertThat(result.join().out().text()).isEqualTo("done");
    }

    @Test
    void isNotKnownToEndWhenTheGuestAgentStaysAway() {
        GuestProcess process = startEndless();
        lab.guest.withoutGuestAgent();
        CompletableFuture<CommandResult> result = process.result(Duration.ofMinutes(1));
        lab.time.runUntilIdle();
        assertFailure(Problem.TimedOut.class, result)
                .hasMessageContaining("; VM 101 on pve1: QEMU guest agent is not" + " running");
    }

    @Test
    void diesWithItsVm() {
        GuestProcess process = startEndless();
        CompletableFuture<CommandResult> result = process.result(LONG);
        lab.time.advance(Duration.ofSeconds(10));
        lab.guest.stopped();
        assertThat(lab.time.runUntilIdle()).isLessThan(Duration.ofSeconds(5));
        assertFailure(Problem.WrongState.class, result).hasMessageContaining("VM 101 is not running");
    }

    @Test
    void isForgottenWhenTheGuestStartedAnew() {
        GuestProcess process = startEndless();
        lab.guest.stopped();
        lab.guest.running();
        CompletableFuture<CommandResult> result = process.result(LONG);
        lab.time.runUntilIdle();
        assertFailure(Problem.OutcomeUnknown.class, result).hasMessageContaining("the guest agent does not know");
    }

    @Test
    void mayRunIfNoReplyCame() {
        start(PveVersion.V8).guest.shell((command, input) -> GuestCommands.Result.running());
        lab.proxmox.faults().call("POST", AgentLab.AGENT + "exec").dropAfterEffect();
        assertFailure(Problem.OutcomeUnknown.class, () -> lab.agent.exec(GuestCommand.of("sleep", "infinity")));
        assertThat(lab.guest.inside().runningCommands()).hasSize(1);
        assertThat(lab.count("POST", "exec")).isEqualTo(1);
    }

    @Test
    void losesItsResultWithTheReplyThatToldIt() {
        GuestProcess process = startEndless();
        lab.guest.inside().finish((int) process.pid(), new GuestCommands.Result(0, "", ""));
        lab.proxmox.faults().call("GET", STATUS).dropAfterEffect();
        assertFailure(Problem.OutcomeUnknown.class, process::status);
    }

    @Test
    void isNotFoundIfTheGuestHasNoSuchProgram() {
        start(PveVersion.V8)
                .proxmox
                .faults()
                .call("POST", AgentLab.AGENT + "exec")
                .answer(500, "Agent error: Failed to execute child process 'nope' (No such file or directory)");
        assertFailure(Problem.NotFound.class, () -> lab.agent.exec(GuestCommand.of("nope")));
    }

    @ParameterizedTest
    @EnumSource
    void saysWhenItWroteMoreThanWasKept(PveVersion version) {
        start(version).guest.shell((command, input) -> new GuestCommands.Result(0, "0123456789", "0"));
        lab.guest.inside().outputLimit(4);
        CommandResult result = lab.agent.exec(GuestCommand.of("digits")).await(LONG);
        assertThat(result.out().text()).isEqualTo("0123");
        assertThat(result.out().isTruncated()).isTrue();
        assertThat(result.out()).hasToString("4 bytes, truncated");
        assertThat(result.err().isTruncated()).isFalse();
        assertThat(result.err()).hasToString("1 bytes");
    }
}
