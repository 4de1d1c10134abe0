package io.jenkins.plugins.proxmox.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.task.Upid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a build keeps of its operations, in memory and in a file. */
class BuildRecordTest {
    private static final String URL = "https://pve.example.com:8006";
    private static final Upid CLONE = Upid.parse("UPID:pve1:000003F2:0083D6A4:6B03D0AE:qmclone:9000:root@pam:");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("record.jsonl");
    }

    @Test
    void everythingIsThereAgainAfterARestart() {
        BuildRecord record = new BuildRecord(file, 10);
        record.begin(operation("a", 1000));
        record.change("a", operation -> operation.involving(List.of(guest(105, "ci-1"))));
        record.change("a", operation -> operation.with(TaskRecord.begin(CLONE, 2000)));
        record.change("a", operation -> operation.ending(CLONE.toString(), "OK", 3000));
        record.change("a", operation -> operation.end(OperationRecord.Result.FAILURE, "größe\n\"<b>\"", 4000));
        record.begin(operation("b", 5000));

        assertThat(new BuildRecord(file, 10).all())
                .isEqualTo(record.all())
                .first()
                .isEqualTo(new OperationRecord(
                        "a",
                        "clone",
                        "lab",
                        URL,
                        1000,
                        4000L,
                        OperationRecord.Result.FAILURE,
                        "größe\n\"<b>\"",
                        List.of(guest(105, "ci-1")),
                        List.of(new TaskRecord(CLONE.toString(), "qmclone", "pve1", 2000, 3000L, "OK"))));
    }

    @Test
    void anOperationThatIsTakenUpAgainIsStillTheSame() {
        BuildRecord record = new BuildRecord(file, 10);
        record.begin(operation("a", 1000));
        record.change("a", operation -> operation.with(TaskRecord.begin(CLONE, 2000)));

        BuildRecord later = new BuildRecord(file, 10);
        later.begin(operation("a", 9000));
        later.change("a", operation -> operation.end(OperationRecord.Result.SUCCESS, null, 9500));

        assertThat(new BuildRecord(file, 10).all()).singleElement().satisfies(operation -> {
            assertThat(operation.begun()).isEqualTo(1000);
            assertThat(operation.ended()).isEqualTo(9500);
            assertThat(operation.tasks()).hasSize(1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n{\"id\":\"b\",\"kind\":\"cl", "\nnonsense", "\n{}", "\n[]", "\n{\"id\":\"b\"}", "\n"})
    void whatACrashHasCutOffSpoilsNothingElse(String rest) throws IOException {
        new BuildRecord(file, 10).begin(operation("a", 1000));
        Files.writeString(file, rest, StandardOpenOption.APPEND);

        BuildRecord record = new BuildRecord(file, 10);
        record.begin(operation("c", 2000));

        assertThat(new BuildRecord(file, 10).all())
                .extracting(OperationRecord::id)
                .containsExactly("a", "c");
    }

    @Test
    void halfACharacterSpoilsNothingElse() throws IOException {
        new BuildRecord(file, 10).begin(operation("a", 1000));
        byte[] cut = "\n{\"id\":\"ö".getBytes(StandardCharsets.UTF_8);
        Files.write(file, Arrays.copyOf(cut, cut.length - 1), StandardOpenOption.APPEND);

        assertThat(new BuildRecord(file, 10).all()).hasSize(1);
    }

    @Test
    void aNewerVersionMayHaveWrittenMore() throws IOException {
        Files.writeString(
                file, "{\"id\":\"a\",\"kind\":\"clone\",\"result\":\"SUCCESS\",\"begun\":5,\"color\":\"red\"}");

        assertThat(new BuildRecord(file, 10).all())
                .singleElement()
                .satisfies(operation -> assertThat(operation.guests()).isEmpty());
    }

    @Test
    void onlyTheLastOnesAreKeptAndTheFileDoesNotGrowForEver() throws IOException {
        BuildRecord record = new BuildRecord(file, 5);
        for (int i = 0; i < 400; i++) {
            String id = "operation-" + i;
            record.begin(operation(id, i));
            record.change(id, operation -> operation.end(OperationRecord.Result.SUCCESS, null, 1000));
        }
        record.change("operation-3", operation -> operation.end(OperationRecord.Result.FAILURE, "late", 1000));

        assertThat(record.all())
                .extracting(OperationRecord::id)
                .containsExactly("operation-395", "operation-396", "operation-397", "operation-398", "operation-399");
        assertThat(new BuildRecord(file, 5).all()).isEqualTo(record.all());
        assertThat(Files.readAllLines(file)).hasSizeLessThan(100);
        record.compact();
        assertThat(Files.readAllLines(file)).hasSize(5);
        assertThat(new BuildRecord(file, 5).all()).isEqualTo(record.all());
    }

    @Test
    void ofAnOperationWithManyTasksAndLongMessagesTheLastPartIsKept() {
        OperationRecord operation = operation("a", 1);
        for (int i = 0; i < 200; i++) {
            operation = operation
                    .with(TaskRecord.begin(Upid.parse(CLONE.toString().replace(":9000:", ":" + (100 + i) + ":")), i))
                    .involving(List.of(guest(100 + i, "g" + i)));
        }
        operation = operation.end(OperationRecord.Result.FAILURE, "x".repeat(100_000), 5);

        assertThat(operation.tasks())
                .hasSize(50)
                .last()
                .satisfies(task -> assertThat(task.upid()).contains(":299:"));
        assertThat(operation.guests()).hasSize(50).last().isEqualTo(guest(299, "g199"));
        assertThat(operation.message()).hasSizeLessThan(3000);
    }

    @Test
    void manyThreadsDisturbNoneOfTheOthers() {
        BuildRecord record = new BuildRecord(file, 100);
        List<CompletableFuture<Void>> threads = IntStream.range(0, 8)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 10; i++) {
                        String id = thread + "-" + i;
                        record.begin(operation(id, i));
                        record.change(id, operation -> operation.involving(List.of(guest(105, id))));
                        record.change(id, operation -> operation.end(OperationRecord.Result.SUCCESS, null, 9));
                    }
                }))
                .toList();
        threads.forEach(CompletableFuture::join);

        assertThat(record.all())
                .hasSize(80)
                .allSatisfy(operation -> assertThat(operation.result()).isEqualTo(OperationRecord.Result.SUCCESS));
        assertThat(new ArrayList<>(new BuildRecord(file, 100).all())).isEqualTo(record.all());
    }

    @Test
    void aFolderThatCantBeWrittenFailsNothing() {
        BuildRecord record = new BuildRecord(folder.resolve("missing").resolve("record.jsonl"), 10);
        record.begin(operation("a", 1));
        record.compact();

        assertThat(record.all()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "https://pve.example.com:8006, https://pve.example.com:8006/#v1:0:=qemu%2F105",
        "https://pve.example.com/, https://pve.example.com/#v1:0:=qemu%2F105",
        "https://pve.example.com/pve//, https://pve.example.com/pve/#v1:0:=qemu%2F105",
        "https://[fe80::1]:8006, https://[fe80::1]:8006/#v1:0:=qemu%2F105",
        "http://pve#x, http://pve/#v1:0:=qemu%2F105",
        "javascript:alert(1)//https://, ",
        "ftp://pve, ",
        "https://user:secret@pve, ",
        "https://a\"onclick=b, ",
        "https://a'b, ",
        "https://a b, ",
        "https://, ",
        "'', ",
    })
    void onlyWhatIsTheWebInterfaceBecomesALink(String url, String link) {
        GuestRecord guest = new GuestRecord("qemu", 105, "ci-1", "pve1", WebInterface.guest(url, "qemu", 105));

        assertThat(guest.link()).isEqualTo(link);
        assertThat(new GuestRecord("qemu", 105, "ci-1", "pve1", url).link()).isNull();
    }

    private static OperationRecord operation(String id, long begun) {
        return OperationRecord.begin(id, "clone", "lab", URL, begun);
    }

    private static GuestRecord guest(int vmid, String name) {
        return new GuestRecord("qemu", vmid, name, "pve1", WebInterface.guest(URL, "qemu", vmid));
    }
}
