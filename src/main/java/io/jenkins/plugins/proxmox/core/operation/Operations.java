package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Map;
import java.util.function.Function;

/** Makes operations out of what their checkpoints say was asked for. */
public final class Operations {
    private static final Map<String, Function<Request, Operation<?>>> KINDS = Map.ofEntries(
            Map.entry(CloneGuest.KIND, CloneGuest::of),
            Map.entry(TakeSnapshot.KIND, TakeSnapshot::of),
            Map.entry(RollBack.KIND, RollBack::of),
            Map.entry(BackUp.KIND, BackUp::of),
            Map.entry(ChangePower.KIND, ChangePower::of));

    private Operations() {}

    /**
     * The operation that a checkpoint is of, where nothing secret was asked for or is needed any more.
     *
     * @throws ProxmoxException with {@link Problem.OutcomeUnknown} if the checkpoint can't be read, as one of a newer
     *     version of this plugin
     */
    public static Operation<?> of(String checkpoint) {
        return of(checkpoint, Map.of());
    }

    /**
     * The operation that a checkpoint is of.
     *
     * @param secrets what is kept in no checkpoint, as it was asked for at first: passwords by the options of the guest's
     *     configuration, as in {@code cipassword}; one that is missing when it is needed ends the operation
     * @throws ProxmoxException with {@link Problem.OutcomeUnknown} if the checkpoint can't be read, as one of a newer
     *     version of this plugin
     */
    public static Operation<?> of(String checkpoint, Map<String, String> secrets) {
        Checkpoint read = Checkpoint.parse(checkpoint);
        Function<Request, Operation<?>> kind = KINDS.get(read.kind());
        if (kind == null) {
            throw new ProxmoxException(
                    new Problem.OutcomeUnknown(),
                    "Where the operation stood is told by a version that knows operations of the kind '" + read.kind()
                            + "'; look at the guest before doing it again");
        }
        return kind.apply(Request.read(read.requestMap(), secrets));
    }
}
