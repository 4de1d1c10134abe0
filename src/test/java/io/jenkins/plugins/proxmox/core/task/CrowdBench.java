package io.jenkins.plugins.proxmox.core.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

/** What a thousand waits on ten nodes cost in a minute. */
final class CrowdBench {
    private static final int NODES = 10;
    private static final int WAITS = 1000;
    private static final int THREADS = 6;
    private static final Duration LATENCY = Duration.ofMillis(20);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Goals goals;
    private final Random random = new Random(4);
    private double mostRequests;
    private double mostThreads;
    private double mostHeap;

    CrowdBench(Goals goals) {
        this.goals = goals;
    }

    void run() {
        System.out.printf(
                Locale.ROOT,
                "(a) %d waits on %d nodes, one minute (virtual time, %d ms a call, %d threads)%n%n",
                WAITS,
                NODES,
                LATENCY.toMillis(),
                THREADS);
        System.out.println("                                    requests a second and node       threads   heap");
        System.out.println("  tasks                   logs       mean  busiest node   peak      at once   a wait");
        DoubleSupplier aMinute = () -> 61;
        DoubleSupplier oneAfterTheOther = () -> 1 + 59 * random.nextDouble();
        DoubleSupplier shortAndLong = () -> 0.1 * Math.pow(1200, random.nextDouble());
        measure("all take a minute", aMinute, TaskListener.NONE, false);
        measure("all take a minute", aMinute, line -> {}, false);
        measure("end evenly over it", oneAfterTheOther, TaskListener.NONE, false);
        measure("end evenly over it", oneAfterTheOther, line -> {}, false);
        // What ends is followed by the next, so that short tasks are begun all the time.
        measure("0.1 to 120 s, renewed", shortAndLong, TaskListener.NONE, true);
        System.out.println();
        goals.atMost("(a) requests a second and node on average, the most of these", mostRequests, 2);
        goals.atMost("(a) threads, the most of these", mostThreads, 16);
        goals.atMost("(a) KiB of heap a wait, the most of these", mostHeap, 4);
    }

    private void measure(String name, DoubleSupplier seconds, TaskListener listener, boolean renewed) {
        try (VirtualPool pool = new VirtualPool(THREADS)) {
            ScriptedNodes nodes = new ScriptedNodes(pool, LATENCY);
            TaskWatcher watcher = new TaskWatcher(nodes, upid -> {}, pool, random);
            for (int number = 0; number < WAITS; number++) {
                String node = "pve" + number % NODES;
                pool.schedule(
                        Duration.ofMillis(random.nextInt(1000)),
                        () -> await(watcher, nodes, node, seconds, listener, renewed));
            }
            pool.advance(MINUTE);
            print(name, listener, nodes, pool);
        }
    }

    private void await(
            TaskWatcher watcher,
            ScriptedNodes nodes,
            String node,
            DoubleSupplier seconds,
            TaskListener listener,
            boolean renewed) {
        Upid upid = nodes.begin(node, Duration.ofMillis((long) (1000 * seconds.getAsDouble())));
        nodes.writesEvery(upid, Duration.ofMillis(500));
        watcher.await(upid, Instant.MAX, listener).outcome().thenRun(() -> {
            if (renewed) {
                await(watcher, nodes, node, seconds, listener, true);
            }
        });
    }

    private void print(String name, TaskListener listener, ScriptedNodes nodes, VirtualPool pool) {
        boolean quiet = listener == TaskListener.NONE;
        Map<String, Long> byNode =
                nodes.asked().stream().collect(Collectors.groupingBy(ScriptedNodes.Asked::node, Collectors.counting()));
        double mean = (double) nodes.asked().size() / NODES / MINUTE.toSeconds();
        double busiest =
                (double) byNode.values().stream().mapToLong(it -> it).max().orElse(0) / MINUTE.toSeconds();
        long peak = nodes.asked().stream()
                .collect(Collectors.groupingBy(it -> it.node() + it.at().getEpochSecond(), Collectors.counting()))
                .values()
                .stream()
                .mapToLong(it -> it)
                .max()
                .orElse(0);
        double heap = heap(listener);
        System.out.printf(
                Locale.ROOT,
                "  %-22s  %-8s  %5.2f  %12.2f  %5d  %11d  %4.1f KiB%n",
                name,
                quiet ? "quiet" : "listened",
                mean,
                busiest,
                peak,
                pool.mostBusy(),
                heap);
        mostRequests = Math.max(mostRequests, mean);
        mostThreads = Math.max(mostThreads, pool.mostBusy());
        mostHeap = Math.max(mostHeap, heap);
    }

    /** Of waits under way, the name of the task included; the memory of others would be seen if there were few. */
    private static double heap(TaskListener listener) {
        VirtualTiming timing = new VirtualTiming();
        ScriptedNodes nodes = new ScriptedNodes(timing);
        TaskWatcher watcher = new TaskWatcher(nodes, upid -> {}, timing, new Random(4));
        List<String> names = new ArrayList<>();
        for (int number = 0; number < 5 * WAITS; number++) {
            names.add(nodes.begin("pve" + number % NODES).toString());
        }
        List<TaskWait> waits = new ArrayList<>(names.size());
        long before = used();
        names.forEach(it -> waits.add(watcher.await(Upid.parse(it), Instant.MAX, listener)));
        timing.advance(Duration.ofSeconds(10));
        nodes.asked().clear();
        return (double) (used() - before) / waits.size() / 1024;
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int round = 0; round < 3; round++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
