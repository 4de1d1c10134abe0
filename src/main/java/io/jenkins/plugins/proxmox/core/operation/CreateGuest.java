package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guest.NewContainer;
import io.jenkins.plugins.proxmox.core.policy.GuestTraits;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a VM from nothing, or a container from a template, starts it and waits until it is ready. */
public final class CreateGuest implements Operation<GuestFacts> {
    static final String KIND = "create";
    static final String STORAGE = "storage";
    private static final String NODE = "node";
    private static final String RESERVE = "reserve";
    private static final String MAKE = "create";
    private static final String START = "start";
    private static final String FINISH = "finish";

    private final CreateRequest request;

    /**
     * Creates as the request says.
     *
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if its values contradict
     *     each other
     */
    public CreateGuest(CreateRequest request) {
        this.request = request;
        CreateChecks.kind(request);
        CreateChecks.contradictions(request);
        // What can't be written can't be asked for; which VMID and storage it will be makes no difference.
        if (request.isContainer()) {
            new NewGuestCall(request, "storage").container(new VmId(100), ConfigChange.none());
        }
    }

    static CreateGuest of(Request request) {
        return new CreateGuest(CreateRequest.of(request));
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
        return TakeBack.addTo(
                Stages.beginningWith("prepare", this::prepare)
                        .look(RESERVE, this::reserve)
                        .change(MAKE, new Make())
                        .change(START, new StartGuest<>(NewGuest.KEY, FINISH))
                        .look(FINISH, new Arrival(NewGuest.KEY, FINISH, SshPort.DIRECT)),
                NewGuest.CREATED);
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }

    @Override
    public Optional<String> undo(Memo memo) {
        return memo.has(NewGuest.KEY) ? Optional.of(TakeBack.FIRST) : Optional.empty();
    }

    @Override
    public Optional<String> made(Memo memo) {
        Optional<Memo.Subject> made =
                memo.flag(NewGuest.MADE) ? Optional.of(memo.guest(NewGuest.KEY)) : Optional.empty();
        return made.map(guest -> guest.type().noun() + " " + text(memo) + " on " + guest.node());
    }

    private Next<GuestFacts> prepare(OperationContext context) {
        Cluster cluster = context.cluster();
        Memo memo = context.memo();
        String node = CreateChecks.node(cluster, request.node());
        boolean container = request.isContainer();
        Arrival.check(request.waitFor(), request.type(), name());
        Arrival.checkAgent(
                request.waitFor(),
                request.type(),
                name(),
                request.options().getOrDefault("agent", "0"),
                ", as in config: [agent: 1]");
        request.pool().ifPresent(pool -> Checks.pool(cluster, pool));
        request.vmid().ifPresent(vmid -> Checks.free(cluster, vmid));
        if (container || request.disk().isPresent()) {
            memo.put(STORAGE, CreateChecks.storage(cluster, node, request.storage(), container ? "rootdir" : "images"));
        }
        request.iso().ifPresent(image -> CreateChecks.image(cluster, node, "iso", image, "iso"));
        request.osTemplate().ifPresent(image -> CreateChecks.image(cluster, node, "ostemplate", image, "vztmpl"));
        memo.put(NODE, node);
        Arrival.wanted(memo, request.waitFor());
        return Next.then(RESERVE);
    }

    private String name() {
        return request.name().map(GuestName::text).orElse("that is to be made");
    }

    /** Which VMID it will be is part of the checkpoint before anybody uses it. */
    private Next<GuestFacts> reserve(OperationContext context) {
        Memo memo = context.memo();
        int races = (int) memo.number(NewGuest.RACES).orElse(0);
        VmId vmid = request.vmid().orElseGet(() -> context.vmIds().reserve(context.cluster(), races));
        context.permit(
                Right.CREATE,
                new GuestTraits(vmid, request.name().map(GuestName::text), request.pool(), tags(), false));
        GuestType type = request.type();
        String name = request.name().map(GuestName::text).orElse(type.noun());
        memo.put(NewGuest.KEY, new Memo.Subject(type, vmid, memo.text(NODE).orElseThrow(), name));
        return Next.then(MAKE);
    }

    private List<Tag> tags() {
        return OurTag.among(Tag.list(request.options().getOrDefault("tags", "")));
    }

    private String text(Memo memo) {
        VmId vmid = memo.guest(NewGuest.KEY).vmid();
        return request.name().map(name -> name + " (" + vmid + ")").orElse(vmid.toString());
    }

    private final class Make extends MakeGuest {
        Make() {
            super(
                    NewGuest.CREATED,
                    Optional.of(RESERVE).filter(stage -> request.vmid().isEmpty()));
        }

        @Override
        String next(Memo memo) {
            return request.start() ? START : FINISH;
        }

        @Override
        public String activity(Memo memo) {
            Memo.Subject guest = memo.guest(NewGuest.KEY);
            return "Creating " + guest.type().noun() + " " + text(memo) + " on " + guest.node();
        }

        @Override
        public Task make(OperationContext context) {
            if (!request.missingSecrets().isEmpty()) {
                throw ProxmoxException.invalid(
                        "config",
                        "what was given for " + String.join(", ", request.missingSecrets())
                                + " is kept nowhere, and was not given again after the restart");
            }
            Memo memo = context.memo();
            Memo.Subject guest = memo.guest(NewGuest.KEY);
            ConfigChange marked = ConfigChange.none()
                    .description(context.mark(guest.vmid())
                            .addTo(request.description().orElse("")));
            ConfigChange extra = memo.flag(OurTag.REFUSED) ? marked : marked.tags(tags());
            NewGuestCall call = new NewGuestCall(request, memo.text(STORAGE).orElse(""));
            var node = context.cluster().nodes().of(guest.node());
            if (request.isContainer()) {
                NewContainer wanted = call.container(guest.vmid(), extra);
                return node.containers().create(wanted).task();
            }
            return node.virtualMachines()
                    .create(call.virtualMachine(guest.vmid(), extra))
                    .task();
        }

        @Override
        Next<GuestFacts> otherwise(OperationContext context, ProxmoxException failure) {
            boolean onlyOurs = !request.options().containsKey("tags");
            if (onlyOurs && OurTag.isRefused(failure) && !context.memo().flag(OurTag.REFUSED)) {
                OurTag.goWithout(context, failure);
                return Next.then(MAKE);
            }
            throw failure;
        }
    }
}
