package io.jenkins.plugins.proxmox.core.guestagent;

import static io.jenkins.plugins.proxmox.core.guestagent.Failures.assertFailure;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.Refusals;
import io.jenkins.plugins.proxmox.core.network.NetworkInterface;
import io.jenkins.plugins.proxmox.core.value.MacAddress;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuestAgentTest {
    private AgentLab lab;

    private AgentLab start(PveVersion version) {
        lab = AgentLab.start(version);
        return lab;
    }

    @AfterEach
    void stop() throws IOException {
        lab.close();
    }

    @ParameterizedTest
    @EnumSource
    void answersAndTellsAboutTheGuest(PveVersion version) {
        start(version);
        lab.agent.ping();
        assertThat(lab.agent.answers()).isTrue();
        assertThat(lab.agent.hostName()).contains("web");
        assertThat(lab.agent.osInfo())
                .isEqualTo(new OsInfo(
                        Optional.of("debian"),
                        Optional.of("Debian GNU/Linux"),
                        Optional.of("Debian GNU/Linux 12 (bookworm)"),
                        Optional.of("12 (bookworm)"),
                        Optional.of("6.1.0-50-cloud-amd64"),
                        Optional.of("x86_64")));
        assertThat(lab.agent.osInfo().isWindows()).isFalse();
        assertThat(lab.agent).hasToString("guest agent of VM 101 on pve1");
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheInterfacesWithAllAddresses(PveVersion version) {
        start(version);
        lab.guest
                .inside()
                .addresses(0, "10.0.0.101/24", "2001:db8::101/64")
                .addInterface("docker0", "02:42:5f:1c:aa:01", "172.17.0.1/16")
                .addInterface("Netzwerk für Gäste", "02:42:5f:1c:aa:02");
        assertThat(lab.agent.interfaces())
                .extracting(NetworkInterface::name)
                .containsExactly("lo", "eth0", "docker0", "Netzwerk für Gäste");
        assertThat(lab.agent.interfaces().get(1).addresses())
                .extracting(Object::toString)
                .containsExactly("10.0.0.101/24", "2001:db8::101/64");
        assertThat(lab.agent.interfaces().get(2).mac()).contains(new MacAddress("02:42:5F:1C:AA:01"));
    }

    @ParameterizedTest
    @EnumSource
    void freezesAndThawsFileSystems(PveVersion version) {
        start(version);
        assertThat(lab.agent.fileSystemFreezeState()).isEqualTo(FreezeState.THAWED);
        assertThat(lab.agent.freezeFileSystems()).isEqualTo(2);
        assertThat(lab.agent.fileSystemFreezeState()).isEqualTo(FreezeState.FROZEN);
        assertThat(lab.agent.answers()).isTrue();
        assertFailure(Problem.WrongState.class, lab.agent::osInfo)
                .hasMessage("VM 101 on pve1: Agent error: Command guest-get-osinfo has been disabled: the agent is in"
                        + " frozen state [GET " + AgentLab.AGENT + "get-osinfo]");
        assertFailure(Problem.WrongState.class, () -> lab.agent.exec(GuestCommand.of("true")));
        assertThat(lab.agent.thawFileSystems()).isEqualTo(2);
        assertThat(lab.agent.thawFileSystems()).isZero();
        assertThat(lab.guest.inside().isFrozen()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void trimsFileSystems(PveVersion version) {
        start(version);
        assertThat(lab.agent.trimFileSystems()).isEqualTo(1 << 20);
    }

    @Nested
    class ThatCantBeAsked {
        @ParameterizedTest
        @EnumSource
        void isNotConfigured(PveVersion version) {
            start(version).guest.withoutGuestAgentDevice();
            assertFailure(Problem.Unsupported.class, lab.agent::answers)
                    .hasMessageContaining("VM 101 on pve1: No QEMU guest agent configured")
                    .hasMessageEndingWith("; set the VM's option agent to 1 and start it anew");
            assertFailure(Problem.Unsupported.class, () -> lab.agent.awaitAnswer(Duration.ofMinutes(1)));
        }

        @ParameterizedTest
        @EnumSource
        void doesNotRun(PveVersion version) {
            start(version).guest.withoutGuestAgent();
            assertThat(lab.agent.answers()).isFalse();
            assertFailure(Problem.WrongState.class, lab.agent::ping)
                    .hasMessageContaining("VM 101 on pve1: QEMU guest agent is not running");
        }

        @ParameterizedTest
        @EnumSource
        void isInAVmThatIsOff(PveVersion version) {
            start(version).guest.stopped();
            assertThat(lab.agent.answers()).isFalse();
            assertFailure(Problem.WrongState.class, lab.agent::hostName).hasMessageContaining("VM 101 is not running");
        }

        @Test
        void wasNeverThere() {
            start(PveVersion.V8).proxmox.cluster().removeGuest(101);
            assertFailure(Problem.NotFound.class, lab.agent::answers);
        }

        @Test
        void isForbiddenTheCommandInsideTheGuest() {
            start(PveVersion.V9)
                    .proxmox
                    .faults()
                    .call("POST", AgentLab.AGENT + "exec")
                    .answer(500, "Agent error: Command guest-exec has been disabled: the command is not allowed");
            assertFailure(Problem.Unsupported.class, () -> lab.agent.exec(GuestCommand.of("true")))
                    .hasMessageContaining("guest-exec has been disabled")
                    .hasMessageEndingWith("; the settings of qemu-ga inside the guest don't allow it");
        }

        @Test
        void isTooOldForTheCommand() {
            start(PveVersion.V8)
                    .proxmox
                    .faults()
                    .call("GET", AgentLab.AGENT + "get-osinfo")
                    .answer(500, "Agent error: The command guest-get-osinfo has not been found");
            assertFailure(Problem.Unsupported.class, lab.agent::osInfo)
                    .hasMessageEndingWith("; the guest agent is too old for it");
        }
    }

    @Nested
    class ThatIsWaitedFor {
        @Test
        void isAskedEvery3Seconds() {
            start(PveVersion.V8).guest.withoutGuestAgent();
            CompletableFuture<GuestAgent> answer = lab.timed.answer(Duration.ofMinutes(5));
            lab.time.advance(Duration.ofSeconds(30));
            assertThat(answer).isNotDone();
            assertThat(lab.count("POST", "ping")).isEqualTo(11);
        }

        @Test
        void answersInTheEnd() {
            start(PveVersion.V8)
                    .proxmox
                    .faults()
                    .call("POST", AgentLab.AGENT + "ping")
                    .times(3)
                    .answer(500, "QEMU guest agent is not running");
            CompletableFuture<GuestAgent> answer = lab.timed.answer(Duration.ofMinutes(5));
            assertThat(lab.time.runUntilIdle()).isEqualTo(Duration.ofSeconds(9));
            assertThat(answer).isCompletedWithValue(lab.timed);
        }

        @Test
        void isAskedAgainIfAReplyIsLost() {
            start(PveVersion.V8)
                    .proxmox
                    .faults()
                    .call("POST", AgentLab.AGENT + "ping")
                    .times(8)
                    .dropAfterEffect();
            assertFailure(Problem.NodeUnreachable.class, lab.agent::ping);
            CompletableFuture<GuestAgent> answer = lab.timed.answer(Duration.ofMinutes(5));
            lab.time.runUntilIdle();
            assertThat(answer).isCompletedWithValue(lab.timed);
        }

        @Test
        void isStillWaitedForWhileTheVmIsOff() {
            start(PveVersion.V8).guest.stopped();
            CompletableFuture<GuestAgent> answer = lab.timed.answer(Duration.ofMinutes(5));
            lab.time.advance(Duration.ofSeconds(4));
            lab.guest.running();
            lab.time.advance(Duration.ofSeconds(3));
            assertThat(answer).isCompleted();
        }

        @Test
        void neverAnswers() {
            start(PveVersion.V8).guest.withoutGuestAgent();
            CompletableFuture<GuestAgent> answer = lab.timed.answer(Duration.ofSeconds(20));
            assertThat(lab.time.runUntilIdle()).isEqualTo(Duration.ofSeconds(20));
            assertFailure(Problem.TimedOut.class, answer)
                    .hasMessageStartingWith("the time is over for the guest agent of VM 101 on pve1 to answer; VM 101"
                            + " on pve1: QEMU guest agent is not running");
        }

        @Test
        void isAskedNoMoreWhenNobodyWaits() {
            start(PveVersion.V8).guest.withoutGuestAgent();
            CompletableFuture<GuestAgent> answer = lab.timed.answer(Duration.ofMinutes(5));
            lab.time.advance(Duration.ofSeconds(3));
            answer.cancel(false);
            lab.time.advance(Duration.ofMinutes(1));
            assertThat(lab.count("POST", "ping")).isEqualTo(2);
        }

        @Test
        void isWaitedForByAThread() {
            start(PveVersion.V8);
            lab.agent.awaitAnswer(Duration.ofSeconds(30));
            assertThat(lab.count("POST", "ping")).isEqualTo(1);
        }

        @Test
        void canTakeNoNegativeTime() {
            start(PveVersion.V8);
            Refusals.assertRefused(
                    "timeout",
                    () -> lab.agent.awaitAnswer(Duration.ofSeconds(-1)),
                    "'PT-1S' is no time to wait for the guest agent of VM 101 on pve1 to answer; expected is zero or"
                            + " more");
        }
    }

    @Test
    void mayHaveFrozenTheFileSystemsIfNoReplyCame() {
        start(PveVersion.V8)
                .proxmox
                .faults()
                .call("POST", AgentLab.AGENT + "fsfreeze-freeze")
                .answerAfterEffect(596, "Connection timed out");
        assertFailure(Problem.OutcomeUnknown.class, lab.agent::freezeFileSystems);
        assertThat(lab.agent.fileSystemFreezeState()).isEqualTo(FreezeState.FROZEN);
        assertThat(lab.agent.thawFileSystems()).isEqualTo(2);
    }

    @Test
    void mayHaveCarriedOutWhatItDidNotAnswerTo() {
        start(PveVersion.V8);
        String text = "VM 101 qga command 'guest-exec' failed - got timeout";
        lab.proxmox.faults().call("POST", AgentLab.AGENT + "exec").answerAfterEffect(500, text);
        assertFailure(Problem.OutcomeUnknown.class, () -> lab.agent.exec(GuestCommand.of("true")))
                .hasMessageContaining(text);
        lab.proxmox
                .faults()
                .call("GET", AgentLab.AGENT + "network-get-interfaces")
                .answer(500, "VM 101 qga command 'guest-network-get-interfaces' failed - got timeout");
        assertFailure(Problem.WrongState.class, lab.agent::interfaces);
        lab.proxmox
                .faults()
                .call("POST", AgentLab.AGENT + "exec")
                .answer(500, "VM 101 qga command 'guest-ping' failed - got timeout");
        assertFailure(Problem.WrongState.class, () -> lab.agent.exec(GuestCommand.of("true")));
    }
}
