package io.jenkins.plugins.proxmox.core.task;

import static io.jenkins.plugins.proxmox.core.task.SteadyClock.earlier;
import static io.jenkins.plugins.proxmox.core.task.SteadyClock.later;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides what to ask a node next. As long as few of its tasks are awaited, each is asked for by itself and at its own
 * pace; more are looked up in one list, at the pace of the youngest, and all calls share a budget then. Not safe for
 * threads: the node's watch guards it.
 */
final class Agenda {
    /** So many tasks are asked for one by one. */
    static final int FEW = 4;

    /** The last lines of a log are read even if that was not paid for, rather than later. */
    private static final Duration LAST_LINES = Duration.ofSeconds(3);

    private final Intervals intervals;
    private final Budget budget = new Budget();
    private final Set<Watched> all = new LinkedHashSet<>();
    private boolean listing;
    private boolean listUnderWay;
    private boolean listedLast;
    private Instant lastList = Instant.MIN;
    private Instant nextList = Instant.MIN;

    Agenda(Intervals intervals) {
        this.intervals = intervals;
    }

    void add(Watched watched, Instant now) {
        all.add(watched);
        watched.lookAt(now.plus(intervals.first()));
        nextList = earlier(nextList, watched.nextLook());
        choose(now);
    }

    void remove(Watched watched, Instant now) {
        if (all.remove(watched)) {
            choose(now);
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Those whose end is not known yet, in the order in which they began. */
    List<Watched> awaited() {
        return running().toList();
    }

    private Stream<Watched> running() {
        return all.stream().filter(it -> it.outcome().isEmpty());
    }

    /** Those that have waited too long, for whatever they wait. */
    List<Watched> overdue(boolean nodeAnswers, Instant now) {
        return all.stream()
                .filter(it -> !it.endsAnyway(nodeAnswers).isAfter(now))
                .toList();
    }

    /** When somebody will have waited too long next. */
    Optional<Instant> nextOverdue(boolean nodeAnswers) {
        return all.stream().map(it -> it.endsAnyway(nodeAnswers)).min(Comparator.naturalOrder());
    }

    private void choose(Instant now) {
        boolean many = all.size() > FEW;
        if (many == listing) {
            return;
        }
        listing = many;
        if (many) {
            lastList = now;
            nextList = running()
                    .map(Watched::nextLook)
                    .min(Comparator.naturalOrder())
                    .orElse(now);
        } else {
            running().forEach(it -> lookLater(it, now));
        }
        all.forEach(it -> it.unlisted(false));
    }

    /** The call to be made next, which need not be due yet; empty if there is none that is not under way. */
    Optional<Call> next() {
        Stream<Call> calls = all.stream().filter(it -> !it.busy()).flatMap(this::calls);
        return Stream.concat(list().stream(), calls)
                .min(Comparator.comparing(Call::due).thenComparing(this::rank).thenComparing(Call::since));
    }

    /** What is asked for one by one must not wait for ever because there is always another list to fetch. */
    private int rank(Call call) {
        return call.kind() == Call.Kind.LIST && listedLast
                ? Call.Kind.values().length
                : call.kind().ordinal();
    }

    private Optional<Call> list() {
        if (!listing || listUnderWay) {
            return Optional.empty();
        }
        return running().map(Watched::deadline).min(Comparator.naturalOrder()).map(deadline -> {
            Instant affordable = earlier(budget.nextCall(), lastList.plus(Intervals.LONGEST));
            return new Call(Call.Kind.LIST, later(earlier(nextList, deadline), affordable), lastList, Optional.empty());
        });
    }

    private Stream<Call> calls(Watched watched) {
        if (watched.outcome().isPresent()) {
            Instant due = affordable(watched.endedAt());
            return Stream.of(call(
                    Call.Kind.LAST_LINES,
                    earlier(due, watched.endedAt().plus(LAST_LINES)),
                    watched.endedAt(),
                    watched));
        }
        Stream.Builder<Call> calls = Stream.builder();
        if (watched.unread()) {
            calls.add(call(Call.Kind.NEW_LINES, affordable(watched.lastRead()), watched.lastRead(), watched));
        }
        if (!listing || watched.unlisted()) {
            Instant wanted = earlier(watched.nextLook(), watched.deadline());
            calls.add(call(Call.Kind.STATUS, affordable(wanted), wanted, watched));
        }
        return calls.build();
    }

    private static Call call(Call.Kind kind, Instant due, Instant since, Watched watched) {
        return new Call(kind, due, since, Optional.of(watched));
    }

    private Instant affordable(Instant wanted) {
        return listing ? later(wanted, budget.nextCall()) : wanted;
    }

    /** A call is made now. */
    void begins(Call call, Instant now) {
        spend(1, now);
        listedLast = call.kind() == Call.Kind.LIST;
        call.target().ifPresentOrElse(it -> it.busy(true), () -> listUnderWay = true);
    }

    /** So many calls were made. */
    void spend(int calls, Instant now) {
        if (listing) {
            budget.spend(calls, now);
        }
    }

    /** A call has ended, in whatever way. */
    void ends(Call call) {
        call.target().ifPresentOrElse(it -> it.busy(false), () -> listUnderWay = false);
    }

    /** A task was seen running. */
    void lookLater(Watched watched, Instant now) {
        watched.lookAt(now.plus(intervals.next(watched.age(now))));
    }

    /** The list has come; the next one comes at the pace of the youngest task in it. */
    void listed(Instant now) {
        lastList = now;
        Duration youngest =
                running().map(it -> it.age(now)).min(Comparator.naturalOrder()).orElse(Duration.ZERO);
        nextList = now.plus(intervals.next(youngest));
    }

    /** The list leaves open how a task stands; the first time this is a reason to ask at once. */
    void unlisted(Watched watched, Instant now) {
        if (!watched.unlisted()) {
            watched.unlisted(true);
            watched.lookAt(now);
        }
    }

    /** There is no list to be had; until the next attempt all tasks are asked for by themselves. */
    void notListed(Instant now) {
        lastList = now;
        nextList = now.plus(Intervals.LONGEST);
        running().forEach(it -> it.unlisted(true));
    }
}
