package io.jenkins.plugins.proxmox.core.task;

import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which tasks of a node are looked for: the parameters of {@code GET /nodes/{node}/tasks}. Proxmox VE gives 50 of them
 * unless {@link #page} says otherwise.
 */
public final class TaskFilter {
    /** How a task ended, as the API tells it apart. */
    public enum Ending {
        /** It succeeded without a word. */
        OK,
        /** It succeeded with warnings. */
        WARNING,
        /** It failed or was stopped. */
        ERROR,
        /** It ended without saying how. */
        UNKNOWN
    }

    private final Parameters parameters;

    private TaskFilter(Parameters parameters) {
        this.parameters = parameters;
    }

    /** Those that run and those that have ended. */
    public static TaskFilter all() {
        return source("all");
    }

    /** Those that run, and those that ended a moment ago. */
    public static TaskFilter active() {
        return source("active");
    }

    /** Those that have ended. */
    public static TaskFilter ended() {
        return source("archive");
    }

    private static TaskFilter source(String source) {
        return new TaskFilter(Parameters.NONE.with("source", source));
    }

    /** Only those about this guest; a clone is about its source. */
    public TaskFilter vmid(VmId vmid) {
        return with("vmid", vmid);
    }

    /** Only those of this type, as in {@code qmclone}. */
    public TaskFilter type(String type) {
        return with("typefilter", type);
    }

    /** Only those of users whose name contains this text; the name of a token is no part of it once a task has ended. */
    public TaskFilter user(String part) {
        return with("userfilter", part);
    }

    /** Only those that began at this time or later, by the clock of the node; in whole seconds. */
    public TaskFilter since(Instant time) {
        return with("since", time.getEpochSecond());
    }

    /** Only those that began at this time or earlier, by the clock of the node; in whole seconds. */
    public TaskFilter until(Instant time) {
        return with("until", time.getEpochSecond());
    }

    /** Only those that ended in one of these ways. */
    public TaskFilter ending(Ending... endings) {
        return with(
                "statusfilter",
                Arrays.stream(endings)
                        .map(ending -> ending.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(",")));
    }

    /** Only those that failed. */
    public TaskFilter failed() {
        return with("errors", true);
    }

    /**
     * A page of them.
     *
     * @param start how many to leave out, 0 or more
     * @param limit how many to give at most, 1 or more
     */
    public TaskFilter page(int start, int limit) {
        if (start < 0 || limit < 1) {
            throw ProxmoxException.invalid(
                    "limit", "start " + start + " and limit " + limit + " are no page; expected are 0 and 1 at least");
        }
        return with("start", start).with("limit", limit);
    }

    private TaskFilter with(String name, Object value) {
        return new TaskFilter(parameters.with(name, Optional.of(value)));
    }

    Parameters parameters() {
        return parameters;
    }
}
