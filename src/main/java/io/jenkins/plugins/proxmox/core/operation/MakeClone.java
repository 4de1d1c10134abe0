package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.guest.CloneCall;
import io.jenkins.plugins.proxmox.core.task.Task;
import java.util.Optional;
import java.util.function.Function;

/** Makes the clone. */
final class MakeClone extends MakeGuest {
    private final CloneRequest request;
    private final Function<Memo, String> next;

    /**
     * @param anotherNumber the stage that takes another VMID
     * @param next gives the stage that follows
     */
    MakeClone(CloneRequest request, String anotherNumber, Function<Memo, String> next) {
        super(
                NewGuest.CLONED,
                Optional.of(anotherNumber).filter(stage -> request.vmid().isEmpty()));
        this.request = request;
        this.next = next;
    }

    @Override
    String next(Memo memo) {
        return next.apply(memo);
    }

    @Override
    public String activity(Memo memo) {
        return "Cloning " + CloneGuest.sourceText(memo) + " to " + CloneGuest.cloneText(request, memo) + " on "
                + memo.guest(NewGuest.KEY).node();
    }

    @Override
    public Task make(OperationContext context) {
        Memo memo = context.memo();
        Memo.Subject source = memo.guest(CloneGuest.SOURCE);
        Memo.Subject clone = memo.guest(NewGuest.KEY);
        CloneCall call = new CloneCall(
                clone.vmid(),
                request.name(),
                Optional.of(!memo.flag(CloneGuest.LINKED)),
                request.storage(),
                request.node().filter(node -> !node.equals(source.node())),
                request.pool(),
                request.snapshot(),
                Optional.of(context.mark(clone.vmid())
                        .addTo(memo.text(CloneGuest.DESCRIPTION).orElse(""))));
        return source.in(context.cluster()).cloneTo(call).task();
    }
}
