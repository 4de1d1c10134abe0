package io.jenkins.plugins.proxmox.core.operation;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Lets those ask one after the other, node by node, who ask guest agents of which nobody knows whether they answer yet. A node
 * holds such a question for 3 s in one of its three workers; all else that is asked of the node needs the others. Whoever
 * waits for its turn holds no thread.
 */
final class AgentTurns {
    private record Waiting(Instant rank, long number, Runnable asking) {}

    private final Executor executor;

    /** Those who wait; a node is not in it if nobody asks there. */
    private final Map<String, PriorityQueue<Waiting>> nodes = new HashMap<>();

    private long number;

    /** @param executor whose threads may be blocked for as long as a question takes */
    AgentTurns(Executor executor) {
        this.executor = executor;
    }

    /** Whether nobody asks on a node at this moment. */
    synchronized boolean isFree(String node) {
        return !nodes.containsKey(node);
    }

    /**
     * Asks when it is its turn.
     *
     * @param rank of those who wait, the one with the earliest is the next
     * @return the answer; fails as the question does. Who has cancelled it before its turn is not asked for
     */
    <T> CompletableFuture<T> ask(String node, Instant rank, Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable asking = () -> {
            try {
                if (!answer.isDone()) {
                    answer.complete(question.get());
                }
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            } finally {
                next(node);
            }
        };
        if (isFirst(node, rank, asking)) {
            executor.execute(asking);
        }
        return answer;
    }

    private synchronized boolean isFirst(String node, Instant rank, Runnable asking) {
        PriorityQueue<Waiting> queue = nodes.get(node);
        if (queue == null) {
            nodes.put(
                    node,
                    new PriorityQueue<>(Comparator.comparing(Waiting::rank).thenComparing(Waiting::number)));
            return true;
        }
        queue.add(new Waiting(rank, number++, asking));
        return false;
    }

    private void next(String node) {
        Waiting next;
        synchronized (this) {
            next = nodes.get(node).poll();
            if (next == null) {
                nodes.remove(node);
                return;
            }
        }
        executor.execute(next.asking());
    }
}
