package io.jenkins.plugins.proxmox.core.guestagent;

import static io.jenkins.plugins.proxmox.core.guestagent.Failures.assertFailure;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.Refusals;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.RealShell;
import io.jenkins.plugins.proxmox.embedded.RecordedRequest;
import io.jenkins.plugins.proxmox.embedded.state.GuestCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuestFilesTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;

    private AgentLab lab;

    private AgentLab start(PveVersion version) {
        lab = AgentLab.start(version);
        lab.guest.shell(new RealShell(lab.guest, directory));
        return lab;
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** Each byte there is, and what UTF-8 has to say with more than one. */
    private static byte[] everyByte() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 256; i++) {
            bytes.write(i);
        }
        bytes.writeBytes("é世\uD83D\uDE00".getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    @AfterEach
    void stop() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    @Nested
    class AreWritten {
        @ParameterizedTest
        @EnumSource
        void byteByByte(PveVersion version) {
            start(version).agent.writeFile("/etc/motd", everyByte());
            assertThat(lab.guest.files().get("/etc/motd")).isEqualTo(everyByte());
            assertThat(lab.count("POST", "file-write")).isEqualTo(1);
            assertThat(lab.count("POST", "exec")).isZero();
        }

        @ParameterizedTest
        @EnumSource
        void evenIfThereIsNothingInThem(PveVersion version) {
            start(version).agent.writeFile("/etc/empty", new byte[0]);
            assertThat(lab.guest.files().get("/etc/empty")).isEmpty();
        }

        @ParameterizedTest
        @EnumSource
        @DisabledOnOs(OS.WINDOWS)
        void inPiecesIfTheyAreBig(PveVersion version) throws IOException {
            byte[] content = random(200_001);
            start(version).agent.writeFile(path("-big's \"file"), content);
            assertThat(lab.guest.files().get(path("-big's \"file"))).isEqualTo(content);
            assertThat(lab.count("POST", "file-write")).isEqualTo(5);
            assertThat(lab.count("POST", "exec")).isEqualTo(2);
            try (Stream<Path> left = Files.list(directory)) {
                assertThat(left).extracting(it -> it.getFileName().toString()).containsExactly("-big's \"file");
            }
        }

        @Test
        @DisabledOnOs(OS.WINDOWS)
        void inAPlaceThatOthersCantEnter() throws IOException {
            start(PveVersion.V8);
            RealShell shell = new RealShell(lab.guest, directory);
            lab.guest.shell((command, input) -> {
                GuestCommands.Result result = shell.run(command, input);
                if (command.get(2).startsWith("mkdir")) {
                    assertPrivate(command.get(4));
                }
                return result;
            });
            lab.agent.writeFile(path("secrets"), random(100_000));
            assertThat(Files.size(directory.resolve("secrets"))).isEqualTo(100_000);
        }

        private static void assertPrivate(String pieces) {
            try {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(pieces))))
                        .isEqualTo("rwx------");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Test
        void byThePowerShellOfAWindows() {
            FileAssembly assembly = FileAssembly.of("C:\\it's\\x.bin", true);
            String pieces = assembly.prefix().substring(0, assembly.prefix().length() - 1);
            assertThat(pieces).matches("C:\\\\it's\\\\x\\.bin\\.[0-9a-f]{8}\\.pieces");
            assertThat(assembly.piece(12)).isEqualTo(pieces + "\\00000012");
            String quoted = "'" + pieces.replace("'", "''") + "'";
            assertThat(script(assembly.preparation())).endsWith("CreateDirectory(" + quoted + ")");
            assertThat(script(assembly.assembly()))
                    .contains("[IO.File]::Create('C:\\it''s\\x.bin')", "GetFiles(" + quoted + ")|Sort-Object")
                    .endsWith("[IO.Directory]::Delete(" + quoted + ",$true)");
            assertThat(script(assembly.cleaning())).endsWith("[IO.Directory]::Delete(" + quoted + ",$true)");
        }

        private static String script(GuestCommand command) {
            assertThat(command.words().get(0)).isEqualTo("powershell.exe");
            return new String(Base64.getDecoder().decode(command.words().get(6)), StandardCharsets.UTF_16LE);
        }

        @Test
        void inNoPieceIfTheGuestRunsNoCommands() {
            start(PveVersion.V8)
                    .proxmox
                    .faults()
                    .call("POST", AgentLab.AGENT + "exec")
                    .answer(500, "Agent error: Command guest-exec has been disabled: the command is not allowed");
            assertFailure(Problem.Unsupported.class, () -> lab.agent.writeFile(path("big"), random(100_000)));
            assertThat(lab.count("POST", "file-write")).isZero();
        }

        @Test
        @DisabledOnOs(OS.WINDOWS)
        void withoutLeavingPiecesIfThatFails() throws IOException {
            start(PveVersion.V8)
                    .proxmox
                    .faults()
                    .call("POST", AgentLab.AGENT + "file-write")
                    .after(1)
                    .answer(500, "Agent error: failed to write to file: No space left on device");
            assertFailure(Problem.StorageFull.class, () -> lab.agent.writeFile(path("big"), random(100_000)));
            try (Stream<Path> left = Files.list(directory)) {
                assertThat(left).isEmpty();
            }
        }

        @Test
        @DisabledOnOs(OS.WINDOWS)
        void whereThereIsADirectoryOnly() {
            start(PveVersion.V8);
            assertFailure(Problem.NotFound.class, () -> lab.agent.writeFile(path("nope/big"), random(100_000)))
                    .hasMessageStartingWith("VM 101 on pve1: " + path("nope/big")
                            + " can't be written, /bin/sh gave exit code 1: mkdir: ");
            lab.proxmox
                    .faults()
                    .call("POST", AgentLab.AGENT + "file-write")
                    .answer(
                            500,
                            "Agent error: failed to open file '/nope/small' (mode: 'wb'): No such file or directory");
            assertFailure(Problem.NotFound.class, () -> lab.agent.writeFile("/nope/small", random(10)));
        }

        @Test
        void orNotIfNoReplyCame() {
            start(PveVersion.V8)
                    .proxmox
                    .faults()
                    .call("POST", AgentLab.AGENT + "file-write")
                    .dropAfterEffect();
            assertFailure(Problem.OutcomeUnknown.class, () -> lab.agent.writeFile("/etc/motd", random(10)));
            assertThat(lab.guest.files()).containsKey("/etc/motd");
            assertThat(lab.count("POST", "file-write")).isEqualTo(1);
        }

        @Test
        void inNoCallTheServerWouldRefuse() {
            // Half of it is slashes in base64, which take three times the space in a form.
            for (byte[] content : List.of(random(500_000), filled(500_000, 0xff), filled(500_000, 0))) {
                List<String> pieces = GuestFiles.pieces(content);
                ByteArrayOutputStream decoded = new ByteArrayOutputStream();
                for (String piece : pieces) {
                    assertThat(piece).hasSizeLessThanOrEqualTo(61_440);
                    assertThat(piece.length()
                                    + 2
                                            * (int) piece.chars()
                                                    .filter(c -> "+/=".indexOf(c) >= 0)
                                                    .count())
                            .isLessThanOrEqualTo(57_344);
                    decoded.writeBytes(Base64.getDecoder().decode(piece));
                }
                assertThat(decoded.toByteArray()).isEqualTo(content);
            }
        }
    }

    @Nested
    class AreRead {
        @ParameterizedTest
        @EnumSource
        void byteByByte(PveVersion version) {
            start(version).guest.inside().file("/etc/motd", everyByte());
            assertThat(lab.agent.readFile("/etc/motd")).isEqualTo(everyByte());
        }

        @ParameterizedTest
        @EnumSource
        void evenIfThereIsNothingInThem(PveVersion version) {
            start(version).guest.inside().file("/etc/empty", new byte[0]);
            assertThat(lab.agent.readFile("/etc/empty")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(ints = {16 * MIB, 16 * MIB + 1, 33 * MIB})
        void inPiecesIfTheyAreBig(int size) {
            byte[] content = filled(size, 'x');
            content[size - 1] = 'y';
            start(PveVersion.V9).guest.inside().file("/big", content);
            assertThat(Arrays.equals(lab.agent.readFile("/big"), content)).isTrue();
            assertThat(lab.proxmox.requests().matching("GET", AgentLab.AGENT + "file-read").stream()
                            .map(it -> it.parameter("offset").orElse("")))
                    .startsWith("", "16777216");
        }

        @ParameterizedTest
        @EnumSource(names = {"V7", "V8"})
        void upTo16MibOnly(PveVersion version) {
            start(version).guest.inside().file("/big", filled(16 * MIB, 'x'));
            assertFailure(Problem.Unsupported.class, () -> lab.agent.readFile("/big"))
                    .hasMessage("VM 101 on pve1: /big has 16 MiB or more, of which Proxmox VE before 9.1 can't give the"
                            + " rest");
            lab.guest.inside().file("/big", filled(16 * MIB - 1, 'x'));
            assertThat(lab.agent.readFile("/big")).hasSize(16 * MIB - 1);
        }

        @ParameterizedTest
        @EnumSource
        void ifThereAreAny(PveVersion version) {
            start(version);
            assertFailure(Problem.NotFound.class, () -> lab.agent.readFile("/nope"))
                    .hasMessageStartingWith("VM 101 on pve1: Agent error: failed to open file '/nope' (mode: 'r'): No"
                            + " such file or directory");
        }

        @Test
        void ifTheGuestAllowsIt() {
            start(PveVersion.V8)
                    .proxmox
                    .faults()
                    .call("GET", AgentLab.AGENT + "file-read")
                    .answer(500, "Agent error: failed to open file '/etc/shadow' (mode: 'r'): Permission denied");
            assertFailure(Problem.Unsupported.class, () -> lab.agent.readFile("/etc/shadow"))
                    .hasMessageContaining("'/etc/shadow' (mode: 'r'): Permission denied");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void needAPath(String path) {
        start(PveVersion.V8);
        String message = "'" + path + "' is no path; expected is one inside the guest";
        Refusals.assertRefused("path", () -> lab.agent.readFile(path), message);
        Refusals.assertRefused("path", () -> lab.agent.writeFile(path, new byte[0]), message);
        assertThat(lab.proxmox.requests().all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tmp/é", "/tmp/\0"})
    void needAPathThatArrivesAsItIs(String path) {
        start(PveVersion.V8);
        Refusals.assertRefused(
                "path",
                () -> lab.agent.readFile(path),
                "holds NUL or other characters than ASCII",
                "expected is a path");
        Refusals.assertRefused("path", () -> lab.agent.writeFile(path, new byte[0]), "holds NUL");
        assertThat(lab.proxmox.requests().all())
                .extracting(RecordedRequest::path)
                .isEmpty();
    }
}
