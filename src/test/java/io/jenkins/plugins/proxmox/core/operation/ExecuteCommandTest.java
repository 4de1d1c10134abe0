package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.RealShell;
import io.jenkins.plugins.proxmox.embedded.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands inside a VM, run for real by the shell of this machine. */
@DisabledOnOs(OS.WINDOWS)
class ExecuteCommandTest {
    @TempDir
    private Path directory;

    private Lab lab;
    private RealShell shell;

    private Lab start(PveVersion version) {
        lab = Lab.start(version);
        shell = RealShell.in(lab.proxmox.cluster().guest(101).orElseThrow(), directory);
        return lab;
    }

    @AfterEach
    void stop() throws IOException {
        if (lab != null) {
            lab.close();
            shell.close();
        }
    }

    private static CommandRequest script(String text) {
        return new CommandRequest("web").script(text);
    }

    private CommandEnd run(CommandRequest request) {
        return lab.run(new ExecuteCommand(request));
    }

    private List<String> output() {
        return lab.console.stream()
                .filter(line -> !line.startsWith("[proxmox]"))
                .toList();
    }

    /** A named pipe lets a command wait for the test. */
    private Path pipe(String name) throws Exception {
        Path pipe = directory.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    private void assertNothingIsLeft() throws IOException {
        try (var left = Files.list(directory)) {
            assertThat(left.filter(Files::isDirectory)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aScriptShowsWhatItDoesAndLeavesNothing(PveVersion version) throws IOException {
        start(version);
        CommandEnd end = run(script("echo \"it's $((1 + 1)) é\"\necho wrong >&2\n"));

        assertThat(end.exitCode()).isZero();
        assertThat(end.output()).isEmpty();
        assertThat(output()).containsExactly("+ echo it's 2 é", "it's 2 é", "+ echo wrong", "wrong");
        assertThat(lab.console)
                .filteredOn(line -> line.startsWith("[proxmox]"))
                .containsExactly("[proxmox] Running a script in web (101) on pve1");
        assertNothingIsLeft();
    }

    @Test
    void anExitCodeIsGivenAsItIs() throws IOException {
        start(PveVersion.V8);
        CommandEnd end = run(script("echo before\nexit 42\n"));

        assertThat(end.exitCode()).isEqualTo(42);
        assertThat(end.value(true)).isEqualTo(42);
        assertThatThrownBy(() -> end.value(false)).hasMessage("script returned exit code 42");
        assertThat(output()).contains("before");
        assertNothingIsLeft();
    }

    @Test
    void aScriptEndsAtItsFirstFailure() {
        start(PveVersion.V8);
        assertThat(run(script("false\necho not reached\n")).exitCode()).isEqualTo(1);
        assertThat(output()).doesNotContain("not reached");
    }

    @ParameterizedTest
    @EnumSource
    void aCommandIsRunWordByWord(PveVersion version) {
        start(version);
        List<String> words = List.of("printf", "<%s>\\n", "a b", "", "it's", "\"$HOME\"", "é\nü", ";|&*");
        CommandEnd end = run(new CommandRequest("web").command(words).keepsOutput(true));

        assertThat(end.output()).contains("<a b>\n<>\n<it's>\n<\"$HOME\">\n<é\nü>\n<;|&*>\n");
        assertThat(output()).isEmpty();
    }

    @Test
    void aProgramThatIsNotThereIsAnExitCode() {
        start(PveVersion.V8);
        assertThat(run(new CommandRequest("web").command(List.of("no-such-program")))
                        .exitCode())
                .isEqualTo(127);
        assertThat(output()).anyMatch(line -> line.contains("no-such-program") && line.contains("not found"));
    }

    @Test
    void aFirstLineNamesAnotherInterpreter() {
        start(PveVersion.V8);
        CommandEnd end = run(script("#!/usr/bin/env cat\nnot run\n").keepsOutput(true));
        assertThat(end.output()).contains("#!/usr/bin/env cat\nnot run\n");
    }

    @Test
    void outputIsGivenApartFromErrors() {
        start(PveVersion.V8);
        CommandEnd end = run(script("echo given\necho shown >&2").keepsOutput(true));
        assertThat(end.value(false)).isEqualTo("given\n");
        assertThat(output()).containsExactly("+ echo given", "+ echo shown", "shown");
    }

    @Test
    void muchOutputComesInPieces() {
        start(PveVersion.V8);
        String command = "i=0; while [ $i -lt 20000 ]; do echo \"line $i é\"; i=$((i + 1)); done";
        List<String> expected =
                IntStream.range(0, 20_000).mapToObj(i -> "line " + i + " é").toList();
        CommandEnd kept = run(new CommandRequest("web")
                .command(List.of("/bin/sh", "-c", command))
                .keepsOutput(true));
        assertThat(kept.output().orElseThrow().lines()).containsExactlyElementsOf(expected);

        run(new CommandRequest("web").command(List.of("/bin/sh", "-c", command)));
        assertThat(output()).containsExactlyElementsOf(expected);
    }

    @Test
    void aLineWithoutEndIsShownToo() {
        start(PveVersion.V8);
        run(new CommandRequest("web")
                .command(List.of("/bin/sh", "-c", "head -c 200000 /dev/zero | tr '\\0' x; printf '\\nend'")));
        assertThat(String.join("", output())).isEqualTo("x".repeat(200_000) + "end");
    }

    @Test
    void inputIsReadAndWithoutItThereIsNone() {
        start(PveVersion.V8);
        String big = "0123456789é\n".repeat(20_000);
        assertThat(run(new CommandRequest("web")
                                .command(List.of("cat"))
                                .input(big)
                                .keepsOutput(true))
                        .output())
                .contains(big);
        assertThat(run(new CommandRequest("web").command(List.of("cat")).keepsOutput(true))
                        .output())
                .contains("");
    }

    @Test
    void variablesReachTheCommandAndNobodyElse() throws IOException {
        start(PveVersion.V8);
        String secret = "s3cr3t 'quoted' $x `y` é\nsecond line";
        CommandEnd end = run(new CommandRequest("web")
                .command(List.of("sh", "-c", "printf %s \"$TOKEN\""))
                .environment(Map.of("TOKEN", secret))
                .keepsOutput(true));

        assertThat(end.output()).contains(secret);
        assertThat(shell.commands()).allSatisfy(words -> assertThat(words).noneMatch(word -> word.contains("s3cr3t")));
        assertNothingIsLeft();
    }

    @Test
    void filesWithSecretsCanBeReadByNobodyElse() throws Exception {
        start(PveVersion.V8);
        CommandEnd end = run(script("set +x; d=$(dirname \"$0\"); ls -ld \"$d\" | cut -c1-10; ls \"$d\"")
                .environment(Map.of("TOKEN", "x"))
                .keepsOutput(true));
        // The file with the environment is gone when the script begins.
        assertThat(end.output().orElseThrow().lines())
                .contains("drwx------", "script")
                .doesNotContain("begin");
    }

    @Test
    void outputIsShownWhileTheCommandRuns() throws Exception {
        start(PveVersion.V8);
        Path pipe = pipe("go");
        OperationRun<CommandEnd> run = lab.begin(new ExecuteCommand(script("echo first; cat " + pipe + "; exit 3")));
        await("first");
        assertThat(run.result()).isNotDone();
        Files.writeString(pipe, "second\n");

        assertThat(Lab.result(run).exitCode()).isEqualTo(3);
        assertThat(output()).contains("first", "second").doesNotHaveDuplicates();
    }

    private void await(String line) throws InterruptedException {
        assertThat(lab.console.await(line))
                .as("line '" + line + "' in " + lab.console)
                .isTrue();
    }

    @Test
    void anAbortEndsAllThatBelongsToIt() throws Exception {
        start(PveVersion.V8);
        Path pipe = pipe("go");
        OperationRun<CommandEnd> run =
                lab.begin(new ExecuteCommand(script("echo first; (cat " + pipe + "; echo bad) & cat " + pipe)));
        await("first");
        String group = Files.readString(shell.files().stream()
                        .filter(file -> file.endsWith("pid"))
                        .findFirst()
                        .orElseThrow())
                .trim();
        run.abort();

        assertThatThrownBy(() -> Lab.result(run)).hasMessage("Running a script in web (101) on pve1 was aborted");
        assertThat(new ProcessBuilder("/bin/sh", "-c", "kill -0 -" + group)
                        .start()
                        .waitFor())
                .isNotZero();
        assertThat(lab.console).contains("[proxmox] Ending what runs in web (101) on pve1");
        assertNothingIsLeft();
    }

    @Test
    void whatDoesNotEndWhenAskedIsMadeTo() throws Exception {
        start(PveVersion.V8);
        Path pipe = pipe("go");
        OperationRun<CommandEnd> run = lab.begin(
                new ExecuteCommand(script("trap '' TERM; echo first; while :; do read x <" + pipe + "; done")));
        await("first");
        run.abort();

        assertThatThrownBy(() -> Lab.result(run)).hasMessageContaining("was aborted");
        assertThat(shell.commands()).anyMatch(words -> words.contains("KILL"));
        assertNothingIsLeft();
    }

    @Test
    void anAbortCanLeaveIt() throws Exception {
        start(PveVersion.V8);
        Path pipe = pipe("go");
        OperationRun<CommandEnd> run = lab.begin(
                new ExecuteCommand(script("echo first; cat " + pipe)),
                new OperationOptions(Duration.ofMinutes(1), false, false, false));
        await("first");
        run.abort();

        assertThatThrownBy(() -> Lab.result(run))
                .hasMessageContaining("(its files are in " + directory)
                .hasMessageEndingWith("was kept.");
        assertThat(shell.commands()).noneMatch(words -> words.contains("TERM"));
    }

    @Test
    void aGuestThatWasStartedAnewIsFoundOut() throws Exception {
        start(PveVersion.V8);
        Path pipe = pipe("go");
        OperationRun<CommandEnd> run = lab.begin(new ExecuteCommand(script("echo first; cat " + pipe)));
        await("first");
        Path who = shell.files().stream()
                .filter(file -> file.endsWith("who"))
                .findFirst()
                .orElseThrow();
        Path pid = who.resolveSibling("pid");
        String group = Files.readString(pid).trim();
        Files.writeString(who, "another boot\n1\n");

        assertFailure(
                run,
                "Running a script in web (101) on pve1 failed: the guest was started anew meanwhile, so it"
                        + " ended without an exit code.");
        new ProcessBuilder("/bin/sh", "-c", "kill -KILL -" + group).start().waitFor();
        assertNothingIsLeft();
    }

    @Test
    void aCommandThatSomebodyKilledIsFoundOut() throws Exception {
        start(PveVersion.V8);
        Path pipe = pipe("go");
        OperationRun<CommandEnd> run = lab.begin(new ExecuteCommand(script("echo first; cat " + pipe)));
        await("first");
        shell.close();

        assertFailure(run, "it ended without an exit code: the guest was started anew, its guest agent was");
        assertNothingIsLeft();
    }

    @Test
    void aDirectoryThatIsGoneIsFoundOut() throws Exception {
        start(PveVersion.V8);
        Path pipe = pipe("go");
        OperationRun<CommandEnd> run = lab.begin(new ExecuteCommand(script("echo first; cat " + pipe)));
        await("first");
        try (var folders = Files.list(directory)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                // At once: what is looked at meanwhile is there, or not.
                Files.move(folder, directory.resolve("elsewhere"));
            }
        }
        assertFailure(run, "its directory inside the guest is gone");
    }

    @Test
    void aGuestThatIsSwitchedOffIsFoundOut() throws Exception {
        start(PveVersion.V8);
        Path pipe = pipe("go");
        OperationRun<CommandEnd> run = lab.begin(new ExecuteCommand(script("echo first; cat " + pipe)));
        await("first");
        lab.proxmox.cluster().guest(101).orElseThrow().stopped();

        assertThatThrownBy(() -> Lab.result(run))
                .hasMessageContaining("the VM was switched off meanwhile: VM 101 on pve1: VM 101 is not running");
        assertThat(lab.console)
                .contains(
                        "[proxmox] web (101) on pve1 is off, so nothing runs there any more; the directory may be left"
                                + " inside");
    }

    @Test
    void whoMayNotEnterIsToldBeforeAnythingIsAsked() {
        start(PveVersion.V8);
        Guard guard = new Guard(new Policy(Set.of(Right.READ), Set.of(), List.of()), "lab", "job");
        OperationOptions options =
                OperationOptions.within(Duration.ofMinutes(1)).by(new Requester("c", "o", guard));
        for (Operation<?> operation : List.of(
                new ExecuteCommand(script("echo")),
                new WriteFile("web", "/x", "", null, null, null),
                new ReadFile("web", "/x", null))) {
            assertThatThrownBy(() -> Lab.result(lab.begin(operation, options)))
                    .hasMessageContaining("allows 'execute'")
                    .asInstanceOf(InstanceOfAssertFactories.type(ProxmoxException.class))
                    .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.Denied.class));
        }
        assertThat(lab.proxmox.requests().all()).noneMatch(call -> call.path().contains("/agent/"));
    }

    private static void assertFailure(OperationRun<?> run, String text) {
        assertThatThrownBy(() -> Lab.result(run))
                .hasMessageContaining(text)
                .asInstanceOf(InstanceOfAssertFactories.type(ProxmoxException.class))
                .satisfies(e -> assertThat(e.problem()).isInstanceOf(Problem.OutcomeUnknown.class));
    }

    @Test
    void aSilentGuestAgentIsWaitedFor() throws Exception {
        start(PveVersion.V8);
        lab.proxmox.faults().call("POST", "/nodes/*/qemu/*/agent/ping").answer(500, "QEMU guest agent is not running");
        assertThat(run(script("echo hello")).exitCode()).isZero();
        assertThat(lab.console)
                .startsWith(
                        "[proxmox] Waiting for the guest agent of web (101) on pve1 to answer",
                        "[proxmox] Running a script in web (101) on pve1");
    }

    @Test
    void aGuestAgentThatFallsSilentMeanwhileIsWaitedFor() throws Exception {
        start(PveVersion.V8);
        lab.proxmox
                .faults()
                .call("POST", "/nodes/*/qemu/*/agent/exec")
                .after(2)
                .answer(500, "QEMU guest agent is not running");
        assertThat(run(script("echo hello")).exitCode()).isZero();
        assertThat(lab.console)
                .contains("[proxmox] The guest agent of web (101) on pve1 does not answer, waiting for it");
        assertThat(output()).containsExactly("+ echo hello", "hello");
    }

    @Test
    void guestsThatCantBeEnteredAreRefusedBeforeAnythingIsChanged() {
        start(PveVersion.V8);
        assertRefused("cache", "cache (201) is a container, and Proxmox VE's API has no way inside of containers");
        assertRefused("102", "build (102) on pve2 can't be entered, it is stopped; start it first");
        assertRefused("9000", "debian-12 (9000) on pve1 is a template, which can't be entered");
        lab.proxmox.cluster().guest(101).orElseThrow().withoutGuestAgentDevice();
        assertRefused("101", "web (101) on pve1 has no guest agent enabled; install qemu-guest-agent inside");
        assertThat(lab.changes()).isZero();
    }

    private void assertRefused(String guest, String text) {
        assertThatThrownBy(() -> run(new CommandRequest(guest).script("echo"))).hasMessageContaining(text);
    }

    @Test
    void aGuestThatRunsNoCommandsSaysSo() {
        start(PveVersion.V8);
        lab.proxmox
                .faults()
                .call("POST", "/nodes/*/qemu/*/agent/exec")
                .always()
                .answer(500, "Agent error: Command guest-exec has been disabled: the command is not allowed");
        assertThatThrownBy(() -> run(script("echo hello")))
                .hasMessageContaining("the settings of qemu-ga inside the guest don't allow it");
    }

    @Test
    void noCallIsTooBigAndNoneAsksForNothing() {
        start(PveVersion.V7);
        run(script("echo hello").input("x".repeat(100_000)));
        List<RecordedRequest> calls = lab.proxmox.requests().all();
        assertThat(calls).filteredOn(call -> call.path().endsWith("file-write")).hasSize(5);
        System.out.println("calls of a script: " + calls.size());
        assertThat(calls).filteredOn(call -> call.path().endsWith("/exec")).hasSizeLessThan(10);
    }
}
