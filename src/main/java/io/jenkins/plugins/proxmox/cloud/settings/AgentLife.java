package io.jenkins.plugins.proxmox.cloud.settings;

import hudson.ExtensionPoint;
import hudson.model.Describable;
import io.jenkins.plugins.proxmox.core.life.LifeRule;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** How long an agent lives, and what becomes of its guest between two builds. */
public abstract class AgentLife implements Describable<AgentLife>, ExtensionPoint {
    /** How many builds it takes at most; empty for any number. */
    public abstract OptionalInt uses();

    /** After which time without a build it is removed; empty if it never is for that. */
    public abstract Optional<Duration> idle();

    /** After which time it takes no more builds; empty if it gets as old as it likes. */
    Optional<Duration> age() {
        return Optional.empty();
    }

    /**
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException if something in it can't be right
     */
    void check() {
        // Most can't be wrong.
    }

    /** How many executors it really has, if so many were asked for. */
    public int executors(int wanted) {
        return wanted;
    }

    /** Whether each build finds the guest as it was at the beginning. */
    public boolean isRolledBack() {
        return false;
    }

    /** Whether that includes the memory, for guests that can. */
    public boolean hasMemory() {
        return false;
    }

    public final LifeRule rule() {
        return new LifeRule(uses(), idle(), age());
    }

    /** Something that lasts less than a minute would never be of use. */
    static Optional<Duration> minutes(Integer minutes) {
        return Optional.ofNullable(minutes).map(it -> Duration.ofMinutes(Math.max(1, it)));
    }
}
