package io.jenkins.plugins.proxmox.core.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.network.AddressRange;
import io.jenkins.plugins.proxmox.core.network.InterfaceAddress;
import io.jenkins.plugins.proxmox.core.network.IpAddress;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressPoolTest {
    private static final List<AddressRange> THREE = AddressRange.list("10.0.0.50-10.0.0.52/24");
    private static final Set<IpAddress> NONE = Set.of();

    private final AddressPool pool = new AddressPool();

    private String take(String guest) {
        return take(guest, THREE);
    }

    private String take(String guest, List<AddressRange> ranges) {
        return pool.take(guest, ranges, NONE).toString();
    }

    private static InterfaceAddress address(String text) {
        return InterfaceAddress.find(text).orElseThrow();
    }

    @Test
    void noneIsHandedOutTwice() {
        assertThat(List.of(take("a"), take("b"), take("c")))
                .containsExactly("10.0.0.50/24", "10.0.0.51/24", "10.0.0.52/24");
        assertThat(pool.obstacle(THREE, NONE)).contains("All addresses of 10.0.0.50-10.0.0.52/24 are taken");
        assertThatThrownBy(() -> take("d"))
                .hasMessage("All addresses of 10.0.0.50-10.0.0.52/24 are taken")
                .matches(e -> ((ProxmoxException) e).is(Problem.AlreadyExists.class));
        pool.free("b");
        assertThat(pool.obstacle(THREE, NONE)).isEmpty();
        assertThat(take("d")).isEqualTo("10.0.0.51/24");
    }

    @Test
    void whoAsksAgainGetsTheSame() {
        assertThat(take("a")).isEqualTo("10.0.0.50/24");
        assertThat(take("a")).isEqualTo("10.0.0.50/24");
        assertThat(take("a", AddressRange.list("10.9.0.0/16"))).isEqualTo("10.0.0.50/24");
        assertThat(take("b")).isEqualTo("10.0.0.51/24");
    }

    @Test
    void rangesThatOverlapShareTheirAddresses() {
        assertThat(take("a")).isEqualTo("10.0.0.50/24");
        assertThat(take("b", AddressRange.list("10.0.0.50-10.0.0.99/16"))).isEqualTo("10.0.0.51/16");
        assertThat(take("c", AddressRange.list("10.0.0.51-10.0.0.52/24,10.0.0.50-10.0.0.60/24")))
                .isEqualTo("10.0.0.52/24");
        assertThatThrownBy(() -> take("d")).isInstanceOf(ProxmoxException.class);
        pool.free("a");
        assertThat(take("d", AddressRange.list("10.0.0.50/8"))).isEqualTo("10.0.0.50/8");
    }

    @Test
    void theGatewayIsNeverHandedOut() {
        Set<IpAddress> gateway = Set.of(IpAddress.parse("10.0.0.50"));
        assertThat(pool.take("a", THREE, gateway)).hasToString("10.0.0.51/24");
        assertThat(pool.take("b", THREE, gateway)).hasToString("10.0.0.52/24");
        assertThat(pool.obstacle(THREE, gateway)).isPresent();
        pool.restore("c", address("10.0.0.50/24"));
        pool.free("c");
        assertThat(pool.obstacle(THREE, gateway)).as("freed, but the gateway's").isPresent();
        assertThat(pool.obstacle(THREE, NONE)).isEmpty();
    }

    @Test
    void whatHasBeenFreeForLongestComesFirst() {
        take("a");
        pool.free("a");
        assertThat(take("b")).as("never used").isEqualTo("10.0.0.51/24");
        assertThat(take("c")).isEqualTo("10.0.0.52/24");
        pool.free("c");
        pool.free("b");
        assertThat(take("d")).isEqualTo("10.0.0.50/24");
        assertThat(take("e")).isEqualTo("10.0.0.52/24");
        assertThat(take("f")).isEqualTo("10.0.0.51/24");
    }

    @Test
    void freeingAgainChangesNothing() {
        take("a");
        take("b");
        pool.free("a");
        pool.free("a");
        pool.free("never there");
        take("c");
        take("d");

        assertThat(pool.of("b")).extracting(InterfaceAddress::toString).containsExactly("10.0.0.51/24");
        assertThat(pool.obstacle(THREE, NONE)).isPresent();
    }

    @Test
    void aGuestMayHaveOneOfEachFamily() {
        assertThat(take("a")).isEqualTo("10.0.0.50/24");
        assertThat(take("a", AddressRange.list("2001:db8::/64"))).isEqualTo("2001:db8::1/64");
        assertThat(take("b", AddressRange.list("2001:db8::/64"))).isEqualTo("2001:db8::2/64");
        assertThat(pool.of("a"))
                .extracting(InterfaceAddress::toString)
                .containsExactly("10.0.0.50/24", "2001:db8::1/64");
        pool.free("a");
        assertThat(pool.of("a")).isEmpty();
    }

    @Test
    void anAddressIsTheSameHoweverItIsWritten() {
        pool.restore("a", address("2001:DB8:0::1/64"));
        assertThat(take("b", AddressRange.list("2001:db8::/64"))).isEqualTo("2001:db8::2/64");
    }

    @Test
    void whatGuestsHadBeforeARestartIsTakenEvenByTwo() {
        pool.restore("a", address("10.0.0.50/24"));
        pool.restore("b", address("10.0.0.50/24"));
        pool.restore("b", address("10.0.0.50/24"));
        pool.restore("c", address("192.168.0.1/24"));
        assertThat(take("d")).isEqualTo("10.0.0.51/24");
        assertThat(take("e")).isEqualTo("10.0.0.52/24");
        pool.free("a");
        assertThat(pool.obstacle(THREE, NONE)).as("the other one still has it").isPresent();
        pool.free("b");
        assertThat(take("f")).isEqualTo("10.0.0.50/24");
    }

    @Test
    void aGuestWithAnotherAddressGivesTheFormerOneBack() {
        take("a");
        pool.restore("a", address("10.0.0.52/24"));
        take("b");

        assertThat(pool.of("b")).extracting(InterfaceAddress::toString).containsExactly("10.0.0.51/24");
        assertThat(take("c")).isEqualTo("10.0.0.50/24");
    }

    @Test
    void anEndlessRangeDoesNotFillTheMemory() {
        List<AddressRange> endless = AddressRange.list("2001:db8::/64");
        IpAddress last = IpAddress.parse("2001:db8::1:1");
        for (long i = 1; i <= (1 << 16) + 1; i++) {
            pool.restore(
                    "a",
                    address(new IpAddress(
                                    last.family(),
                                    IpAddress.parse("2001:db8::").number().add(BigInteger.valueOf(i)))
                            + "/64"));
        }
        pool.free("a");

        assertThat(take("b", endless)).as("forgotten").isEqualTo("2001:db8::1/64");
        assertThat(take("c", endless)).as("never used").isEqualTo("2001:db8::1:2/64");
    }

    @Test
    void noTwoHaveTheSameWhoeverAsksAtTheSameTime() throws Exception {
        List<AddressRange> ten = AddressRange.list("10.0.0.50-10.0.0.59/24");
        List<AddressRange> overlapping = AddressRange.list("10.0.0.55-10.0.0.64/16");
        // What a guest had before a restart.
        pool.restore("old", address("10.0.0.57/24"));
        Map<String, String> holders = new ConcurrentHashMap<>(Map.of("10.0.0.57", "old"));
        AtomicInteger clashes = new AtomicInteger();
        AtomicInteger handedOut = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        CountDownLatch ready = new CountDownLatch(6);
        try {
            List<Callable<Void>> bodies = IntStream.range(0, 6)
                    .<Callable<Void>>mapToObj(thread -> () -> {
                        ready.countDown();
                        ready.await();
                        Random random = new Random(thread);
                        Map<String, String> mine = new HashMap<>();
                        for (int i = 0; i < 2_000; i++) {
                            String guest = thread + "-" + i;
                            try {
                                String address = pool.take(guest, random.nextBoolean() ? ten : overlapping, NONE)
                                        .address();
                                handedOut.incrementAndGet();
                                if (holders.putIfAbsent(address, guest) != null) {
                                    clashes.incrementAndGet();
                                }
                                mine.put(guest, address);
                            } catch (ProxmoxException full) {
                                // Then some are given back.
                            }
                            if (mine.size() > random.nextInt(4)) {
                                mine.forEach((it, address) -> {
                                    holders.remove(address);
                                    pool.free(it);
                                });
                                mine.clear();
                            }
                        }
                        return null;
                    })
                    .toList();
            for (Future<Void> end : threads.invokeAll(bodies)) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(clashes.get()).isZero();
        assertThat(handedOut.get()).isGreaterThan(1_000);
        assertThat(pool.of("old")).hasSize(1);
    }
}
