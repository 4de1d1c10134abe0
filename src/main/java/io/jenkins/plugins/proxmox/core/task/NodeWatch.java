package io.jenkins.plugins.proxmox.core.task;

import static io.jenkins.plugins.proxmox.core.task.SteadyClock.earlier;
import static io.jenkins.plugins.proxmox.core.task.SteadyClock.later;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Watches the awaited tasks of one node: makes the calls that its agenda wants, a few at a time, and ends the waits.
 * Nobody is told anything while this is locked, and no call is made.
 */
final class NodeWatch {
    private static final Logger LOGGER = Logger.getLogger(NodeWatch.class.getName());

    /** A node has three workers for the calls of everybody. */
    private static final int CALLS = 2;

    private final String node;
    private final TaskWatcher watcher;
    private final Agenda agenda;
    private final Outage outage;
    private final Findings findings;
    private final NavigableSet<Instant> timers = new TreeSet<>();
    private int underWay;

    NodeWatch(String node, TaskWatcher watcher) {
        this.node = node;
        this.watcher = watcher;
        agenda = new Agenda(watcher.intervals());
        outage = new Outage(watcher.intervals());
        findings = new Findings(agenda, outage, watcher.timing());
    }

    void add(Watched watched) {
        conclude(now -> {
            agenda.add(watched, now);
            arrange(now);
        });
    }

    /** Somebody waits no longer. */
    void forget(Watched watched) {
        conclude(now -> {
            agenda.remove(watched, now);
            arrange(now);
        });
        watcher.forgetIfIdle(node);
    }

    synchronized boolean isIdle() {
        return agenda.isEmpty() && underWay == 0;
    }

    private void tick(Instant due) {
        conclude(now -> {
            timers.remove(due);
            arrange(now);
        });
    }

    /** Begins what is due, and sees to it that somebody comes back when the next thing is. */
    private void arrange(Instant now) {
        agenda.overdue(!outage.present(), now).forEach(it -> findings.end(it, now));
        Optional<Instant> next = agenda.nextOverdue(!outage.present());
        while (underWay < (outage.present() ? 1 : CALLS)) {
            Optional<Call> call = agenda.next();
            if (call.isEmpty()) {
                break;
            }
            Instant due = later(call.get().due(), outage.nextAttempt());
            if (due.isAfter(now)) {
                next = next.map(it -> earlier(it, due));
                break;
            }
            begin(call.get(), now);
        }
        next.ifPresent(it -> comeBack(it, now));
    }

    private void begin(Call call, Instant now) {
        underWay++;
        agenda.begins(call, now);
        watcher.timing().schedule(Duration.ZERO, () -> perform(call));
    }

    /** Never much later, so that a timer holds on to nothing for long. */
    private void comeBack(Instant time, Instant now) {
        Instant due = earlier(time, now.plus(Intervals.LONGEST));
        if (timers.isEmpty() || due.isBefore(timers.first())) {
            timers.add(due);
            watcher.timing().schedule(wholeMillis(Duration.between(now, due)), () -> tick(due));
        }
    }

    /** Timers know no less than a millisecond; one that ends too early would have to be set again. */
    private static Duration wholeMillis(Duration delay) {
        long millis = delay.toMillis();
        return Duration.ofMillis(delay.toNanosPart() % 1_000_000 == 0 ? millis : millis + 1);
    }

    private void perform(Call call) {
        try {
            switch (call.kind()) {
                case LIST -> lookAtAll();
                case STATUS -> lookAt(call.target().orElseThrow());
                case NEW_LINES, LAST_LINES -> readLog(call);
            }
        } catch (ProxmoxException e) {
            LOGGER.log(Level.FINE, e, () -> "No news from node " + node);
            conclude(now -> findings.failure(call, e, now));
        } catch (RuntimeException | Error e) {
            conclude(now -> findings.broken(call, e, now));
        } finally {
            conclude(now -> {
                underWay--;
                agenda.ends(call);
                arrange(now);
            });
            watcher.forgetIfIdle(node);
        }
    }

    private void lookAt(Watched watched) {
        if (watched.isOver()) {
            return;
        }
        TaskStatus status = watcher.source().status(watched.waiting().upid());
        conclude(now -> findings.status(watched, status, now));
    }

    private void lookAtAll() {
        List<Watched> asked;
        synchronized (this) {
            asked = agenda.awaited();
        }
        if (asked.isEmpty()) {
            return;
        }
        TaskFilter filter =
                TaskList.filter(asked.stream().map(it -> it.waiting().upid()).toList());
        TaskList list = new TaskList(watcher.source().list(node, filter));
        conclude(now -> findings.list(asked, list, now));
    }

    private void readLog(Call call) {
        Watched watched = call.target().orElseThrow();
        if (watched.isOver()) {
            return;
        }
        int calls = watched.log().read(watcher.source(), watched::isOver);
        conclude(now -> findings.lines(call, calls, now));
    }

    private synchronized void conclude(Consumer<Instant> conclusion) {
        conclusion.accept(watcher.clock().now());
    }
}
