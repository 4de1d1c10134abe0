package io.jenkins.plugins.proxmox.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker.Closed;
import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker.Open;
import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircuitBreakerTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private Instant now = NOON;
    private final CircuitBreaker breaker = new CircuitBreaker(() -> now, nanos::get);
    private int guests;

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        now = now.plus(time);
    }

    private String begin() {
        String guest = "guest-" + guests++;
        assertThat(breaker.begin(guest)).isEmpty();
        return guest;
    }

    private void failInARow(int times) {
        for (int i = 0; i < times; i++) {
            pass(Duration.ofHours(1));
            breaker.failed(begin(), "no space");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "2, 20", "3, 40", "8, 1280", "9, 1800", "10, 1800", "100, 1800"})
    void eachFailureInARowMakesThePauseLonger(int failures, int seconds) {
        failInARow(failures);

        assertThat(breaker.state()).isEqualTo(new Open(now.plusSeconds(seconds), failures, "no space"));
        pass(Duration.ofSeconds(seconds).minusNanos(1));
        assertThat(breaker.begin("early")).isPresent();
        pass(Duration.ofNanos(1));
        assertThat(breaker.state()).isEqualTo(new Trial(Optional.empty(), failures, "no space"));
        assertThat(breaker.begin("in time")).isEmpty();
    }

    /** Nor do those that come after it pay for how long it took. */
    @Test
    void whatPassesMakesNoLongPauses() {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofHours(1));
            breaker.failed(begin(), "no room", Duration.ofMinutes(1));
        }

        assertThat(breaker.state()).isEqualTo(new Open(now.plusSeconds(60), 100, "no room"));
        pass(Duration.ofSeconds(60));
        breaker.failed(begin(), "no space");
        assertThat(breaker.state()).isEqualTo(new Open(now.plusSeconds(120), 101, "no space"));
        breaker.reset();
        failInARow(1);
        assertThat(breaker.state()).isEqualTo(new Open(now.plusSeconds(10), 1, "no space"));
    }

    @Test
    void peopleAreToldWhy() {
        failInARow(1);
        now = NOON;
        assertThat(breaker.begin("b").map(Object::toString))
                .contains("is left alone until 2026-11-23 12:00:10 UTC after a failure: no space");
        pass(Duration.ofSeconds(10));
        assertThat(breaker.state()).hasToString("may be tried with one guest after a failure: no space");
        assertThat(breaker.state().brief()).isEqualTo("may be tried with one guest after a failure");
        breaker.failed(begin(), "no address");
        pass(Duration.ofSeconds(20));
        begin();
        assertThat(breaker.begin("b").map(Object::toString))
                .contains("is being tried with one guest after 2 failures: no address");
    }

    @Test
    void onlyOneIsTriedThenUntilItWorks() {
        failInARow(3);
        pass(Duration.ofSeconds(40));
        String trial = begin();
        assertThat(breaker.begin(trial)).as("the same again").isEmpty();
        assertThat(breaker.begin("another")).isPresent();
        pass(Duration.ofHours(5));
        assertThat(breaker.begin("another")).isPresent();
        breaker.succeeded(trial);

        assertThat(breaker.state()).isEqualTo(new Closed());
        begin();
        breaker.failed(begin(), "no space");
        assertThat(breaker.state()).isEqualTo(new Open(now.plusSeconds(10), 1, "no space"));
    }

    @Test
    void aTrialThatFailsMakesThePauseLonger() {
        failInARow(3);
        pass(Duration.ofSeconds(40));
        breaker.failed(begin(), "no address");

        assertThat(breaker.state()).isEqualTo(new Open(now.plusSeconds(80), 4, "no address"));
    }

    @Test
    void whatWorksOrHasFailedLongAgoCanBeForgotten() {
        assertThat(breaker.isForgotten()).isTrue();
        String guest = begin();
        assertThat(breaker.isForgotten()).isFalse();
        breaker.failed(guest, "no space");
        pass(Duration.ofMinutes(30));
        assertThat(breaker.isForgotten()).isFalse();
        pass(Duration.ofMinutes(1));
        assertThat(breaker.isForgotten()).isTrue();
        begin();
        assertThat(breaker.isForgotten()).isFalse();
    }

    /** Otherwise guests would be made for ever that are online for seconds. */
    @Test
    void aGuestThatTurnsOutToBeOfNoUseIsAFailureHoweverWellItBegan() {
        for (int failures = 1; failures <= 3; failures++) {
            String guest = begin();
            breaker.succeeded(guest);
            breaker.spoiled(guest, "its disk is full");
            breaker.spoiled("another", "another one's disk is full");

            Duration pause = Duration.ofSeconds(5L << failures);
            assertThat(breaker.state()).isEqualTo(new Open(now.plus(pause), failures, "its disk is full"));
            pass(pause);
        }

        breaker.succeeded(begin());
        breaker.proved();
        breaker.spoiled("any", "its disk is full");
        assertThat(breaker.state()).isEqualTo(new Open(now.plusSeconds(10), 1, "its disk is full"));
        breaker.reset();
        breaker.spoiled("any", "its disk is full");
        assertThat(breaker.state()).isEqualTo(new Open(now.plusSeconds(10), 1, "its disk is full"));
    }

    @Test
    void whatIsOfNoUseHasNotSucceededHoweverLateThatIsSaid() {
        String guest = begin();
        breaker.spoiled(guest, "its disk is full");
        breaker.succeeded(guest);

        assertThat(breaker.state()).isEqualTo(new Open(now.plusSeconds(10), 1, "its disk is full"));
    }

    @Test
    void aTrialThatIsGivenUpIsFollowedByAnother() {
        failInARow(1);
        pass(Duration.ofSeconds(10));
        breaker.abandoned(begin());

        begin();
        assertThat(breaker.begin("third")).isPresent();
    }

    @Test
    void guestsThatFailTogetherAreOneFailure() {
        List<String> together = IntStream.range(0, 10).mapToObj(i -> begin()).toList();
        together.forEach(guest -> breaker.failed(guest, "no space"));

        assertThat(breaker.state()).isEqualTo(new Open(now.plusSeconds(10), 1, "no space"));
    }

    @Test
    void aLateFailureOfTheSameLotDoesNotEndATrial() {
        String late = begin();
        breaker.failed(begin(), "no space");
        pass(Duration.ofSeconds(10));
        String trial = begin();
        breaker.failed(late, "no address");

        assertThat(breaker.state()).isEqualTo(new Trial(Optional.of(trial), 1, "no space"));
        breaker.succeeded(trial);
        assertThat(breaker.state()).isEqualTo(new Closed());
    }

    @Test
    void aLateSuccessShowsThatItWorks() {
        String late = begin();
        breaker.failed(begin(), "no space");
        breaker.succeeded(late);

        assertThat(breaker.state()).isEqualTo(new Closed());
    }

    @Test
    void whatIsToldAgainIsNoNews() {
        String guest = begin();
        breaker.failed(guest, "no space");
        breaker.failed(guest, "no space");
        breaker.succeeded(guest);
        breaker.failed("never begun", "?");

        assertThat(breaker.state()).isEqualTo(new Open(now.plusSeconds(10), 1, "no space"));
    }

    @Test
    void resetLetsEverybodyTryAndForgetsWhatWasBegunBefore() {
        String before = begin();
        failInARow(5);
        breaker.reset();

        assertThat(breaker.state()).isEqualTo(new Closed());
        breaker.failed(before, "no space");
        assertThat(breaker.state()).isEqualTo(new Closed());
        breaker.failed(begin(), "no space");
        assertThat(breaker.state()).isEqualTo(new Open(now.plusSeconds(10), 1, "no space"));
    }

    @Test
    void aGuestFromBeforeARestartCounts() {
        breaker.restore("old");
        breaker.failed("old", "no space");

        assertThat(breaker.state()).isEqualTo(new Open(now.plusSeconds(10), 1, "no space"));
    }

    @Test
    void aClockThatJumpsMovesOnlyWhatPeopleAreTold() {
        failInARow(2);
        now = NOON.plus(Duration.ofDays(365));
        assertThat(breaker.begin("a")).isPresent();
        now = NOON.minus(Duration.ofDays(365));
        assertThat(breaker.state()).isEqualTo(new Open(now.plusSeconds(20), 2, "no space"));
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());

        assertThat(breaker.begin("a")).isEmpty();
    }

    @Test
    void onlyOneOfManyThatAskTogetherIsTried() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 300; round++) {
                int number = round;
                failInARow(1);
                pass(Duration.ofHours(1));
                CountDownLatch ready = new CountDownLatch(4);
                List<Callable<String>> asking = IntStream.range(0, 4)
                        .<Callable<String>>mapToObj(thread -> () -> {
                            ready.countDown();
                            ready.await();
                            String guest = number + "-" + thread;
                            return breaker.begin(guest).isEmpty() ? guest : "";
                        })
                        .toList();
                int tried = 0;
                for (Future<String> answer : pool.invokeAll(asking)) {
                    if (!answer.get().isEmpty()) {
                        tried++;
                        breaker.abandoned(answer.get());
                    }
                }
                assertThat(tried).isEqualTo(1);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
