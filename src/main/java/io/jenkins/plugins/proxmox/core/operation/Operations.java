package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Makes operations out of what their checkpoints say was asked for. */
public final class Operations {
    private static final Map<String, Function<Request, Operation<?>>> KINDS = Map.ofEntries(
            Map.entry(LookAtGuest.KIND, LookAtGuest::of),
            Map.entry(ListGuests.KIND, ListGuests::of),
            Map.entry(AwaitGuest.KIND, AwaitGuest::of),
            Map.entry(SendRequest.KIND, SendRequest::of),
            Map.entry(CloneGuest.KIND, CloneGuest::of),
            Map.entry(TakeSnapshot.KIND, TakeSnapshot::of),
            Map.entry(RollBack.KIND, RollBack::of),
            Map.entry(BackUp.KIND, BackUp::of),
            Map.entry(CreateGuest.KIND, CreateGuest::of),
            Map.entry(RestoreGuest.KIND, RestoreGuest::of),
            Map.entry(DeleteSnapshot.KIND, DeleteSnapshot::of),
            Map.entry(DeleteBackups.KIND, DeleteBackups::of),
            Map.entry(ConfigureGuest.KIND, ConfigureGuest::of),
            Map.entry(ChangeDisk.KIND, ChangeDisk::of),
            Map.entry(MakeTemplate.KIND, MakeTemplate::of),
            Map.entry(MigrateGuest.KIND, MigrateGuest::of),
            Map.entry(ExecuteCommand.KIND, ExecuteCommand::of),
            Map.entry(WriteFile.KIND, WriteFile::of),
            Map.entry(ReadFile.KIND, ReadFile::of),
            Map.entry(StartInboundAgent.KIND, StartInboundAgent::of),
            Map.entry(ReachGuest.KIND, ReachGuest::of),
            Map.entry(ReadHostKeys.KIND, ReadHostKeys::of),
            Map.entry(ChangePower.KIND, ChangePower::of),
            Map.entry(DestroyGuest.KIND, DestroyGuest::of),
            Map.entry(EndSnapshot.KIND, EndSnapshot::of));

    private Operations() {}

    static Set<String> kinds() {
        return KINDS.keySet();
    }

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
