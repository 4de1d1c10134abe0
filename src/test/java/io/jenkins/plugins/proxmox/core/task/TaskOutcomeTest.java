package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskOutcomeTest {
    private static final Upid UPID = Upid.parse("UPID:pve:00003A62:0004132A:6B02F6CD:qmstart:102:root@pam!lab:");

    @Test
    void takesOkForSuccess() {
        TaskOutcome outcome = TaskOutcome.of("OK");
        assertThat(outcome).isEqualTo(new TaskOutcome.Succeeded());
        assertThat(outcome.succeeded()).isTrue();
        assertThat(outcome.failure(UPID)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"WARNINGS: 1, 1", "WARNINGS: 12, 12"})
    void takesWarningsForSuccessAndCountsThem(String exitStatus, int warnings) {
        TaskOutcome outcome = TaskOutcome.of(exitStatus);
        assertThat(outcome).isEqualTo(new TaskOutcome.SucceededWithWarnings(warnings));
        assertThat(outcome.succeeded()).isTrue();
        assertThat(outcome.failure(UPID)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "job errors",
                "start failed: QEMU exited with code 1",
                "shrinking disks is not supported",
                "WARNINGS: some",
                "not OK",
                "",
            })
    void takesAnyOtherTextForAnErrorAndGivesItInFull(String exitStatus) {
        TaskOutcome outcome = TaskOutcome.of(exitStatus);
        assertThat(outcome).isEqualTo(new TaskOutcome.Failed(exitStatus));
        assertThat(outcome.succeeded()).isFalse();
        assertThat(failure(outcome)).hasMessage(exitStatus);
        assertThat(failure(outcome).problem()).isEqualTo(new Problem.TaskFailed(UPID.toString(), exitStatus));
    }

    @Test
    void givesAnErrorItsMeaningIfItHasOne() {
        TaskOutcome outcome = TaskOutcome.of("VM is locked (backup)");
        assertThat(failure(outcome)).hasMessage("VM is locked (backup)");
        assertThat(failure(outcome).problem()).isEqualTo(new Problem.Locked("backup"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"received interrupt", "interrupted by signal", "clone failed: interrupted by signal"})
    void knowsATaskThatSomebodyStopped(String exitStatus) {
        TaskOutcome outcome = TaskOutcome.of(exitStatus);
        assertThat(outcome).isEqualTo(new TaskOutcome.Interrupted(exitStatus));
        assertThat(outcome.succeeded()).isFalse();
        assertThat(failure(outcome)).hasMessageContainingAll("stopped by somebody else", exitStatus);
        assertThat(failure(outcome).problem()).isInstanceOf(Problem.TaskFailed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unexpected status",
                "unable to get last line from task log - unable to open file '/var/log/pve/tasks/D/UPID'",
            })
    void claimsNothingOfATaskThatEndedWithoutAResult(String exitStatus) {
        TaskOutcome outcome = TaskOutcome.of(exitStatus);
        assertThat(outcome).isEqualTo(new TaskOutcome.Unclear(exitStatus));
        assertThat(outcome.succeeded()).isFalse();
        assertThat(failure(outcome)).hasMessageContainingAll(exitStatus, "node pve", "look at the guest");
        assertThat(failure(outcome).problem()).isEqualTo(new Problem.OutcomeUnknown());
    }

    @Test
    void claimsNothingOfATaskThatVanished() {
        TaskOutcome outcome = new TaskOutcome.Vanished();
        assertThat(outcome.succeeded()).isFalse();
        assertThat(failure(outcome)).hasMessageContainingAll(UPID.toString(), "node pve", "look at the guest");
        assertThat(failure(outcome).problem()).isEqualTo(new Problem.OutcomeUnknown());
    }

    private static ProxmoxException failure(TaskOutcome outcome) {
        return outcome.failure(UPID).orElseThrow();
    }
}
