package io.jenkins.plugins.proxmox.cloud.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentRemovalsTest {
    // Such clocks may begin anywhere, and overflow.
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);
    private final RecentRemovals removals = new RecentRemovals(now::get);

    @Test
    void knowsWhatWasRemovedForAWhile() {
        assertThat(removals.contains("a")).isFalse();

        removals.add("a");
        now.addAndGet(RecentRemovals.REMEMBERED.toNanos() - 1);
        assertThat(removals.contains("a")).isTrue();
        assertThat(removals.contains("b")).isFalse();

        now.incrementAndGet();
        assertThat(removals.contains("a")).isFalse();
    }

    @Test
    void doesNotGrow() {
        removals.add("a");
        removals.add("b");
        now.addAndGet(RecentRemovals.REMEMBERED.toNanos());
        removals.add("c");

        assertThat(removals.size()).isEqualTo(1);
        assertThat(removals.contains("c")).isTrue();
    }
}
