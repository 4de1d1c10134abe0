package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guestagent.FilePart;
import io.jenkins.plugins.proxmox.core.task.Task;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes a file inside a guest with one call. */
record WriteAtOnce(String itself, String path, Supplier<byte[]> content, String next) implements Change<Void> {
    @Override
    public String activity(Memo memo) {
        return "Writing " + path + " in " + Inside.place(memo);
    }

    @Override
    public Task make(OperationContext context) {
        Inside.agent(context).writeFile(path, content.get());
        return context.cluster().tasks().done();
    }

    /** Who may not look writes it once more, but not before an earlier call could no longer arrive after later changes. */
    @Override
    public Trace trace(OperationContext context) {
        try {
            FilePart part = Inside.agent(context).readPart(path, 0);
            return !part.more() && Arrays.equals(part.bytes(), content.get()) ? new Trace.Done() : new Trace.Nothing();
        } catch (ProxmoxException e) {
            if (e.is(Problem.NodeUnreachable.class)) {
                throw e;
            }
            return new Trace.Nothing();
        }
    }

    @Override
    public Next<Void> then(OperationContext context, Optional<ProxmoxException> failure) {
        return failure.isPresent() ? Inside.later(context, failure.get(), itself) : Next.then(next);
    }
}
