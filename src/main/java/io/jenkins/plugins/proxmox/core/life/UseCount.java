package io.jenkins.plugins.proxmox.core.life;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * How often a guest was used, and by which builds it is now. Meant to be written to disk as it is; what ran when that was
 * done is awaited after it was read, since a build can go on where it was.
 *
 * <p>A build may use a guest several times at once.
 */
public final class UseCount {
    private int ended;
    private final Map<String, Integer> running;
    private final Map<String, Integer> awaited;

    /** Nobody has used it yet. */
    public UseCount() {
        this(0, Map.of(), Map.of());
    }

    private UseCount(int ended, Map<String, Integer> running, Map<String, Integer> awaited) {
        this.ended = ended;
        this.running = new TreeMap<>(running);
        this.awaited = new TreeMap<>(awaited);
    }

    /** A build begins, or goes on if it is awaited. */
    public synchronized void began(String build) {
        if (isAwaited(build)) {
            decrease(awaited, build);
        }
        running.merge(build, 1, Integer::sum);
    }

    /** A build has ended, and was a use. One that never began in this life of the controller is one, too. */
    public synchronized void ended(String build) {
        decrease(running.containsKey(build) ? running : awaited, build);
        ended++;
    }

    /** A build has stopped for now and will go on there, which is no other use. */
    public synchronized void paused(String build) {
        if (running.containsKey(build)) {
            decrease(running, build);
            awaited.merge(build, 1, Integer::sum);
        }
    }

    /**
     * Gives up builds that are awaited and never come back; they were uses.
     *
     * @return whether there were any
     */
    public synchronized boolean forget(Predicate<String> isDead) {
        int before = sum(awaited);
        awaited.keySet().removeIf(isDead);
        int dead = before - sum(awaited);
        ended += dead;
        return dead > 0;
    }

    /**
     * Builds are called differently from now on.
     *
     * @param build what one is called now, of what it was called before; the same for those that have kept their names
     * @return whether there are any
     */
    public synchronized boolean rename(UnaryOperator<String> build) {
        boolean runs = rename(running, build);
        return rename(awaited, build) || runs;
    }

    private static boolean rename(Map<String, Integer> counts, UnaryOperator<String> build) {
        List<String> builds = counts.keySet().stream()
                .filter(before -> !build.apply(before).equals(before))
                .toList();
        builds.forEach(before -> counts.put(build.apply(before), counts.remove(before)));
        return !builds.isEmpty();
    }

    private static void decrease(Map<String, Integer> counts, String build) {
        counts.computeIfPresent(build, (key, count) -> count > 1 ? count - 1 : null);
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many uses have ended. */
    public synchronized int ended() {
        return ended;
    }

    /** How many uses have begun and not ended. */
    public synchronized int underWay() {
        return sum(running) + sum(awaited);
    }

    /** The builds that run or have to come back. */
    public synchronized Set<String> builds() {
        Set<String> builds = new TreeSet<>(running.keySet());
        builds.addAll(awaited.keySet());
        return builds;
    }

    /** Whether a build has to come back that ran when the controller was stopped. */
    public synchronized boolean isAwaited(String build) {
        return awaited.containsKey(build);
    }

    /** How many uses have to come back. */
    public synchronized int awaited() {
        return sum(awaited);
    }

    /**
     * Whether there can be one more use.
     *
     * @param most how many there may be; any number if absent
     * @param busy how many builds occupy the guest now, including those that have not begun yet
     */
    public synchronized boolean allowsAnother(OptionalInt most, int busy) {
        return left(most, busy) > 0;
    }

    /**
     * How many more uses there can be, at least 0.
     *
     * @param most how many there may be; any number if absent
     * @param busy as above
     */
    public synchronized int left(OptionalInt most, int busy) {
        return most.isEmpty()
                ? Integer.MAX_VALUE
                : Math.max(0, most.getAsInt() - ended - sum(awaited) - Math.max(busy, sum(running)));
    }

    /** Whether the guest has had as many uses as it may have, and none of them goes on. */
    public synchronized boolean isOver(OptionalInt most) {
        return underWay() == 0 && !allowsAnother(most, 0);
    }

    /** What is written to disk must not change meanwhile. */
    private synchronized Object writeReplace() {
        return new UseCount(ended, running, awaited);
    }

    private synchronized Object readResolve() {
        running.forEach((build, count) -> awaited.merge(build, count, Integer::sum));
        running.clear();
        return this;
    }
}
