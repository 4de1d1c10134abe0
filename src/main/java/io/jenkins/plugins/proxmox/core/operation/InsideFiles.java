package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guestagent.GuestAgent;
import io.jenkins.plugins.proxmox.core.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes pieces of files into a directory of the operation's own, one with each run of the stage. How many were written is
 * kept; what they hold is asked for anew each time, since it may be secret.
 *
 * @param stage its name
 * @param pieces all of them, in an order that stays
 * @param next the stage after the last one
 */
record InsideFiles<R>(
        String stage,
        Function<Memo, String> doing,
        Function<OperationContext, List<InsideFiles.Piece>> pieces,
        String next)
        implements Change<R> {
    private static final String WRITTEN = "written";
    private static final String UNSURE = "unsure";

    /** A piece small enough for one call. */
    record Piece(String path, byte[] content) {}

    /** Cuts files so that each piece fits in a call. */
    static List<Piece> cut(Map<String, byte[]> files, Naming naming) {
        List<Piece> pieces = new ArrayList<>();
        files.forEach((name, content) -> {
            int number = 0;
            for (byte[] bytes : GuestAgent.pieces(content)) {
                pieces.add(new Piece(naming.path(name, number++), bytes));
            }
        });
        return pieces;
    }

    /** Says where the pieces of a file go. */
    @FunctionalInterface
    interface Naming {
        String path(String file, int number);
    }

    @Override
    public String activity(Memo memo) {
        return doing.apply(memo);
    }

    @Override
    public Task make(OperationContext context) {
        List<Piece> all = pieces.apply(context);
        Piece piece = all.get((int) context.memo().number(WRITTEN).orElse(0));
        Inside.agent(context).writeFile(piece.path(), piece.content());
        return context.cluster().tasks().done();
    }

    /** Where nobody else looks, and nobody is told of before it is complete, writing twice is as good as once. */
    @Override
    public Trace trace(OperationContext context) {
        context.memo().put(UNSURE, true);
        return new Trace.Done();
    }

    @Override
    public Next<R> then(OperationContext context, Optional<ProxmoxException> failure) {
        Memo memo = context.memo();
        if (failure.isPresent()) {
            return Inside.later(context, failure.get(), stage);
        }
        if (memo.flag(UNSURE)) {
            memo.remove(UNSURE);
            return Next.after(Duration.ofMillis(100), "nobody knows whether it was written", stage);
        }
        Inside.answered(memo);
        long written = memo.number(WRITTEN).orElse(0) + 1;
        memo.put(WRITTEN, written);
        return Next.then(written < pieces.apply(context).size() ? stage : next);
    }
}
