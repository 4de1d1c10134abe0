package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.RealShell;
import io.jenkins.plugins.proxmox.embedded.RecordedRequest;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Files inside a VM, with the shell of this machine for what takes more than one call. */
@DisabledOnOs(OS.WINDOWS)
class InsideFilesTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;

    private Lab lab;
    private EmbeddedGuest guest;
    private RealShell shell;

    private void start(PveVersion version) {
        lab = Lab.start(version);
        guest = lab.proxmox.cluster().guest(101).orElseThrow();
        shell = RealShell.in(guest, directory);
    }

    @AfterEach
    void stop() throws IOException {
        if (lab != null) {
            lab.close();
            shell.close();
        }
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private void write(String name, String text, String encoding, String mode, String owner) {
        lab.run(new WriteFile("web", path(name), text, encoding, mode, owner));
    }

    private static String base64(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private void assertOnly(String name) throws IOException {
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).extracting(it -> it.getFileName().toString()).containsExactly(name);
        }
    }

    private long count(String command) {
        return lab.proxmox.requests().all().stream()
                .map(RecordedRequest::path)
                .filter(path -> path.endsWith("/agent/" + command))
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void aSmallFileTakesOneCall(PveVersion version) {
        start(version);
        write("x", "é\n", null, null, null);
        assertThat(guest.files().get(path("x"))).isEqualTo("é\n".getBytes(StandardCharsets.UTF_8));
        assertThat(count("file-write")).isEqualTo(1);
        assertThat(count("exec")).isZero();
        assertThat(lab.console).containsExactly("[proxmox] Writing " + path("x") + " in web (101) on pve1");
    }

    @Test
    void theTextIsWrittenAsTheEncodingSays() {
        start(PveVersion.V8);
        write("latin", "é", "ISO-8859-1", null, null);
        write("bytes", "AP8=\n", "base64", null, null);
        write("empty", "", null, null, null);
        assertThat(guest.files().get(path("latin"))).containsExactly(0xE9);
        assertThat(guest.files().get(path("bytes"))).containsExactly(0, 0xFF);
        assertThat(guest.files().get(path("empty"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aBigFileIsPutTogetherAndReadAgain(PveVersion version) throws IOException {
        start(version);
        Files.writeString(directory.resolve("it's big"), "what was there before");
        String content = base64(300_001);
        write("it's big", content, "Base64", null, null);
        assertOnly("it's big");
        assertThat(count("file-write")).isBetween(7L, 9L);

        assertThat(lab.run(new ReadFile("web", path("it's big"), "Base64"))).isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource({"10, 0600, rw-------", "100000, 640, rw-r-----", "0, 0755, rwxr-xr-x"})
    void aModeIsThereFromTheBeginning(int size, String mode, String permissions) throws IOException {
        start(PveVersion.V8);
        write("secret", base64(size), "Base64", mode, null);
        Path file = directory.resolve("secret");
        assertThat(Files.readAllBytes(file)).hasSize(size);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo(permissions);
        assertThat(count("exec")).isEqualTo(2);
        // Nothing is written where others may look.
        assertThat(lab.proxmox.requests().all().stream()
                        .filter(it -> it.path().endsWith("file-write"))
                        .map(it -> it.parameter("file").orElse("")))
                .isNotEmpty()
                .allMatch(it -> it.matches(".*/secret\\.[0-9a-f]{8}\\.pieces/\\d{8}"));
        assertOnly("secret");
    }

    @Test
    void anOwnerIsSetOrTheReasonTold() throws IOException {
        start(PveVersion.V8);
        String me = Files.getOwner(directory).getName();
        write("mine", "x", null, null, me);
        assertThat(Files.readString(directory.resolve("mine"))).isEqualTo("x");

        assertThatThrownBy(() -> write("mine", "y", null, "0600", "no-such-user"))
                .hasMessageContaining("Writing " + path("mine") + " in web (101) on pve1 failed")
                .hasMessageContaining("no-such-user");
        assertThat(Files.readString(directory.resolve("mine"))).isEqualTo("x");
        assertOnly("mine");
    }

    @Test
    void aDirectoryIsNotReplaced() throws IOException {
        start(PveVersion.V8);
        Files.createDirectory(directory.resolve("folder"));
        assertThatThrownBy(() -> write("folder", "x", null, "0600", null))
                .hasMessageContaining("folder is a directory");
        assertOnly("folder");
        assertThatThrownBy(() -> write("nope/x", "x", null, "0600", null)).hasMessageContaining("No such file");
    }

    @Test
    void aWriteThatFailsHalfwayLeavesNoPieces() throws IOException {
        start(PveVersion.V8);
        lab.proxmox
                .faults()
                .call("POST", "/nodes/*/qemu/*/agent/file-write")
                .after(2)
                .answer(500, "Agent error: failed to write to file: No space left on device");
        assertThatThrownBy(() -> write("big", base64(200_000), "Base64", null, null))
                .hasMessageContaining("No space left on device");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
        assertThat(lab.console).contains("[proxmox] Removing the pieces of " + path("big") + " in web (101) on pve1");
    }

    @ParameterizedTest
    @EnumSource
    void aFileOfMoreThanOneCallIsReadWhole(PveVersion version) throws IOException {
        start(version);
        byte[] content = new byte[17 * MIB + 5];
        Arrays.fill(content, (byte) 'x');
        content[17 * MIB] = (byte) 0xE9;
        Arrays.fill(content, 16 * MIB, 17 * MIB, (byte) 0);
        Files.write(directory.resolve("big"), content);
        guest.inside().file(path("big"), content);

        String text = lab.run(new ReadFile("web", path("big"), "ISO-8859-1"));
        assertThat(text.getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(content);
        assertThat(count("exec")).isEqualTo(version == PveVersion.V9 ? 0 : 3);
    }

    @Test
    void aFileThatIsTooBigIsRefused() {
        start(PveVersion.V9);
        byte[] content = new byte[65 * MIB];
        Arrays.fill(content, (byte) 'x');
        guest.inside().file(path("huge"), content);
        assertThatThrownBy(() -> lab.run(new ReadFile("web", path("huge"), null)))
                .hasMessageContaining("huge has 64 MiB or more; expected is less");
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsNotThereIsAnError(PveVersion version) {
        start(version);
        assertThatThrownBy(() -> lab.run(new ReadFile("web", "/nope", null)))
                .hasMessageContaining("Reading /nope in web (101) on pve1 failed")
                .hasMessageContaining("failed to open file '/nope' (mode: 'r'): No such file or directory");
    }

    @Test
    void bytesThatAreNoTextAreReadAllTheSame() {
        start(PveVersion.V8);
        guest.inside().file("/etc/x", new byte[] {'a', (byte) 0xFF, 'b'});
        assertThat(lab.run(new ReadFile("web", "/etc/x", null))).isEqualTo("a\uFFFDb");
        assertThat(lab.run(new ReadFile("web", "/etc/x", "base64"))).isEqualTo("Yf9i");
    }

    @Test
    void guestsWithoutAnInsideAreRefused() {
        start(PveVersion.V8);
        for (Operation<?> operation :
                List.of(new WriteFile("cache", "/x", "", null, null, null), new ReadFile("cache", "/x", null))) {
            assertThatThrownBy(() -> lab.run(operation)).hasMessageContaining("cache (201) is a container");
        }
        assertThat(lab.changes()).isZero();
    }
}
