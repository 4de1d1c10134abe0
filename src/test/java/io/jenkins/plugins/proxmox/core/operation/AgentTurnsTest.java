package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AgentTurnsTest {
    private final Queue<Runnable> underWay = new ArrayDeque<>();
    private final AgentTurns turns = new AgentTurns(underWay::add);
    private final List<String> asked = new ArrayList<>();

    private CompletableFuture<String> ask(String node, int rank, String name) {
        return turns.ask(node, Instant.ofEpochSecond(rank), () -> {
            asked.add(name);
            return name;
        });
    }

    private void goOn() {
        underWay.remove().run();
    }

    @Test
    void oneOnANodeIsAskedAtATimeTheEarliestFirst() {
        ask("pve1", 9, "first to come");
        ask("pve1", 5, "late");
        ask("pve1", 3, "early");
        CompletableFuture<String> last = ask("pve1", 5, "as late");
        for (int i = 0; i < 4; i++) {
            assertThat(underWay).hasSize(1);
            goOn();
        }
        assertThat(asked).containsExactly("first to come", "early", "late", "as late");
        assertThat(last).isCompletedWithValue("as late");
        assertThat(underWay).isEmpty();
        assertThat(turns.isFree("pve1")).isTrue();
    }

    @Test
    void nodesDoNotWaitForEachOther() {
        ask("pve1", 1, "one");
        assertThat(turns.isFree("pve2")).isTrue();
        ask("pve2", 1, "two");
        assertThat(underWay).hasSize(2);
        assertThat(turns.isFree("pve2")).isFalse();
    }

    @Test
    void whoHasGoneIsNotAskedAndKeepsNobody() {
        ask("pve1", 1, "one");
        ask("pve1", 2, "gone").cancel(false);
        ask("pve1", 3, "three");
        goOn();
        goOn();
        goOn();
        assertThat(asked).containsExactly("one", "three");
    }

    @Test
    void failuresAreHandedOnAndKeepNobody() {
        CompletableFuture<String> failing = turns.ask("pve1", Instant.EPOCH, () -> {
            throw new IllegalStateException("silent");
        });
        ask("pve1", 1, "next");
        goOn();
        goOn();
        assertThatThrownBy(failing::join).hasRootCauseMessage("silent");
        assertThat(asked).containsExactly("next");
    }
}
