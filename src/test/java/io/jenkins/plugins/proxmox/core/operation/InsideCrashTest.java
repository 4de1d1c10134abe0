package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.MortalClient;
import io.jenkins.plugins.proxmox.core.api.MortalClient.Death;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.RealShell;
import io.jenkins.plugins.proxmox.embedded.RecordedRequest;
import io.jenkins.plugins.proxmox.embedded.fault.CallFaultOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills the process of an operation inside a guest at every call, and loses the answer to every call. Commands ran once all
 * the same, each line was shown once, files are complete, and nothing is left of the way there.
 */
@DisabledOnOs(OS.WINDOWS)
class InsideCrashTest {
    private static final OperationOptions OPTIONS = OperationOptions.within(Duration.ofHours(6));
    private static final String BIG = "0123456789é\n".repeat(8_000);
    private static final Map<String, Consumer<CallFaultOrder>> LOSSES = Map.of(
            "dropped before",
            CallFaultOrder::dropBeforeEffect,
            "dropped after",
            CallFaultOrder::dropAfterEffect,
            "not forwarded",
            call -> call.answer(595, "Connection refused"),
            "timed out after",
            call -> call.answerAfterEffect(596, "Connection timed out"));

    @TempDir
    private Path folder;

    private int worlds;

    /** What is done inside, with the directory of the guest's files. */
    enum Scenario {
        SCRIPT(files -> new ExecuteCommand(new CommandRequest("web")
                .script("echo ran >>" + files + "/ran\necho one\necho \"$TWO\"\nexit 3\n")
                .environment(Map.of("TWO", "two")))),
        OUTPUT(files -> new ExecuteCommand(new CommandRequest("web")
                .command(List.of("/bin/sh", "-c", "echo ran >>" + files + "/ran; echo shown >&2; cat"))
                .input("given\n")
                .keepsOutput(true))),
        BIG_FILE(files -> new WriteFile("web", files + "/ran", BIG, null, null, null)),
        SECRET_FILE(files -> new WriteFile("web", files + "/ran", "s3cr3t", null, "0600", null)),
        AGENT(files -> new StartInboundAgent(new InboundAgentRequest(
                        "web", "https://jenkins.test/", "ci-1", work(files).toString())
                .javaOptions(List.of(files.resolve("ran").toString()))
                .secret("s3cr3t"))),
        SMALL_FILE(files -> new WriteFile("web", files + "/ran", "small", null, null, null));

        final Function<Path, Operation<?>> operation;

        Scenario(Function<Path, Operation<?>> operation) {
            this.operation = operation;
        }
    }

    /** All that matters in the end. */
    record End(String result, List<String> shown, Map<String, String> files) {}

    /** A guest in which it is about to happen. */
    private final class World implements AutoCloseable {
        final EmbeddedProxmox proxmox = EmbeddedProxmox.builder().pace(0.08).start();
        final Path files;
        final RealShell shell;
        final MortalProcess.Disk disk = new MortalProcess.Disk();
        final List<String> shown = new ArrayList<>();

        World() throws IOException {
            files = Files.createDirectory(folder.resolve("world" + worlds++));
            shell = RealShell.in(proxmox.cluster().guest(101).orElseThrow(), files);
            shell.path(tools().path() + ":" + System.getenv("PATH"));
        }

        /** One life; nothing if it ended too early. */
        Optional<MortalProcess.Ending> live(Scenario scenario, MortalClient life) throws IOException {
            try (MortalProcess process = new MortalProcess(proxmox, life, disk)) {
                Operation<?> operation = scenario.operation.apply(files);
                OperationRun<?> run = disk.read().isPresent()
                        ? process.resume(operation, disk.read().get(), OPTIONS)
                        : process.begin(() -> operation, OPTIONS);
                Optional<MortalProcess.Ending> ending = process.await(run);
                process.console.stream()
                        .filter(line -> !line.startsWith("[proxmox]"))
                        .forEach(shown::add);
                return ending;
            }
        }

        End end(MortalProcess.Ending ending) throws IOException {
            Map<String, String> contents = new TreeMap<>();
            // What the guest agent itself wrote is on the disk only when the next command comes.
            proxmox.cluster().guest(101).orElseThrow().files().forEach((path, bytes) -> {
                if (Files.isDirectory(Path.of(path).getParent())) {
                    contents.put(files.relativize(Path.of(path)).toString(), new String(bytes));
                }
            });
            for (Path file : shell.files()) {
                contents.put(files.relativize(file).toString(), Files.readString(file));
            }
            String result = ending.failure() == null
                    ? ending.value() instanceof CommandEnd it ? it.exitCode() + " " + it.output() : "done"
                    : "failure " + ending.failure().getMessage();
            return new End(result, shown, contents);
        }

        @Override
        public void close() {
            new RealShell(proxmox.cluster().guest(101).orElseThrow(), work(files)).close();
            shell.close();
            proxmox.close();
        }
    }

    private FakeTools tools() throws IOException {
        Path bin = folder.resolve("bin");
        return Files.exists(bin)
                ? new FakeTools(bin)
                : FakeTools.besides(bin)
                        .withCurl()
                        .with("java", "echo ran >>\"$1\"", "echo 'INFO: Connected'", "exec tail -f /dev/null");
    }

    /** Of an agent, which stays there. */
    private static Path work(Path files) {
        return files.resolveSibling("agent-" + files.getFileName());
    }

    @ParameterizedTest
    @EnumSource
    void whateverCallIsTheLastTheEndIsTheSame(Scenario scenario) throws IOException {
        End expected = undisturbed(scenario);
        List<String> wrong = new ArrayList<>();
        int points = 0;
        for (Death death : Death.values()) {
            boolean more = true;
            for (int call = 1; more; call++) {
                MortalClient life = MortalClient.dyingAt(call, death);
                try (World world = new World()) {
                    more = world.live(scenario, life).isEmpty();
                    if (more) {
                        points++;
                        End end = world.end(
                                world.live(scenario, MortalClient.immortal()).orElseThrow());
                        if (!end.equals(expected) && !isLostOutput(scenario, end, expected)) {
                            wrong.add(life + ": " + end);
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(points).isGreaterThan(10);
    }

    /** Between the removal of the output inside and the end of the operation nobody has it; then at least that is said. */
    private static boolean isLostOutput(Scenario scenario, End end, End expected) {
        return scenario == Scenario.OUTPUT
                && end.result()
                        .contains("it ended with exit code 0, but its output was removed before it could be kept")
                && end.shown().equals(expected.shown())
                && end.files().equals(expected.files());
    }

    @ParameterizedTest
    @EnumSource
    void whateverAnswerIsLostTheEndIsTheSame(Scenario scenario) throws IOException {
        End expected = undisturbed(scenario);
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, Consumer<CallFaultOrder>> loss : LOSSES.entrySet()) {
            for (int number = 0; number < changes.size(); number++) {
                RecordedRequest change = changes.get(number);
                try (World world = new World()) {
                    int earlier = (int) changes.subList(0, number).stream()
                            .filter(it -> it.path().equals(change.path()))
                            .count();
                    loss.getValue()
                            .accept(world.proxmox
                                    .faults()
                                    .call(change.method(), change.path())
                                    .after(earlier));
                    End end = world.end(
                            world.live(scenario, MortalClient.immortal()).orElseThrow());
                    if (!end.equals(expected)) {
                        wrong.add(change.path() + " " + loss.getKey() + ": " + end);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void anAbortRightAfterARestartEndsWhatRuns() throws Exception {
        try (World world = new World()) {
            Path pipe = world.files.resolve("pipe");
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                    .isZero();
            ExecuteCommand operation = new ExecuteCommand(
                    new CommandRequest("web").script("echo ran >>" + world.files + "/ran; cat " + pipe));
            MortalClient life = MortalClient.dyingAt(16, Death.AFTER);
            try (MortalProcess process = new MortalProcess(world.proxmox, life, world.disk)) {
                assertThat(process.await(process.begin(() -> operation, OPTIONS)))
                        .isEmpty();
            }
            try (MortalProcess process = new MortalProcess(world.proxmox, MortalClient.immortal(), world.disk)) {
                OperationRun<?> run =
                        process.resume(operation, world.disk.read().orElseThrow(), OPTIONS);
                run.abort();
                assertThat(process.await(run).orElseThrow().failure()).hasMessageContaining("was aborted");
            }
            Files.delete(pipe);
            assertThat(world.shell.files()).containsExactly(world.files.resolve("ran"));
        }
    }

    @Test
    void noCheckpointHoldsWhatIsSecret() throws IOException {
        List<String> checkpoints = new ArrayList<>();
        try (World world = new World();
                MortalProcess process = new MortalProcess(world.proxmox, MortalClient.immortal(), world.disk)) {
            Operation<?> command = new ExecuteCommand(new CommandRequest("web")
                    .script("echo s3cr3t\nexit 1")
                    .input("s3cr3t")
                    .environment(Map.of("TOKEN", "s3cr3t")));
            process.await(process.begin(() -> command, OPTIONS));
            checkpoints.add(world.disk.read().orElseThrow());
        }
        try (World world = new World();
                MortalProcess process = new MortalProcess(world.proxmox, MortalClient.immortal(), world.disk)) {
            Operation<?> file = new WriteFile("web", world.files + "/x", "s3cr3t", null, "0600", null);
            process.await(process.begin(() -> file, OPTIONS));
            checkpoints.add(world.disk.read().orElseThrow());
        }
        try (World world = new World();
                MortalProcess process = new MortalProcess(world.proxmox, MortalClient.immortal(), world.disk)) {
            Operation<?> agent = Scenario.AGENT.operation.apply(world.files);
            process.await(process.begin(() -> agent, OPTIONS));
            checkpoints.add(world.disk.read().orElseThrow());
        }
        assertThat(checkpoints).hasSize(3).noneMatch(json -> json.contains("s3cr3t") || json.contains("czNjcjN0"));
    }

    private List<RecordedRequest> changes = List.of();

    private End undisturbed(Scenario scenario) throws IOException {
        try (World world = new World()) {
            End end = world.end(world.live(scenario, MortalClient.immortal()).orElseThrow());
            changes = world.proxmox.requests().all().stream()
                    .filter(request -> !request.method().equals("GET"))
                    .toList();
            assertThat(end.result()).doesNotStartWith("failure");
            assertThat(end.files()).containsOnlyKeys("ran");
            return end;
        }
    }
}
