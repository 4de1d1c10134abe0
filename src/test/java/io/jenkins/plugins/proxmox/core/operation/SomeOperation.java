package io.jenkins.plugins.proxmox.core.operation;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * An operation that is nothing but its stages.
 *
 * @param undoing the stage that takes back what it has made, if one does
 */
record SomeOperation<R>(Stages<R> stages, Optional<String> undoing) implements Operation<R> {
    SomeOperation(Stages<R> stages) {
        this(stages, Optional.empty());
    }

    @Override
    public String kind() {
        return "test";
    }

    @Override
    public Map<String, Object> request() {
        return Map.of();
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(1);
    }

    @Override
    public Optional<String> undo(Memo memo) {
        return undoing;
    }
}
