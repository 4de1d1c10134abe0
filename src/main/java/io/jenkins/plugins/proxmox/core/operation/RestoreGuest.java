package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.policy.GuestTraits;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a guest out of a backup, starts it and waits until it is ready. Either the guest that was backed up is replaced,
 * or, if there is none any more or another one is wanted, a new one is made, which then bears the mark of this operation.
 */
public final class RestoreGuest implements Operation<GuestFacts> {
    static final String KIND = "restore";
    static final String STOP = "stop";
    static final String REPLACE = "replace";
    static final String RESERVE = "reserve";
    static final String MAKE = "restore";
    static final String START = "start";
    static final String FINISH = "finish";

    private final RestoreRequest request;

    /**
     * Restores as the request says.
     *
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if its values contradict
     *     each other
     */
    public RestoreGuest(RestoreRequest request) {
        this.request = request;
        if (request.force() && request.asNew()) {
            throw ProxmoxException.invalid(
                    "force", "force: true is for replacing the guest that was backed up, not for a new one");
        }
    }

    static RestoreGuest of(Request request) {
        return new RestoreGuest(RestoreRequest.of(request));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return request.map();
    }

    @Override
    public Stages<GuestFacts> stages() {
        String next = request.start() ? START : FINISH;
        return TakeBack.addTo(
                Stages.beginningWith("prepare", this::prepare)
                        .look(RESERVE, this::reserve)
                        .change(
                                MAKE,
                                new RestoreNew(
                                        request, Optional.of(RESERVE).filter(stage -> mayTakeAnother()), MAKE, next))
                        .change(STOP, new StopForRestore(REPLACE))
                        .change(REPLACE, new RestoreOver(request, next))
                        .change(START, new StartGuest<>(NewGuest.KEY, FINISH))
                        .look(FINISH, new Arrival(NewGuest.KEY, FINISH, SshPort.DIRECT)),
                NewGuest.RESTORED);
    }

    private boolean mayTakeAnother() {
        return request.asNew() && request.vmid().isEmpty();
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofHours(6);
    }

    /** What a guest was before its restore can't be brought back. */
    @Override
    public Optional<String> undo(Memo memo) {
        return memo.has(NewGuest.KEY) && !RestorePlan.replaces(memo) ? Optional.of(TakeBack.FIRST) : Optional.empty();
    }

    @Override
    public Optional<String> made(Memo memo) {
        if (!memo.flag(NewGuest.MADE)) {
            return Optional.empty();
        }
        Memo.Subject guest = memo.guest(NewGuest.KEY);
        return Optional.of(guest.type().noun() + " " + guest + " on " + guest.node());
    }

    private Next<GuestFacts> prepare(OperationContext context) {
        BackupFinder finder = new BackupFinder(context);
        RestoreChecks checks = new RestoreChecks(request, context.cluster(), finder);
        Optional<Volume> newest = request.guest().map(finder::newest);
        VolumeId id = newest.map(Volume::id).or(request::backup).orElseThrow();
        Optional<VmId> owner = newest.flatMap(Volume::vmid).or(() -> Volume.ownerOf(id));
        Optional<FoundGuest> replaced = checks.replaced(owner);
        replaced.ifPresent(guest -> context.permit(Right.DESTROY, guest));
        Volume backup = newest.filter(volume -> suits(volume, replaced))
                .orElseGet(() -> checks.backup(id, replaced, newest.map(Volume::node)));
        GuestType type = checks.type(backup, replaced);
        if (replaced.isEmpty()) {
            finder.permit(Right.READ, backup);
            request.pool().ifPresent(pool -> Checks.pool(context.cluster(), pool));
        }
        GuestConfig saved = finder.config(backup);
        Optional<GuestConfig> present = replaced.map(guest -> guest.guest().config());
        present.ifPresent(config -> checks.unprotected(replaced.get(), config));
        String name = request.name().map(GuestName::text).or(saved::name).orElse(type.noun());
        checks.readiness(type, saved, name);
        Identity identity =
                present.map(config -> Identity.kept(backup, config, saved)).orElseGet(() -> Identity.fresh(saved));
        new RestorePlan(
                        type,
                        id,
                        backup.node(),
                        owner,
                        name,
                        identity.description(),
                        identity.tags(),
                        checks.storage(backup, type, saved, present),
                        request.unique()
                                .orElse(request.asNew() && !request.vmid().equals(owner)),
                        replaced.isPresent())
                .write(context.memo());
        Arrival.wanted(context.memo(), request.waitFor());
        return replaced.map(guest -> replace(context, guest)).orElseGet(() -> Next.then(RESERVE));
    }

    /** The newest backup was found by asking the guest's node; with a node of its own another one has to see it. */
    private boolean suits(Volume newest, Optional<FoundGuest> replaced) {
        String node =
                replaced.map(guest -> guest.guest().node()).or(request::node).orElse(newest.node());
        return newest.node().equals(node);
    }

    private static Next<GuestFacts> replace(OperationContext context, FoundGuest guest) {
        context.memo().put(NewGuest.KEY, Memo.Subject.of(guest));
        RestoreOver.remember(context);
        return Next.then(guest.status().stopped() ? REPLACE : STOP);
    }

    /** Whose the guest will be, as its description and its tags tell; both empty if the backup's need no change. */
    private record Identity(String description, List<Tag> tags) {
        /** A new guest gets a mark of its own later on. */
        static Identity fresh(GuestConfig saved) {
            return new Identity(Mark.removedFrom(saved.description().orElse("")), OurTag.among(saved.tags()));
        }

        /** A guest that is replaced belongs to whom it belongs now; the backup may tell of another time. */
        static Identity kept(Volume backup, GuestConfig present, GuestConfig saved) {
            String text = saved.description().orElse("");
            String plain = Mark.removedFrom(text);
            Optional<Mark> mark = backup.vmid().flatMap(vmid -> Mark.of(present, vmid));
            if (mark.isPresent()) {
                return new Identity(mark.get().addTo(plain), OurTag.among(saved.tags()));
            }
            boolean claims = !Mark.in(text).isEmpty();
            return new Identity(!claims ? "" : plain.isEmpty() ? "Restored from " + backup.id() : plain, List.of());
        }
    }

    /** Which VMID it will be is part of the checkpoint before anybody uses it. */
    private Next<GuestFacts> reserve(OperationContext context) {
        Memo memo = context.memo();
        RestorePlan plan = RestorePlan.read(memo);
        int races = (int) memo.number(NewGuest.RACES).orElse(0);
        VmId vmid = request.vmid()
                .or(() -> plan.owner().filter(owner -> !request.asNew()))
                .orElseGet(() -> context.vmIds().reserve(context.cluster(), races));
        context.permit(
                Right.CREATE, new GuestTraits(vmid, Optional.of(plan.name()), request.pool(), plan.tags(), false));
        memo.put(NewGuest.KEY, new Memo.Subject(plan.type(), vmid, plan.node(), plan.name()));
        return Next.then(MAKE);
    }
}
