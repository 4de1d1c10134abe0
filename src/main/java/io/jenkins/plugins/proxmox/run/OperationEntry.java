package io.jenkins.plugins.proxmox.run;

import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.operation.Requester;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * All that has to be known of an operation of a build when nobody but this controller's disk remembers it. Written to disk,
 * where its fields' names are what they are called.
 */
final class OperationEntry {
    /** For an operation that only is to be brought to its end. */
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final String id;
    private final String build;
    private final String owner;
    private final String connection;
    private final boolean stopTask;
    private final boolean keepOnFailure;
    private final Held held;
    private final Long keptUntil;

    private OperationEntry(
            String id,
            String build,
            String owner,
            String connection,
            boolean stopTask,
            boolean keepOnFailure,
            Held held,
            Long keptUntil) {
        this.id = id;
        this.build = build;
        this.owner = owner;
        this.connection = connection;
        this.stopTask = stopTask;
        this.keepOnFailure = keepOnFailure;
        this.held = held;
        this.keptUntil = keptUntil;
    }

    /**
     * @param build by its externalizable id
     * @param owner as marks tell it
     */
    static OperationEntry of(
            String id, String build, String owner, String connection, OperationOptions options, Optional<Held> held) {
        return new OperationEntry(
                id, build, owner, connection, options.stopTask(), options.keepOnFailure(), held.orElse(null), null);
    }

    OperationEntry ofBuild(String renamed) {
        return new OperationEntry(id, renamed, owner, connection, stopTask, keepOnFailure, held, keptUntil);
    }

    OperationEntry released() {
        return new OperationEntry(id, build, owner, connection, stopTask, keepOnFailure, null, null);
    }

    OperationEntry keptUntil(Instant time) {
        return new OperationEntry(id, build, owner, connection, stopTask, keepOnFailure, held, time.toEpochMilli());
    }

    String id() {
        return id;
    }

    String build() {
        return build;
    }

    String owner() {
        return owner;
    }

    String connection() {
        return connection;
    }

    Optional<Held> held() {
        return Optional.ofNullable(held);
    }

    Optional<Instant> keptUntil() {
        return Optional.ofNullable(keptUntil).map(Instant::ofEpochMilli);
    }

    /** What a guest or snapshot bears that the operation has made. */
    Mark mark(VmId vmid) {
        return requester(owner).mark(vmid, id);
    }

    /** How the operation is brought to its end. */
    OperationOptions options() {
        return new OperationOptions(TIMEOUT, true, stopTask, keepOnFailure, requester(owner));
    }

    /** This controller, cleaning up: it has been allowed before. */
    static Requester requester(String owner) {
        return new Requester(ControllerIdentity.id(), owner, Guard.OPEN);
    }
}
