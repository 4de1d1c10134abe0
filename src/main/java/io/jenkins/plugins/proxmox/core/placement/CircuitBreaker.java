package io.jenkins.plugins.proxmox.core.placement;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps a template that does not work from being tried again and again. After each failure in a row it is left alone, for
 * ten seconds at first, then twice as long each time up to half an hour; then one guest is tried, and only if that one works
 * others follow.
 *
 * <p>Failures of guests that were begun before the last pause are no news, and make it no longer.
 */
public final class CircuitBreaker {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(30);

    /** Whether a template may be tried. */
    public sealed interface State permits Closed, Open, Trial {
        /** The same without what has failed. */
        String brief();

        /** What has failed last; empty if nothing has. */
        String message();
    }

    /** By any number of guests. */
    public record Closed() implements State {
        @Override
        public String brief() {
            return "works";
        }

        @Override
        public String message() {
            return "";
        }

        @Override
        public String toString() {
            return brief();
        }
    }

    /**
     * Not now.
     *
     * @param until when one guest may be tried; it moves if the clock is set
     * @param failures how many there were in a row
     * @param message of the last of them
     */
    public record Open(Instant until, int failures, String message) implements State {
        @Override
        public String brief() {
            return "is left alone until " + TIME.format(until) + " after " + times(failures);
        }

        @Override
        public String toString() {
            return brief() + ": " + message;
        }
    }

    /**
     * By one guest, to see whether it works again.
     *
     * @param guest the one that is being tried; absent if the next one will be
     * @param failures how many there were in a row
     * @param message of the last of them
     */
    public record Trial(Optional<String> guest, int failures, String message) implements State {
        @Override
        public String brief() {
            return (guest.isPresent() ? "is being tried with one guest after " : "may be tried with one guest after ")
                    + times(failures);
        }

        @Override
        public String toString() {
            return brief() + ": " + message;
        }
    }

    private static String times(int failures) {
        return failures == 1 ? "a failure" : failures + " failures";
    }

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Map<String, Integer> begun = new HashMap<>();
    private Optional<String> trial = Optional.empty();
    private int failures;
    private Duration pause = Duration.ZERO;
    private int failuresBefore;
    private Duration pauseBefore = Duration.ZERO;
    private int pauses;
    private String message = "";
    private long pausedAt;

    /**
     * One that lets everybody try.
     *
     * @param clock tells people until when; nothing else depends on it
     * @param nanoTime as {@link System#nanoTime}: unlike the time of day, it never jumps
     */
    public CircuitBreaker(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Asks whether a guest may be made. Whoever may has to tell how it ends: {@link #succeeded}, {@link #failed} or {@link
     * #abandoned}. To ask again for the same guest changes nothing.
     *
     * @param guest its id; no two have the same
     * @return why not, to be put behind the template's name; empty if it may
     */
    public synchronized Optional<State> begin(String guest) {
        if (begun.containsKey(guest)) {
            return Optional.empty();
        }
        State state = state();
        if (state instanceof Open || state instanceof Trial its && its.guest().isPresent()) {
            return Optional.of(state);
        }
        if (state instanceof Trial) {
            trial = Optional.of(guest);
        }
        restore(guest);
        return Optional.empty();
    }

    /** Says that a guest is in the making: one from before a restart. To say so of one that is known changes nothing. */
    public synchronized void restore(String guest) {
        begun.putIfAbsent(guest, pauses);
    }

    /** Says that a guest was made and connected. Guests that are not known change nothing. */
    public synchronized void succeeded(String guest) {
        if (end(guest).isPresent()) {
            if (failures > 0) {
                failuresBefore = failures;
                pauseBefore = pause;
            }
            close();
        }
    }

    /**
     * Says that a guest that was made and connected is of no use nevertheless, as nobody will ever know before. It goes on
     * with the failures that were there before such guests, as long as none of them is {@link #proved}. Of several that are
     * found out together the first one counts. That may be found out before anybody has said that it {@link #succeeded}, which
     * changes nothing then.
     *
     * @param guest its id
     * @param reason for people
     */
    public synchronized void spoiled(String guest, String reason) {
        end(guest);
        State state = state();
        if (state instanceof Open) {
            return;
        }
        if (state instanceof Closed) {
            failures = failuresBefore;
            pause = pauseBefore;
        }
        fail(reason, LONGEST);
    }

    /** Says that a guest is in use, which is more than being connected. */
    public synchronized void proved() {
        failuresBefore = 0;
        pauseBefore = Duration.ZERO;
    }

    /**
     * Says that a guest could not be made, or did not connect. Guests that are not known change nothing.
     *
     * @param reason for people
     */
    public void failed(String guest, String reason) {
        failed(guest, reason, LONGEST);
    }

    /**
     * The same of a guest that failed for something that is over some time, and then nobody shall wait for long.
     *
     * @param longest how long the template is left alone at most
     */
    public synchronized void failed(String guest, String reason, Duration longest) {
        Optional<Integer> pausesAtBegin = end(guest);
        if (pausesAtBegin.equals(Optional.of(pauses))) {
            fail(reason, longest);
        }
    }

    private void fail(String reason, Duration longest) {
        failures++;
        pauses++;
        Duration next = pause.isZero() ? SHORTEST : pause.multipliedBy(2);
        pause = next.compareTo(longest) < 0 ? next : longest;
        message = reason;
        pausedAt = nanoTime.getAsLong();
    }

    /** Says that a guest was given up for another reason than the template, as when nobody needs it any more. */
    public synchronized void abandoned(String guest) {
        end(guest);
    }

    /** Lets everybody try again, whatever failed before. */
    public synchronized void reset() {
        pauses++;
        proved();
        close();
    }

    /** Whether nothing would be lost with it: nobody is on the way, and what has failed was long ago. */
    public synchronized boolean isForgotten() {
        long quiet = nanoTime.getAsLong() - pausedAt;
        return begun.isEmpty() && (failures == 0 || quiet > pause.plus(LONGEST).toNanos());
    }

    /** How it stands. */
    public synchronized State state() {
        if (failures == 0) {
            return new Closed();
        }
        Duration left = pause.minusNanos(nanoTime.getAsLong() - pausedAt);
        return left.compareTo(Duration.ZERO) > 0
                ? new Open(clock.instant().plus(left), failures, message)
                : new Trial(trial, failures, message);
    }

    private Optional<Integer> end(String guest) {
        trial = trial.filter(it -> !it.equals(guest));
        return Optional.ofNullable(begun.remove(guest));
    }

    private void close() {
        failures = 0;
        pause = Duration.ZERO;
        trial = Optional.empty();
        message = "";
    }
}
