package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.RealShell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Agents inside a VM, started for real by the shell of this machine with a Java that only looks like one. */
@DisabledOnOs(OS.WINDOWS)
class StartInboundAgentTest {
    private static final String SECRET = "0123456789abcdef";
    private static final String CONNECTED = "INFO: Connected";
    private static final String PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";

    @TempDir
    private Path directory;

    private Lab lab;
    private RealShell shell;
    private FakeTools tools;
    private Path work;
    private Path ran;

    @BeforeEach
    void prepareTools() throws IOException {
        work = directory.resolve("it's work");
        ran = directory.resolve("ran");
        tools = FakeTools.in(directory.resolve("bin")).withCurl().withJava(ran, "INFO: Handshaking", CONNECTED);
        start(PveVersion.V8);
    }

    private void start(PveVersion version) {
        lab = Lab.start(version);
        shell = RealShell.in(lab.proxmox.cluster().guest(101).orElseThrow(), directory)
                .path(tools.path());
    }

    @AfterEach
    void stop() throws IOException {
        lab.close();
        shell.close();
    }

    private InboundAgentRequest request() {
        return request("ci-1");
    }

    private InboundAgentRequest request(String name) {
        return new InboundAgentRequest("web", "https://jenkins.test/ci", name, work.toString()).secret(SECRET);
    }

    private StartedAgent run(InboundAgentRequest request) {
        return lab.run(new StartInboundAgent(request));
    }

    private void fails(InboundAgentRequest request, Class<? extends Problem> problem, String... messages) {
        assertThatThrownBy(() -> run(request))
                .isInstanceOfSatisfying(
                        ProxmoxException.class,
                        e -> assertThat(e.is(problem))
                                .as(e.problem().toString())
                                .isTrue())
                .hasMessageStartingWith("Starting the agent ci-1 in web (101) on pve1 failed: ")
                .hasMessageContainingAll(messages);
    }

    private List<String> calls() throws IOException {
        return Files.exists(ran) ? Files.readAllLines(ran) : List.of();
    }

    private Path inside(String name) {
        return work.resolve(".inbound").resolve(name);
    }

    private static boolean runs(StartedAgent agent) {
        return runs(agent.process());
    }

    private static boolean runs(String process) {
        try {
            // One that has ended can stay in the list for somebody who never asks for it.
            return Files.readAllLines(Path.of("/proc", process, "status")).stream()
                    .noneMatch(line -> line.startsWith("State:\tZ"));
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAgentIsStartedAndGoesOnByItself(PveVersion version) throws IOException {
        stop();
        start(version);
        StartedAgent agent = run(request().javaOptions(List.of("-Xmx512m", "-Dx=a b")));

        assertThat(agent.anew()).isTrue();
        assertThat(agent.connected()).isTrue();
        assertThat(runs(agent)).isTrue();
        assertThat(Files.readString(Path.of(agent.log()))).contains(CONNECTED);
        String state = inside("").toString();
        assertThat(calls())
                .containsExactly(
                        "-Xmx512m -Dx=a b -jar " + state + "/agent.jar -url https://jenkins.test/ci/ -name ci-1"
                                + " -workDir " + work + " -webSocket -secret @" + state + "/secret");
        assertThat(inside("agent.jar")).hasContent("PKhttps://jenkins.test/ci/jnlpJars/agent.jar");
        assertThat(lab.console)
                .containsExactly(
                        "[proxmox] Starting the agent ci-1 in web (101) on pve1",
                        "Fetching https://jenkins.test/ci/jnlpJars/agent.jar",
                        "Starting the agent ci-1");
    }

    @Test
    void onlyItsUserCanReadItsSecret() throws IOException {
        run(request());

        assertThat(inside("secret")).hasContent(SECRET);
        assertThat(Files.getPosixFilePermissions(inside("secret")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(inside(""))).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void theSecretIsNowhereElse() throws IOException {
        run(request());
        tools.with("java", "echo 'bad word: " + SECRET + "'", "exit 1");
        fails(request().restarts(true), Problem.Other.class, "bad word: ****");

        assertThat(lab.console).noneMatch(line -> line.contains(SECRET));
        assertThat(shell.commands()).allMatch(words -> !String.join(" ", words).contains(SECRET));
        assertThat(String.join("\n", calls())).doesNotContain(SECRET);
        try (var left = Files.walk(directory)) {
            assertThat(left.filter(Files::isRegularFile)
                            .filter(file -> !file.startsWith(tools.directory()))
                            .filter(file -> contains(file, SECRET)))
                    .containsExactlyInAnyOrder(inside("secret"), inside("agent.log"));
        }
        StartInboundAgent operation = new StartInboundAgent(request());
        assertThat(operation.request().toString()).doesNotContain(SECRET);
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anAgentThatRunsIsLeftAlone() throws IOException {
        StartedAgent first = run(request());
        StartedAgent second = run(request());

        assertThat(second.anew()).isFalse();
        assertThat(second.process()).isEqualTo(first.process());
        assertThat(second.log()).isEqualTo(first.log());
        assertThat(calls()).hasSize(1);
    }

    @Test
    void anAgentThatRunsIsEndedOnRequest() throws IOException {
        StartedAgent first = run(request());
        StartedAgent second = run(request().restarts(true));

        assertThat(runs(first)).isFalse();
        assertThat(runs(second)).isTrue();
        assertThat(second.anew()).isTrue();
        assertThat(calls()).hasSize(2);
        assertThat(lab.console).contains("Ending the agent ci-1, which runs already as process " + first.process());
    }

    /** What builds have begun goes on when the connection of the agent is lost, and it is started anew. */
    @Test
    void whatAnAgentHasStartedOutlivesIt() throws IOException {
        Path build = directory.resolve("build");
        tools.with(
                "java",
                "tail -f /dev/null &",
                "echo $! >" + build,
                "echo '" + CONNECTED + "'",
                "exec tail -f /dev/null");
        StartedAgent first = run(request());
        String its = Files.readString(build).strip();
        StartedAgent second = run(request().restarts(true));

        boolean survived = runs(its);
        ProcessHandle.of(Long.parseLong(its)).ifPresent(ProcessHandle::destroyForcibly);
        assertThat(survived).isTrue();
        assertThat(runs(first)).isFalse();
        assertThat(runs(second)).isTrue();
    }

    /** Some commands named java only look for the one that is wanted, and wait for its end. */
    @Test
    void anAgentIsEndedWithTheScriptThatRunsIt() throws IOException {
        Path inner = directory.resolve("inner");
        tools.with("real", "echo $$ >" + inner, "echo '" + CONNECTED + "'", "while :; do sleep 0.1; done")
                .with("java", tools.directory().resolve("real") + " \"$@\"", "echo 'it has ended'");
        StartedAgent first = run(request());
        String its = Files.readString(inner).strip();
        tools.withJava(ran, CONNECTED);
        run(request().restarts(true));

        assertThat(runs(first)).isFalse();
        assertThat(runs(its)).isFalse();
    }

    @Test
    void anAgentThatHasEndedIsStartedAgain() throws IOException {
        StartedAgent first = run(request());
        ProcessHandle process =
                ProcessHandle.of(Long.parseLong(first.process())).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();

        assertThat(run(request()).anew()).isTrue();
        assertThat(calls()).hasSize(2);
    }

    @Test
    void anotherAgentIsNotPushedAside() throws IOException {
        StartedAgent other = run(request("other"));

        fails(request(), Problem.WrongState.class, "the agent 'other' runs already in " + work, "or a restart");
        assertThat(runs(other)).isTrue();
        assertThat(run(request().restarts(true)).anew()).isTrue();
        assertThat(runs(other)).isFalse();
    }

    @Test
    void anAgentThatIsNotConnectedYetIsTold() {
        assertThat(run(request().patience(Duration.ZERO).java(tool("slow", "exec tail -f /dev/null")))
                        .connected())
                .isFalse();
        assertThat(lab.console)
                .contains("[proxmox] The agent ci-1 was started in web (101) on pve1 and is not connected yet; the last"
                        + " lines of " + inside("agent.log") + " are:");
    }

    private String tool(String name, String... lines) {
        try {
            return tools.with(name, lines).directory().resolve(name).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsMissingInsideIsNamed() throws IOException {
        fails(
                request().java("java-99"),
                Problem.NotFound.class,
                "Java is missing: the guest has no command 'java-99', looked for in " + tools.path());
        Files.delete(tools.directory().resolve("curl"));
        fails(request(), Problem.NotFound.class, "the guest has neither curl nor wget");
        assertThat(calls()).isEmpty();
    }

    @Test
    void aControllerThatCanNotBeReachedIsNamed() throws IOException {
        tools.with("curl", "echo 'curl: (6) Could not resolve host: jenkins.test' >&2", "exit 6");
        fails(
                request().patience(Duration.ZERO),
                Problem.Other.class,
                "the guest can't fetch https://jenkins.test/ci/jnlpJars/agent.jar: curl: (6) Could not resolve host");
        // Nothing that gets better by waiting.
        tools.with("curl", "echo 'curl: (22) The requested URL returned error: 404' >&2", "exit 22");
        fails(request(), Problem.Other.class, "error: 404");
        tools.with("curl", "echo 'curl: (60) SSL certificate problem' >&2", "exit 60");
        fails(request(), Problem.Other.class, "(60) SSL certificate problem");
        tools.with("curl", "while [ $# -gt 2 ]; do shift; done", "echo '<html>' >\"$1\"");
        fails(request(), Problem.Other.class, "gives no jar; is https://jenkins.test/ci/ the URL of the controller?");
        assertThat(calls()).isEmpty();
    }

    @Test
    void aNetworkThatComesLaterIsWaitedFor() throws IOException {
        Path tried = directory.resolve("tried");
        tools.with(
                "curl",
                "if [ ! -f " + tried + " ]; then echo x >" + tried + "; echo 'curl: (7) refused' >&2; exit 7; fi",
                "while [ $# -gt 2 ]; do shift; done",
                "printf PK >\"$1\"");
        assertThat(run(request()).connected()).isTrue();
        assertThat(lab.console).contains("The controller can't be reached yet: curl: (7) refused");
    }

    @Test
    void wgetWillDo() throws IOException {
        Files.delete(tools.directory().resolve("curl"));
        tools.with("wget", "while [ $# -gt 2 ]; do shift; done", "printf PK >\"$1\"");
        assertThat(run(request()).connected()).isTrue();

        tools.with("wget", "echo 'ERROR 403: Forbidden.' >&2", "exit 8");
        fails(request().restarts(true), Problem.Other.class, "ERROR 403: Forbidden.");
    }

    @Test
    void anAgentThatEndsAtOnceIsQuoted() throws IOException {
        tools.with("java", "echo 'UnsupportedClassVersionError: hudson/remoting/Launcher'", "exit 3");
        fails(
                request(),
                Problem.Other.class,
                "the agent ended at once with exit code 3; the last lines of " + inside("agent.log"),
                "UnsupportedClassVersionError");
    }

    @Test
    void aWorkDirectoryThatCanNotBeMadeIsNamed() throws IOException {
        Files.writeString(work, "a file");
        fails(request(), Problem.Other.class, "the work directory " + work + " can't be used: ", "Not a directory");
    }

    @Test
    void whatIsNotCheckedOrTrustedIsToldToAll() throws IOException {
        tools.with("curl", "echo \"curl $*\" >>" + ran, "while [ $# -gt 2 ]; do shift; done", "printf PK >\"$1\"");
        run(request().certificate(PEM));
        assertThat(inside("controller.pem")).hasContent(PEM + "\n");
        assertThat(inside("trust")).hasContent("-cert\n@" + inside("controller.pem") + "\n");
        assertThat(calls().get(0))
                .contains(" --cacert " + inside("controller.pem"))
                .doesNotContain(" -k");
        assertThat(calls().get(1)).contains(" @" + inside("trust")).doesNotContain("-noCertificateCheck");

        run(request().restarts(true).trustsAnybody(true));
        assertThat(calls().get(2)).contains(" -k ").doesNotContain("--cacert");
        assertThat(calls().get(3)).contains(" -noCertificateCheck").doesNotContain("trust ");
    }

    @Test
    void anAgentCanConnectByTcp() throws IOException {
        run(request().webSocket(false).tunnel("proxy.test:"));
        run(request().webSocket(false).direct("jenkins.test:50000", "AAAA").restarts(true));

        assertThat(calls().get(0)).contains(" -url ", " -tunnel proxy.test:").doesNotContain("webSocket");
        assertThat(calls().get(1))
                .contains(" -direct jenkins.test:50000 -instanceIdentity AAAA ")
                .doesNotContain("-url", "webSocket");
    }

    /** Whatever starts the guest agent anew ends all that belongs to its service. */
    @Test
    void systemdKeepsItApartFromTheGuestAgent() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")));
        tools.with("systemd-run", "echo \"scope $1 $2\" >>" + ran, "shift 2", "exec \"$@\"")
                .with("true", ":");
        run(request());
        assertThat(calls().subList(0, 2)).containsExactly("scope --scope --quiet", "scope --scope --quiet");
        assertThat(calls()).hasSize(3);
    }

    @Test
    void itRunsAsAnotherUser() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        tools.usual("su").usual("runuser");
        Files.createFile(ran);
        Files.setPosixFilePermissions(ran, PosixFilePermissions.fromString("rw-rw-rw-"));
        // Where su does not keep the search path.
        StartedAgent agent = run(
                request().user("nobody").java(tools.directory().resolve("java").toString()));

        assertThat(calls()).hasSize(1);
        assertThat(ProcessHandle.of(Long.parseLong(agent.process()))
                        .orElseThrow()
                        .info()
                        .user())
                .contains("nobody");
        assertThat(Files.getOwner(inside("secret")).getName()).isEqualTo("nobody");
        assertThat(Files.getOwner(work).getName()).isEqualTo("nobody");
        fails(request(), Problem.Other.class, "can't be used: " + work + "/.inbound belongs to another user");
    }

    @Test
    void itsUserHasAHomeEvenIfTheGuestAgentHasNone() throws IOException {
        tools.with("java", "echo \"home is $HOME\"", "exit 1");
        fails(request(), Problem.Other.class, "home is " + System.getProperty("user.home"));
    }

    @Test
    void aUserMustBeThere() {
        assertThatThrownBy(() -> run(request().user("no-such-user")))
                .hasMessageContaining("user: there is no 'no-such-user' inside the guest");
    }

    @Test
    void noOtherGuestGetsTheSecret() {
        Mark mark = new Mark("here", new VmId(101), "an-operation", "agent/x", Optional.empty());
        assertThatThrownBy(() -> run(request().mark(mark)))
                .hasMessageContaining("web (101) on pve1 is not the guest that operation an-operation has made");
        assertThat(lab.changes()).isZero();

        lab.proxmox.cluster().guest(101).orElseThrow().description(mark.addTo(""));
        assertThat(run(request().mark(mark)).anew()).isTrue();
    }

    @Test
    void theGuestMustBeOfTheRightKind() {
        assertThatThrownBy(() -> lab.run(new StartInboundAgent(
                        new InboundAgentRequest("cache", "https://jenkins.test/", "ci-1", "/x").secret(SECRET))))
                .hasMessageContaining("cache (201) is a container, and Proxmox VE's API has no way inside");
        assertThatThrownBy(() -> lab.run(new StartInboundAgent(
                        new InboundAgentRequest("web", "https://jenkins.test/", "ci-1", "C:\\x").secret(SECRET))))
                .hasMessageContaining("workDir: 'C:\\x' is no path of a Linux, which the guest is");
        assertThat(lab.proxmox.cluster().guest(101).orElseThrow().files().keySet())
                .noneMatch(path -> path.contains("proxmox-guests-"));
    }

    @Test
    void aCheckpointHoldsAllButTheSecret() {
        Mark mark = new Mark("here", new VmId(101), "an-operation", "agent/x", Optional.empty());
        StartInboundAgent operation = new StartInboundAgent(request()
                .mark(mark)
                .webSocket(false)
                .tunnel("a:1")
                .java("/opt/java")
                .javaOptions(List.of("-a", "-b"))
                .certificate(PEM)
                .user("jenkins")
                .restarts(true)
                .patience(Duration.ofSeconds(7)));
        assertThat(operation.request()).extractingByKey("javaOptions", LIST).containsExactly("-a", "-b");
        assertThat(StartInboundAgent.of(Request.read(operation.request(), Map.of()))
                        .request())
                .isEqualTo(operation.request());
    }

    @Test
    void whatCanNotBeRightIsRefused() {
        assertRefused("name", () -> request("a\"b"), "name: 'a\"b' can't be right");
        assertRefused("name", () -> request("@x"), "name: '@x' can't be right");
        assertRefused(
                "url", () -> new InboundAgentRequest("web", "jenkins.test", "x", "/x"), "is no URL of a controller");
        assertRefused("url", () -> new InboundAgentRequest("web", "ftp://x/", "x", "/x"), "is no URL of a controller");
        assertRefused(
                "workDir", () -> new InboundAgentRequest("web", "http://x/", "x", "agent"), "'agent' is not absolute");
        assertRefused("user", () -> request().user("-x"), "user: '-x' can't be right");
        assertRefused("certificate", () -> request().certificate("x"), "The certificate is none in PEM");
        assertRefused("tunnel", () -> new StartInboundAgent(request().tunnel("a:1")), "for agents that connect by TCP");
        assertRefused(
                "direct",
                () -> new StartInboundAgent(request().webSocket(false).direct("a:1", null)),
                "direct goes with instanceIdentity");
        assertRefused(
                "certificate",
                () -> new StartInboundAgent(request().certificate(PEM).trustsAnybody(true)),
                "leave one of them out");
        assertRefused("secret", () -> new StartInboundAgent(request().secret(null)), "No secret is given");
        assertRefused("secret", () -> request().secret("a b"), "expected is the secret of the agent");
    }
}
