package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Two controllers that know nothing of each other work on one cluster with the same names for everything, and are killed
 * again and again while they do. In the end everything is as it was, and none has ever touched what was the other's.
 */
class TwoControllersTest {
    private static final int OPERATIONS = 1000;

    private final AtomicInteger left = new AtomicInteger(OPERATIONS);
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    @Test
    void theyLeaveNothingBehindAndNeverTouchEachOthersGuests() throws Exception {
        long seed = Long.getLong("soak.seed", System.nanoTime());
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.builder()
                .pace(0.05)
                .bootTime(Duration.ofMillis(2))
                .start()) {
            Map<Integer, String> guests = guests(proxmox);
            List<String> volumes = volumes(proxmox);
            List<SoakController> controllers = List.of(
                    new SoakController("aaaaaaaaaaaaaaaa", proxmox, seed, left, wrong),
                    new SoakController("bbbbbbbbbbbbbbbb", proxmox, seed + 1, left, wrong));

            runAll(controllers);
            proxmox.tasks().awaitAll();

            System.out.println("operations: " + (OPERATIONS - left.get()) + ", builds: "
                    + sum(controllers, SoakController::builds) + ", kills: " + sum(controllers, SoakController::kills)
                    + ", builds that died: " + sum(controllers, SoakController::deadBuilds) + ", wrong: "
                    + wrong.size() + ", seed: " + seed);
            assertThat(wrong).isEmpty();
            assertThat(guests(proxmox)).isEqualTo(guests);
            assertThat(volumes(proxmox)).isEqualTo(volumes);
            assertThat(sum(controllers, SoakController::kills)).isGreaterThan(10);
        }
    }

    private interface Figure {
        int of(SoakController controller);
    }

    private static int sum(List<SoakController> controllers, Figure figure) {
        return controllers.stream().mapToInt(figure::of).sum();
    }

    private static void runAll(List<SoakController> controllers) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(controllers.size());
        try {
            List<Callable<Void>> runs = List.copyOf(controllers);
            for (Future<Void> run : pool.invokeAll(runs)) {
                run.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    private static Map<Integer, String> guests(EmbeddedProxmox proxmox) {
        Map<Integer, String> guests = new TreeMap<>();
        proxmox.cluster()
                .guests()
                .forEach(guest -> guests.put(
                        guest.vmid(),
                        guest.name() + " " + guest.status() + " " + guest.snapshots() + " " + guest.lock() + " "
                                + guest.config()));
        return guests;
    }

    private static List<String> volumes(EmbeddedProxmox proxmox) {
        return proxmox.cluster().volumes().stream()
                .map(volume -> volume.volid())
                .sorted()
                .toList();
    }
}
