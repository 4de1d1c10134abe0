package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdviceTest {
    private static final String SECRET = "6f2b1c3e-9a4d-4e57-8b10-c0ffee123456";
    private static final Credentials TOKEN = new Credentials.ApiToken("jenkins@pve!ci", SECRET);
    private static final Credentials LOGIN = new Credentials.Login("jenkins@pve", "s3cret");

    @Test
    void namesWhoNeedsWhichPrivilegeWhere() {
        Problem problem = new Problem.Permission(Optional.of("/vms/100"), Optional.of("VM.Clone"));
        assertThat(Advice.on(problem, LOGIN)).contains("The credentials jenkins@pve need VM.Clone on /vms/100.");
    }

    @Test
    void tellsThatATokenNeedsAPrivilegeAsWellAsItsUser() {
        Problem problem = new Problem.Permission(Optional.of("/vms/100"), Optional.of("VM.Clone"));
        assertThat(Advice.on(problem, TOKEN))
                .contains("The credentials jenkins@pve!ci need VM.Clone on /vms/100."
                        + " A token with privilege separation needs it as well as its user.");
    }

    @Test
    void offersPrivilegesOfWhichOneIsEnough() {
        Problem problem =
                new Problem.Permission(Optional.of("/vms/9000"), Optional.of("VM.Config.CDROM|VM.Config.Cloudinit"));
        assertThat(Advice.on(problem, LOGIN).orElseThrow())
                .contains("need VM.Config.CDROM or VM.Config.Cloudinit on /vms/9000");
    }

    @Test
    void tellsWhereToLookWhenProxmoxDoesNotSayWhatIsMissing() {
        Problem problem = new Problem.Permission(Optional.empty(), Optional.empty());
        assertThat(Advice.on(problem, TOKEN).orElseThrow()).contains("jenkins@pve!ci", "pveum user permissions");
    }

    @Test
    void tellsThatNoTokenIsRoot() {
        Problem problem = new Problem.Permission(Optional.empty(), Optional.of("root@pam"));
        assertThat(Advice.on(problem, TOKEN).orElseThrow()).contains("root@pam", "not to any API token");
    }

    @Test
    void asksToCheckCredentialsWithoutShowingTheSecret() {
        assertThat(Advice.on(new Problem.Authentication(), TOKEN).orElseThrow())
                .contains("jenkins@pve!ci")
                .doesNotContain(SECRET);
        assertThat(Advice.on(new Problem.Authentication(), LOGIN).orElseThrow())
                .contains("jenkins@pve")
                .doesNotContain("s3cret");
    }

    @Test
    void tellsHowALeftOverLockIsRemoved() {
        assertThat(Advice.on(new Problem.Locked("backup"), TOKEN).orElseThrow()).contains("lock backup", "qm unlock");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"lock-414.conf", "pve-config-200.lock", "pve-storage-local", "storage-nfs", "file-user_cfg"})
    void doesNotAdviseToUnlockAGuestThatHasNoLock(String lockFile) {
        assertThat(Advice.on(new Problem.Locked(lockFile), TOKEN).orElse("")).doesNotContain("unlock");
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatCanBeDone(Problem problem, String part) {
        assertThat(Advice.on(problem, TOKEN).orElseThrow()).contains(part);
    }

    static Stream<Arguments> saysWhatCanBeDone() {
        return Stream.of(
                arguments(new Problem.NoQuorum(), "online"),
                arguments(new Problem.StorageFull(), "Free some space"),
                arguments(new Problem.OutcomeUnknown(), "look before doing it again"));
    }

    @ParameterizedTest
    @MethodSource
    void isSilentWhereTheMessageSaysEverything(Problem problem) {
        assertThat(Advice.on(problem, TOKEN)).isEmpty();
    }

    static Stream<Problem> isSilentWhereTheMessageSaysEverything() {
        return Stream.of(
                new Problem.Parameter(Map.of("name", "wrong")),
                new Problem.NotFound(),
                new Problem.AlreadyExists(),
                new Problem.WrongState(),
                new Problem.TaskFailed("UPID", "job errors"),
                new Problem.Other());
    }
}
