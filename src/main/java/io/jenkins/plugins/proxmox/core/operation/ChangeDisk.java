package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.config.MountPoint;
import io.jenkins.plugins.proxmox.core.config.PendingChange;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.PropertyString;
import io.jenkins.plugins.proxmox.core.value.UnusedId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import io.jenkins.plugins.proxmox.core.value.VolumeKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Attaches, detaches, resizes, moves or deletes a disk of a VM or a volume of a container. */
public final class ChangeDisk implements Operation<Map<String, Object>> {
    static final String KIND = "disk";
    static final String GUEST = "guest";
    private static final String SIZE = "size";
    private static final String UNUSED = "unused";
    private static final String CHANGE = "change";
    private static final String RELEASED = "released";
    private static final String REMOVE = "remove";
    private static final String FINISH = "finish";

    private final DiskRequest request;
    private final DiskWork work;

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if what is asked for does not go together
     */
    public ChangeDisk(DiskRequest request) {
        request.check();
        this.request = request;
        work = DiskWork.of(request);
    }

    static ChangeDisk of(Request request) {
        return new ChangeDisk(DiskRequest.of(request));
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
    public Stages<Map<String, Object>> stages() {
        return Stages.beginningWith("prepare", this::prepare)
                .change(CHANGE, new DiskChange(request, work, CHANGE, RELEASED))
                .look(RELEASED, this::released)
                .change(REMOVE, new DiskChange(request, new RemoveUnused(), REMOVE, FINISH))
                .look(FINISH, this::finish);
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(60);
    }

    private Next<Map<String, Object>> prepare(OperationContext context) {
        FoundGuest guest = context.cluster().guests().find("guest", request.guest());
        context.permit(Right.CONFIGURE, guest);
        boolean machine = guest.guest().type() == GuestType.VIRTUAL_MACHINE;
        if (machine ? request.disk() instanceof MountPointId : request.disk() instanceof DiskId) {
            throw ProxmoxException.invalid(
                    "disk",
                    "disk: '" + request.disk() + "' is not possible for the "
                            + guest.guest().type().noun() + " " + guest + "; expected is one as in "
                            + (machine ? "scsi1" : "mp0"));
        }
        GuestConfig config = guest.guest().config();
        context.memo().put(GUEST, Memo.Subject.of(guest));
        if (request.action() == DiskAction.DETACH || request.action() == DiskAction.DELETE) {
            size(config, request.disk()).ifPresent(size -> context.memo().put(SIZE, size.bytes()));
        }
        if (!work.prepare(context, guest, config)) {
            context.say(request.disk() + " of " + guest + " on " + guest.guest().node() + " is so already: "
                    + config.value(request.disk().text()).orElse(""));
            return Next.then(FINISH);
        }
        return Next.then(CHANGE);
    }

    /** A container's volume is only detached by then, and has to be deleted from where it is kept now. */
    private Next<Map<String, Object>> released(OperationContext context) {
        if (request.action() != DiskAction.DELETE || !(request.disk() instanceof MountPointId)) {
            return Next.then(FINISH);
        }
        Optional<String> volume = context.memo().text(DiskWork.VOLUME);
        Optional<UnusedId> place = volume.flatMap(
                id -> unused(context.memo().guest(GUEST).in(context.cluster()).config(), VolumeId.parse(id)));
        place.ifPresent(id -> context.memo().put(RemoveUnused.PLACE, id.text()));
        return Next.then(place.isPresent() ? REMOVE : FINISH);
    }

    private Next<Map<String, Object>> finish(OperationContext context) {
        Memo memo = context.memo();
        Memo.Subject subject = memo.guest(GUEST);
        Guest guest = subject.in(context.cluster());
        GuestConfig config = guest.config();
        boolean gone = request.action() == DiskAction.DETACH || request.action() == DiskAction.DELETE;
        Optional<VolumeId> before = memo.text(DiskWork.VOLUME).map(VolumeId::parse);
        Optional<VolumeId> volume = gone ? before : config.volume(request.disk());
        boolean pending = guest.configuration().pending().stream()
                .map(PendingChange::key)
                .anyMatch(request.disk().text()::equals);
        if (pending) {
            context.say(request.disk() + " of " + subject + " will change only when it is stopped and started again;"
                    + " proxmoxAction with the action reboot does that");
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("vmid", subject.vmid().number());
        facts.put("disk", request.disk().text());
        facts.put("volume", volume.map(VolumeId::toString).orElse(null));
        facts.put("storage", volume.map(VolumeId::storage).orElse(null));
        facts.put(
                "size",
                memo.number(SIZE).stream()
                        .boxed()
                        .findFirst()
                        .or(() -> size(config, request.disk()).map(DataSize::bytes))
                        .orElse(null));
        facts.put("path", gone ? null : path(config).orElse(null));
        facts.put(
                UNUSED,
                before.flatMap(id -> unused(config, id)).map(UnusedId::text).orElse(null));
        facts.put("pending", pending);
        return Next.done(facts);
    }

    private Optional<String> path(GuestConfig config) {
        return request.disk() instanceof MountPointId id
                ? Optional.ofNullable(config.mountPoints().get(id)).flatMap(MountPoint::path)
                : Optional.empty();
    }

    private static Optional<UnusedId> unused(GuestConfig config, VolumeId volume) {
        return config.unused().entrySet().stream()
                .filter(entry -> entry.getValue().equals(volume))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The size that Proxmox VE has noted. */
    static Optional<DataSize> size(GuestConfig config, VolumeKey disk) {
        return config.value(disk.text())
                .flatMap(text -> PropertyString.parse(text).value("size"))
                .flatMap(DataSize::find);
    }

    /**
     * @throws ProxmoxException with {@link Problem.NotFound}, naming those there are
     */
    static void requireThere(FoundGuest guest, GuestConfig config, VolumeKey disk) {
        if (config.value(disk.text()).isEmpty()) {
            throw new ProxmoxException(
                    new Problem.NotFound(),
                    "There is no " + disk + " of " + guest + "; expected is one of "
                            + config.values().keySet().stream()
                                    .filter(key -> VolumeKey.find(key).isPresent())
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        }
    }
}
