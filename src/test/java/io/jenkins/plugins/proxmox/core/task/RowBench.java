package io.jenkins.plugins.proxmox.core.task;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Six tasks in a row, as a build would run them, beside a loop that looks every 50 ms. */
final class RowBench {
    private static final int ROUNDS = 5;
    private static final ApiPath QEMU = ApiPath.of("nodes", "pve1", "qemu");
    private static final ApiPath CLONE = QEMU.and(300);
    private static final Map<String, Integer> MILLIS = Map.of(
            "qmclone", 110, "qmsnapshot", 70, "qmrollback", 70, "vzdump", 3300, "qmdelsnapshot", 90, "qmdestroy", 40);
    private static final List<ApiRequest> ROW = List.of(
            ApiRequest.post(QEMU.and(9000).and("clone")).with("newid", 300),
            ApiRequest.post(CLONE.and("snapshot")).with("snapname", "clean"),
            ApiRequest.post(CLONE.and("snapshot").and("clean").and("rollback")),
            ApiRequest.post(ApiPath.of("nodes", "pve1", "vzdump"))
                    .with("vmid", 300)
                    .with("storage", "local"),
            ApiRequest.delete(CLONE.and("snapshot").and("clean")),
            ApiRequest.delete(CLONE));

    private record Result(double seconds, int requests, long connections) {}

    private final Goals goals;

    RowBench(Goals goals) {
        this.goals = goals;
    }

    void run() throws IOException {
        System.out.printf(
                Locale.ROOT,
                "(c) clone, snapshot, rollback, backup, delete snapshot, destroy: %.2f s of task time%n"
                        + "    (real time, against the embedded Proxmox VE, median of %d)%n%n",
                MILLIS.values().stream().mapToInt(it -> it).sum() / 1000.0,
                ROUNDS);
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                PooledTiming timing = new PooledTiming(4, "bench")) {
            MILLIS.forEach((type, millis) -> proxmox.tasks().duration(type, Duration.ofMillis(millis)));
            Result[] watched = new Result[ROUNDS];
            Result[] looped = new Result[ROUNDS];
            measure(proxmox, timing, RowBench::await);
            for (int round = 0; round < ROUNDS; round++) {
                watched[round] = measure(proxmox, timing, RowBench::await);
                looped[round] = measure(proxmox, timing, RowBench::loop);
            }
            compare(median(watched), median(looped));
        }
    }

    private static Result measure(EmbeddedProxmox proxmox, PooledTiming timing, Consumer<Task> wait)
            throws IOException {
        try (ApiClient client = new ApiClient(new ApiClient.Settings(
                ApiEndpoint.parse(proxmox.url().toString()),
                new TlsTrust.Fingerprint(proxmox.fingerprint()),
                Credentials.ApiToken.parse(proxmox.token())))) {
            Tasks tasks = new Tasks(client, timing);
            client.get(ApiPath.of("version"));
            proxmox.requests().clear();
            long begun = System.nanoTime();
            for (ApiRequest request : ROW) {
                wait.accept(tasks.begin(request));
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            return new Result(
                    seconds, proxmox.requests().all().size(), proxmox.requests().connections());
        }
    }

    private static void await(Task task) {
        task.await(Duration.ofMinutes(1), TaskListener.NONE);
    }

    private static void loop(Task task) {
        try {
            do {
                Thread.sleep(50);
            } while (task.status().running());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Result median(Result[] results) {
        double[] seconds =
                Arrays.stream(results).mapToDouble(Result::seconds).sorted().toArray();
        int[] requests =
                Arrays.stream(results).mapToInt(Result::requests).sorted().toArray();
        long connections =
                Arrays.stream(results).mapToLong(Result::connections).max().orElse(0);
        return new Result(seconds[ROUNDS / 2], requests[ROUNDS - 1], connections);
    }

    private void compare(Result watched, Result looped) {
        System.out.println("                       total   requests at most   connections");
        print("this watcher", watched);
        print("loop of 50 ms", looped);
        goals.atMost(
                "(c) seconds in all, beside those of the loop and 5% more", watched.seconds(), 1.05 * looped.seconds());
        goals.atMost("(c) requests in all", watched.requests(), 45);
        goals.atMost("(c) connections to the server", watched.connections(), 1);
    }

    private static void print(String name, Result result) {
        System.out.printf(
                Locale.ROOT,
                "  %-16s  %6.2f s  %17d  %12d%n",
                name,
                result.seconds(),
                result.requests(),
                result.connections());
    }
}
