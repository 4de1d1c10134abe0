package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Upid;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What those are told who keep a record of an operation. */
class OperationFactsTest {
    /** Writes down all that it is told. */
    private static final class Record implements OperationConsole {
        private final List<String> facts = new CopyOnWriteArrayList<>();
        private final AtomicReference<OperationRun<?>> run = new AtomicReference<>();

        @Override
        public void println(String line) {
            // Words are looked at in other tests.
        }

        @Override
        public void involves(List<Memo.Subject> guests) {
            facts.add("involves "
                    + guests.stream().map(Memo.Subject::toString).sorted().toList());
        }

        @Override
        public void taskBegins(Upid upid) {
            facts.add("begins " + upid.type());
        }

        @Override
        public void taskEnds(Upid upid, Optional<ProxmoxException> failure) {
            facts.add("ends " + upid.type() + failure.map(e -> ": failed").orElse(""));
        }

        @Override
        public void ends(Optional<ProxmoxException> failure) {
            boolean early = run.get() == null || !run.get().result().isDone();
            facts.add((early ? "end" : "end after the result")
                    + failure.map(e -> ": " + e.problem().getClass().getSimpleName())
                            .orElse(""));
        }
    }

    @Test
    void guestsTasksAndTheEndAreToldInTheirOrder() throws IOException {
        Record record = new Record();
        try (Lab lab = Lab.start()) {
            run(
                    lab,
                    record,
                    new CloneGuest(
                            new CloneRequest("9000").name("ci-1").vmid(555).start(true)));
        }

        assertThat(record.facts)
                .containsSubsequence(
                        "involves [debian-12 (9000)]",
                        "involves [ci-1 (555), debian-12 (9000)]",
                        "begins qmclone",
                        "ends qmclone",
                        "begins qmstart",
                        "ends qmstart",
                        "end")
                .doesNotHaveDuplicates()
                .endsWith("end");
    }

    @Test
    void aFailureAndWhatItIsTakenBackByAreToldToo() throws IOException {
        Record record = new Record();
        try (Lab lab = Lab.start()) {
            lab.proxmox.faults().task("qmstart").always().fails("no memory");
            assertThatThrownBy(() -> run(
                            lab,
                            record,
                            new CloneGuest(new CloneRequest("9000").name("ci-1").start(true))))
                    .hasMessageContaining("no memory");
        }

        assertThat(record.facts)
                .containsSubsequence("begins qmstart", "ends qmstart: failed", "begins qmdestroy", "ends qmdestroy")
                .last()
                .isEqualTo("end: TaskFailed");
    }

    @Test
    void whatIsRefusedAtOnceEndsToo() throws IOException {
        Record record = new Record();
        try (Lab lab = Lab.start()) {
            assertThatThrownBy(() -> run(lab, record, new ChangePower("none-such", PowerAction.START, null)))
                    .hasMessageContaining("none-such");
        }

        assertThat(record.facts).containsExactly("end: NotFound");
    }

    @Test
    void aRecordThatFailsKeepsNoOperationFromEnding() throws IOException {
        try (Lab lab = Lab.start()) {
            OperationConsole broken = new OperationConsole() {
                @Override
                public void println(String line) {
                    // Only the end is broken.
                }

                @Override
                public void ends(Optional<ProxmoxException> failure) {
                    throw new IllegalStateException("disk full");
                }
            };
            OperationRun<?> run = lab.runner.start(
                    new ChangePower("102", PowerAction.START, null),
                    OperationOptions.within(Duration.ofMinutes(1)),
                    broken);

            assertThat(Lab.result(run)).isNotNull();
        }
    }

    private static void run(Lab lab, Record record, Operation<?> operation) {
        OperationRun<?> run = lab.runner.start(operation, OperationOptions.within(Duration.ofMinutes(1)), record);
        record.run.set(run);
        Lab.result(run);
    }
}
