package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskConsoleTest {
    private final List<String> shown = new ArrayList<>();
    private final TaskConsole console = new TaskConsole("Cloning", shown::add);

    @Test
    void showsWhatATaskWritesLineByLine() {
        console.line("create full clone of drive scsi0 (local:101/vm-101-disk-0.qcow2)");
        console.line(" OK");
        assertThat(shown)
                .containsExactly("  create full clone of drive scsi0 (local:101/vm-101-disk-0.qcow2)", "   OK");
        assertThat(console.percent()).isEmpty();
    }

    @Test
    void hidesHowTheTaskEndedAndEmptyLines() {
        console.line("TASK OK");
        console.line("TASK WARNINGS: 1");
        console.line("TASK ERROR: received interrupt");
        console.line("");
        console.line(" \t");
        assertThat(shown).isEmpty();
    }

    @Test
    void showsProgressOnceEveryTenPercent() {
        IntStream.rangeClosed(0, 100).forEach(this::progress);
        assertThat(shown)
                .containsExactly(
                        "Cloning ... 10%",
                        "Cloning ... 20%",
                        "Cloning ... 30%",
                        "Cloning ... 40%",
                        "Cloning ... 50%",
                        "Cloning ... 60%",
                        "Cloning ... 70%",
                        "Cloning ... 80%",
                        "Cloning ... 90%",
                        "Cloning ... 100%");
    }

    @Test
    void showsTheEndOnceHoweverNearTheLastLineWas() {
        IntStream.of(0, 4, 13, 22, 95, 99, 100, 100).forEach(this::progress);
        assertThat(shown).containsExactly("Cloning ... 13%", "Cloning ... 95%", "Cloning ... 100%");
    }

    @Test
    void showsTheProgressOfEveryDisk() {
        IntStream.of(0, 50, 100, 0, 50, 100).forEach(this::progress);
        assertThat(shown).containsExactly("Cloning ... 50%", "Cloning ... 100%", "Cloning ... 50%", "Cloning ... 100%");
    }

    @Test
    void knowsThePresentProgressBetweenTheLinesItShows() {
        progress(0);
        assertThat(console.percent()).hasValue(0);
        progress(17);
        progress(18);
        console.line("some line");
        assertThat(console.percent()).hasValue(18);
    }

    private void progress(int percent) {
        console.line("transferred 1.0 GiB of 2.0 GiB (" + percent + ".46%)");
    }
}
