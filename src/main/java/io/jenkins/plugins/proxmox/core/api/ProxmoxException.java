package io.jenkins.plugins.proxmox.core.api;

import java.util.Map;
import java.util.function.Predicate;

/** Anything that goes wrong between us and a Proxmox VE; {@link #problem()} tells it apart, the message is for people. */
public final class ProxmoxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    // Exceptions are written with the build; a problem that can't be read back would take the whole build along.
    private final transient Problem problem;

    /** A problem that is told to people in these words. */
    public ProxmoxException(Problem problem, String message) {
        this(problem, message, null);
    }

    /** The same with what led to it. */
    public ProxmoxException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    /** A value refused before anything was sent. */
    public static ProxmoxException invalid(String parameter, String message) {
        return new ProxmoxException(new Problem.Parameter(Map.of(parameter, message)), message);
    }

    /** What went wrong, by meaning. */
    public Problem problem() {
        return problem == null ? new Problem.Other() : problem;
    }

    /** Whether the problem is of this kind. */
    public boolean is(Class<? extends Problem> kind) {
        return kind.isInstance(problem());
    }

    /** Whether the problem is of this kind and its details fit. */
    public <P extends Problem> boolean is(Class<P> kind, Predicate<P> details) {
        return is(kind) && details.test(kind.cast(problem()));
    }

    /** The same problem, its message led by what was being done. */
    public ProxmoxException during(String action) {
        return new ProxmoxException(problem(), action + ": " + getMessage(), this);
    }
}
