package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Optional;

/** What an operation has made, as its last checkpoint tells whoever cleans up after it. */
public final class Remains {
    private Remains() {}

    /**
     * A snapshot that was taken, or was about to be.
     *
     * @param running whether the guest ran before
     */
    public record TakenSnapshot(Memo.Subject guest, String name, boolean running) {}

    /**
     * The guest that the operation has made, or was about to make; whether it is there, and is that one, tells its mark only.
     *
     * @throws ProxmoxException with {@link Problem.OutcomeUnknown} if the checkpoint can't be read
     */
    public static Optional<Memo.Subject> guest(String checkpoint) {
        return guest(Checkpoint.parse(checkpoint), NewGuest.KEY);
    }

    /**
     * Whether the operation has made its guest for certain; it may have been removed since then.
     *
     * @throws ProxmoxException with {@link Problem.OutcomeUnknown} if the checkpoint can't be read
     */
    public static boolean hasMade(String checkpoint) {
        return new Memo(Checkpoint.parse(checkpoint).memo()).flag(NewGuest.MADE);
    }

    /**
     * Whether the operation took back what it had made, or was about to make. Once it has ended, nothing of it is left.
     *
     * @throws ProxmoxException with {@link Problem.OutcomeUnknown} if the checkpoint can't be read
     */
    public static boolean isTakenBack(String checkpoint) {
        return Checkpoint.parse(checkpoint).failure().isPresent();
    }

    /**
     * The guest that the operation has cloned.
     *
     * @throws ProxmoxException with {@link Problem.OutcomeUnknown} if the checkpoint can't be read
     */
    public static Optional<Memo.Subject> source(String checkpoint) {
        return guest(Checkpoint.parse(checkpoint), CloneGuest.SOURCE);
    }

    /**
     * The snapshot that the operation has taken, or was about to take; its mark tells whether it is there.
     *
     * @throws ProxmoxException with {@link Problem.OutcomeUnknown} if the checkpoint can't be read
     */
    public static Optional<TakenSnapshot> snapshot(String checkpoint) {
        Checkpoint read = Checkpoint.parse(checkpoint);
        return guest(read, TakeSnapshot.GUEST)
                .map(guest -> new TakenSnapshot(
                        guest,
                        String.valueOf(read.requestMap().get("name")),
                        new Memo(read.memo()).flag(TakeSnapshot.RUNNING)));
    }

    private static Optional<Memo.Subject> guest(Checkpoint checkpoint, String key) {
        Memo memo = new Memo(checkpoint.memo());
        return memo.has(key) ? Optional.of(memo.guest(key)) : Optional.empty();
    }
}
