package io.jenkins.plugins.proxmox.core.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/** How late the end of a task is noticed, and how often it was asked for until then. */
final class DelayBench {
    private static final Duration LATENCY = Duration.ofMillis(10);
    private static final int TASKS = 400;
    private static final int OTHERS = 20;

    /**
     * @param delays in seconds, the shortest first
     * @param requests a task
     */
    private record Result(double[] delays, double requests) {
        double delay(int percent) {
            return delays[delays.length * percent / 100];
        }
    }

    private final Goals goals;
    private final Random random = new Random(4);

    DelayBench(Goals goals) {
        this.goals = goals;
    }

    void run() {
        System.out.printf(
                Locale.ROOT,
                "(b) %d tasks of each length, give or take a tenth (virtual time, %d ms a call)%n%n",
                TASKS,
                LATENCY.toMillis());
        System.out.println("               one awaited task at a time                      beside 20 on its node");
        System.out.println("  task takes   noticed late: median       95%   requests       median       95%");
        measure(0.1, 0.06);
        measure(0.5, 0.06);
        measure(2, 0.15);
        measure(10, 0.06 * 10);
        measure(60, 3);
        measure(600, 3);
        System.out.println();
    }

    private void measure(double seconds, double limit) {
        Result alone = measure(seconds, 0, TASKS);
        Result crowded = measure(seconds, OTHERS, TASKS);
        System.out.printf(
                Locale.ROOT,
                "  %8.1f s  %20.3f s  %7.3f s  %9.1f  %9.3f s  %7.3f s%n",
                seconds,
                alone.delay(50),
                alone.delay(95),
                alone.requests(),
                crowded.delay(50),
                crowded.delay(95));
        // What takes a minute or longer may be noticed 3 s late, however long it took.
        goals.atMost(
                String.format(Locale.ROOT, "(b) seconds late at the median after %.1f s", seconds),
                alone.delay(50),
                Math.min(limit, 3));
    }

    private Result measure(double seconds, int others, int count) {
        double[] delays = new double[count];
        int requests = 0;
        try (VirtualPool pool = new VirtualPool(2)) {
            ScriptedNodes nodes = new ScriptedNodes(pool, LATENCY);
            TaskWatcher watcher = new TaskWatcher(nodes, upid -> {}, pool, random);
            for (int number = 0; number < others; number++) {
                watcher.await(nodes.begin("pve"), Instant.MAX, TaskListener.NONE);
            }
            for (int number = 0; number < count; number++) {
                int index = number;
                Duration duration = Duration.ofMillis((long) (seconds * (900 + random.nextInt(200))));
                Instant end = pool.now().plus(duration);
                Upid upid = nodes.begin("pve", duration);
                // The reply with the name of the task takes its time too.
                pool.schedule(
                        LATENCY.dividedBy(2),
                        () -> watcher.await(upid, Instant.MAX, TaskListener.NONE)
                                .outcome()
                                .thenRun(() -> delays[index] =
                                        Duration.between(end, pool.now()).toMillis() / 1000.0));
                pool.advance(duration.plusSeconds(10));
                requests += nodes.asked().size();
                nodes.asked().clear();
            }
        }
        Arrays.sort(delays);
        return new Result(delays, (double) requests / count);
    }
}
