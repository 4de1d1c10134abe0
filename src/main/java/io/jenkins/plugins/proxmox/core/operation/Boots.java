package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long VMs took from their start until their guest agents answered, as far as this process has seen it, and which have
 * answered lately. Clones of one template have it in common.
 */
final class Boots {
    /** Of so many the quickest counts: whoever asks too early loses less than whoever asks too late. */
    private static final int SAMPLES = 16;

    /** So late at most is the first question after a start, whatever others took. */
    static final Duration LATEST = Duration.ofMinutes(1);

    /** Half of the time that a node holds a question: a boot that ends a bit earlier or later is met all the same. */
    private static final Duration LEAD = Duration.ofMillis(1500);

    /** A guest agent that has answered within this time will again, unless the VM was started anew. */
    private static final Duration LATELY = Duration.ofMinutes(10);

    private final Map<VmId, VmId> sources = new Limited<>();
    private final Map<VmId, Deque<Duration>> times = new Limited<>();
    private final Map<VmId, Instant> answers = new Limited<>();

    /** Keeps what was used last. */
    private static final class Limited<T> extends LinkedHashMap<VmId, T> {
        private static final long serialVersionUID = 1L;
        private static final int MOST = 1000;

        Limited() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<VmId, T> eldest) {
            return size() > MOST;
        }
    }

    /** A new VM boots as others do that were cloned from the same one. */
    synchronized void cloned(VmId clone, VmId source) {
        sources.put(clone, source);
        answers.remove(clone);
    }

    /** It was, or will be, started anew. */
    synchronized void begins(VmId guest) {
        answers.remove(guest);
    }

    /** It took this long from the start to the first answer. */
    synchronized void took(VmId guest, Duration time) {
        Deque<Duration> known = times.computeIfAbsent(kin(guest), it -> new ArrayDeque<>());
        known.addLast(time);
        if (known.size() > SAMPLES) {
            known.removeFirst();
        }
    }

    /** How long it will take. */
    synchronized Optional<Duration> usual(VmId guest) {
        return Optional.ofNullable(times.get(kin(guest)))
                .flatMap(known -> known.stream().min(Comparator.naturalOrder()));
    }

    /**
     * How long after its start a VM is asked for the first time; at once if nothing is known of its kind.
     *
     * @param alone whether nobody else has to wait for the answer, so that it may come too early
     */
    Duration untilFirstQuestion(VmId guest, boolean alone) {
        Duration time = usual(guest)
                .map(it -> it.compareTo(LATEST) < 0 ? it : LATEST)
                .map(it -> alone ? it.minus(LEAD) : it)
                .orElse(Duration.ZERO);
        return time.isNegative() ? Duration.ZERO : time;
    }

    synchronized void answered(VmId guest, Instant when) {
        answers.put(guest, when);
    }

    synchronized void silent(VmId guest) {
        answers.remove(guest);
    }

    /**
     * Whether its guest agent can be relied on to answer.
     *
     * @param started when the VM was, if that is known
     */
    synchronized boolean answers(VmId guest, Optional<Instant> started, Instant now) {
        return Optional.ofNullable(answers.get(guest))
                .filter(when -> now.isBefore(when.plus(LATELY)))
                .filter(when -> started.filter(when::isBefore).isEmpty())
                .isPresent();
    }

    private VmId kin(VmId guest) {
        return sources.getOrDefault(guest, guest);
    }
}
