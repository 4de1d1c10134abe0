package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.MortalClient;
import io.jenkins.plugins.proxmox.core.api.MortalClient.Death;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Kills the process of an operation at every single call that it sends, and takes the operation up again with nothing but
 * its last checkpoint. Whatever has happened, in the end everything is as if nothing had.
 *
 * <p>Call by call the process dies before it is sent, and after it was carried out but before its answer is known; to die
 * after the answer was read is to die before the next call. The next process begins at once, and, if there were tasks
 * under way, in another run only when they have ended.
 */
class CrashTest {
    private static final int MOST_CALLS = 200;

    private final AtomicInteger points = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Instant begun = Instant.now();

    @Test
    void whateverCallIsTheLastTheEndIsTheSame() throws Exception {
        List<Callable<Void>> walks = new ArrayList<>();
        CrashScenario.all().forEach(scenario -> walks.add(() -> once(scenario)));
        walks.add(() -> twice(CrashScenario.full(PveVersion.V8)));
        walks.add(() -> once(CrashScenario.failing()));
        walks.add(() -> twice(CrashScenario.failing()));
        runAll(walks);

        System.out.println("crash points: " + points + ", wrong: " + wrong.size() + ", in "
                + Duration.between(begun, Instant.now()).toSeconds() + " s");
        assertThat(wrong).isEmpty();
        assertThat(points).hasValueGreaterThan(500);
    }

    private static void runAll(List<Callable<Void>> walks) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            for (Future<Void> walk : pool.invokeAll(walks)) {
                walk.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    private Void once(CrashScenario scenario) throws IOException {
        WorldView expected = expected(scenario);
        for (Death death : Death.values()) {
            for (boolean late : List.of(false, true)) {
                for (int call = 1; check(scenario, expected, late, MortalClient.dyingAt(call, death)); call++) {
                    assertThat(call).isLessThan(MOST_CALLS);
                }
            }
        }
        return null;
    }

    private Void twice(CrashScenario scenario) throws IOException {
        WorldView expected = expected(scenario);
        boolean more = true;
        for (int call = 1; more; call++) {
            for (int second : List.of(1, 2, 3, 5, 8)) {
                for (Death death : Death.values()) {
                    more = check(
                            scenario,
                            expected,
                            false,
                            MortalClient.dyingAt(call, Death.AFTER),
                            MortalClient.dyingAt(second, death));
                }
            }
        }
        return null;
    }

    private WorldView expected(CrashScenario scenario) throws IOException {
        WorldView expected = scenario.undisturbed();
        if (!expected.tasks().equals(scenario.tasks())) {
            wrong.add(scenario.name() + " begins other tasks: " + expected.tasks());
        }
        return expected;
    }

    /** Whether the process died; if not, it has no such call. */
    private boolean check(CrashScenario scenario, WorldView expected, boolean late, MortalClient... lives)
            throws IOException {
        try {
            Optional<WorldView> end = scenario.run(List.of(lives), late);
            if (end.isEmpty()) {
                return lives[0].isDead();
            }
            points.incrementAndGet();
            List<String> differences = new ArrayList<>(end.get().differences(expected));
            if (lives.length > 1) {
                // Where not even the clone's task is known, nobody can tell that a start has failed already.
                differences.removeIf(line -> line.startsWith("+ task ") && line.endsWith(" no memory"));
            }
            if (!differences.isEmpty()) {
                wrong.add(describe(scenario, late, lives) + ":\n  " + String.join("\n  ", differences));
            }
        } catch (RuntimeException | AssertionError e) {
            points.incrementAndGet();
            wrong.add(describe(scenario, late, lives) + ": " + e);
        }
        return true;
    }

    private static String describe(CrashScenario scenario, boolean late, MortalClient... lives) {
        StringBuilder text = new StringBuilder(scenario.version() + " " + scenario.name() + (late ? ", late" : ""));
        for (MortalClient life : lives) {
            text.append(", ").append(life);
        }
        return text.toString();
    }
}
