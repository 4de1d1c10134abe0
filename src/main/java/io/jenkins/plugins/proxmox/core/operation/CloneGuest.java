package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.policy.GuestTraits;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Clones a guest, sets what the clone shall have of its own, starts it and waits until it is ready. */
public final class CloneGuest implements Operation<GuestFacts> {
    static final String KIND = "clone";
    static final String SOURCE = "source";
    static final String LINKED = "linked";
    static final String DESCRIPTION = "description";
    static final String TAGS = "tags";
    static final String TAGGED = "tagged";
    static final String INHERITED = "inherited";
    static final String FITTED = "fitted";
    static final String REPLACED = "replaced";
    private static final String OF_TEMPLATE = "ofTemplate";
    private static final String RESERVE = "reserve";
    private static final String MAKE = "clone";
    private static final String CONFIGURE = "configure";
    private static final String GROW = "grow";
    private static final String START = "start";
    private static final String FINISH = "finish";

    private final CloneRequest request;
    private final SshPort ssh;

    /**
     * Clones as the request says.
     *
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if what it says does not go
     *     together
     */
    public CloneGuest(CloneRequest request) {
        this(request, SshPort.DIRECT);
    }

    CloneGuest(CloneRequest request, SshPort ssh) {
        request.check();
        this.request = request;
        this.ssh = ssh;
    }

    static CloneGuest of(Request request) {
        return new CloneGuest(CloneRequest.of(request));
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
                        .change(MAKE, new MakeClone(request, RESERVE, this::afterClone))
                        .change(CONFIGURE, new ConfigureClone(request, CONFIGURE, this::afterConfiguration))
                        .change(GROW, new GrowDisk(GROW, afterGrowth()))
                        .change(START, new StartGuest<>(NewGuest.KEY, FINISH))
                        .look(FINISH, new Arrival(NewGuest.KEY, FINISH, ssh)),
                NewGuest.CLONED);
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
        return memo.flag(NewGuest.MADE)
                ? Optional.of(memo.guest(SOURCE).type().noun() + " " + cloneText(request, memo) + " on "
                        + memo.guest(NewGuest.KEY).node())
                : Optional.empty();
    }

    private Next<GuestFacts> prepare(OperationContext context) {
        FoundGuest source = context.cluster().guests().findSource("template", request.template());
        context.permit(Right.READ, source);
        GuestConfig config = source.guest().config();
        boolean linked =
                request.full().map(full -> !full).orElse(source.status().template());
        String node = request.node().orElse(source.guest().node());
        new CloneChecks(request, source, config, linked, node).all(context.cluster());
        Memo memo = context.memo();
        memo.put(SOURCE, Memo.Subject.of(source));
        memo.put(OF_TEMPLATE, source.status().template());
        memo.put(LINKED, linked);
        memo.put(DESCRIPTION, request.description().or(config::description).orElse(""));
        List<Tag> tags = tags(config);
        memo.put(TAGS, Tag.join(tags));
        // A clone inherits its source's.
        memo.put(TAGGED, tags.equals(config.tags()));
        // A clone inherits both from its source: it would start with its node, and could not be destroyed.
        memo.put(
                INHERITED,
                Stream.of("protection", "onboot").filter(config::flag).toList());
        memo.put(FITTED, Fitting.of(config, request.options()));
        memo.put(
                REPLACED,
                request.options().keySet().stream()
                        .filter(key -> VolumeKey.find(key).isPresent()
                                && config.value(key).isPresent())
                        .toList());
        request.bootDisk().ifPresent(size -> GrowDisk.prepare(context, source, config, size));
        Arrival.wanted(memo, request.waitFor());
        return Next.then(RESERVE);
    }

    /** Those that were asked for or else the source's, and ours. */
    private List<Tag> tags(GuestConfig config) {
        return OurTag.among(
                Optional.ofNullable(request.options().get(TAGS)).map(Tag::list).orElseGet(config::tags));
    }

    private String afterClone(Memo memo) {
        return ConfigureClone.isNeeded(request, memo) ? CONFIGURE : afterConfiguration(memo);
    }

    private String afterConfiguration(Memo memo) {
        return GrowDisk.isNeeded(memo) ? GROW : afterGrowth();
    }

    private String afterGrowth() {
        return request.start() ? START : FINISH;
    }

    /** Which VMID it will be is part of the checkpoint before anybody uses it. */
    private Next<GuestFacts> reserve(OperationContext context) {
        Memo memo = context.memo();
        Memo.Subject source = memo.guest(SOURCE);
        int races = (int) memo.number(NewGuest.RACES).orElse(0);
        VmId vmid = request.vmid().orElseGet(() -> context.vmIds().reserve(context.cluster(), races));
        context.permit(
                Right.CREATE,
                new GuestTraits(
                        vmid,
                        request.name().map(GuestName::text),
                        request.pool(),
                        Tag.list(memo.text(TAGS).orElse("")),
                        false));
        context.agents().boots().cloned(vmid, source.vmid());
        String name = request.name().map(Object::toString).orElse(source.type().noun());
        memo.put(
                NewGuest.KEY,
                new Memo.Subject(source.type(), vmid, request.node().orElse(source.node()), name));
        return Next.then(MAKE);
    }

    /** As in {@code template debian-12 (9000)}. */
    static String sourceText(Memo memo) {
        Memo.Subject source = memo.guest(SOURCE);
        return (memo.flag(OF_TEMPLATE) ? "template " : source.type().noun() + " ") + source;
    }

    /** As in {@code ci-1 (105)}, or {@code 105} if it was given no name. */
    static String cloneText(CloneRequest request, Memo memo) {
        VmId vmid = memo.guest(NewGuest.KEY).vmid();
        return request.name().map(name -> name + " (" + vmid + ")").orElse(vmid.toString());
    }
}
