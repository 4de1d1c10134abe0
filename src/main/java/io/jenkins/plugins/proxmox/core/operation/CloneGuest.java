package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.CloneCall;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Clones a guest, sets what the clone shall have of its own, starts it and waits until it is ready. */
public final class CloneGuest implements Operation<GuestFacts> {
    /** How often another VMID is taken when somebody else was faster. */
    private static final int RACES = 8;

    private final CloneRequest request;
    private final SshPort ssh;
    private FoundGuest source;
    private GuestConfig sourceConfig;
    private VmId newId;
    private int races;

    /** Clones as the request says. */
    public CloneGuest(CloneRequest request) {
        this(request, SshPort.DIRECT);
    }

    CloneGuest(CloneRequest request, SshPort ssh) {
        this.request = request;
        this.ssh = ssh;
    }

    @Override
    public Stage<GuestFacts> first() {
        return this::prepare;
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }

    private Next<GuestFacts> prepare(OperationContext context) {
        source = context.cluster().guests().findSource("template", request.template());
        sourceConfig = source.guest().config();
        new CloneChecks(request, source, sourceConfig, linked(), targetNode()).all(context.cluster());
        return Next.then(this::requestClone);
    }

    private Next<GuestFacts> requestClone(OperationContext context) {
        if (newId == null) {
            newId = request.vmid().orElseGet(() -> context.vmIds().reserve(context.cluster(), races));
        }
        String kind =
                source.status().template() ? "template " : source.guest().type().noun() + " ";
        context.doing("Cloning " + kind + source + " to " + cloneName() + " on " + targetNode());
        CloneCall call = new CloneCall(
                newId,
                request.name(),
                Optional.of(!linked()),
                request.storage(),
                request.node().filter(node -> !node.equals(source.guest().node())),
                request.pool(),
                request.snapshot(),
                request.description());
        try {
            return Next.after(source.guest().cloneTo(call).task(), this::cloned);
        } catch (ProxmoxException e) {
            return lostRace(e);
        }
    }

    private Next<GuestFacts> cloned(Optional<ProxmoxException> failure) {
        return failure.map(this::lostRace).orElseGet(() -> Next.then(this::configure));
    }

    /**
     * Takes another VMID if that is all there is to it. The guest that has the number now is somebody else's and is
     * left alone.
     */
    private Next<GuestFacts> lostRace(ProxmoxException failure) {
        boolean taken = failure.is(Problem.AlreadyExists.class)
                || failure.is(Problem.Locked.class, p -> isLockFileOfClone(p.lock()));
        if (!taken || request.vmid().isPresent() || ++races > RACES) {
            throw failure;
        }
        newId = null;
        return Next.then(this::requestClone);
    }

    /** While one clone task works on a VMID it holds this file, and another one waits for a second only. */
    private boolean isLockFileOfClone(String lock) {
        return lock.equals("lock-" + newId + ".conf") || lock.equals("pve-config-" + newId + ".lock");
    }

    private Next<GuestFacts> configure(OperationContext context) {
        ConfigChange change = ConfigChange.none();
        // A clone inherits both from its source: it would start with its node, and could not be destroyed.
        for (String inherited : new String[] {"protection", "onboot"}) {
            if (sourceConfig.flag(inherited)) {
                change = change.set(inherited, false);
            }
        }
        for (Map.Entry<String, String> option : request.options().entrySet()) {
            change = change.set(option.getKey(), option.getValue());
        }
        Stage<GuestFacts> next = request.start() ? this::start : this::finish;
        if (change.isEmpty()) {
            return Next.then(next);
        }
        context.doing("Configuring " + cloneName() + " on " + targetNode() + ": "
                + String.join(", ", change.set().keySet()));
        return Next.afterSuccess(clone(context).configuration().change(change).task(), next);
    }

    private Next<GuestFacts> start(OperationContext context) {
        context.doing("Starting " + cloneName() + " on " + targetNode());
        return Next.afterSuccess(clone(context).start(), this::finish);
    }

    private Next<GuestFacts> finish(OperationContext context) {
        return Next.then(new Arrival(clone(context), request.waitFor(), ssh));
    }

    private boolean linked() {
        return request.full().map(full -> !full).orElse(source.status().template());
    }

    private String targetNode() {
        return request.node().orElse(source.guest().node());
    }

    private Guest clone(OperationContext context) {
        return context.cluster().guests().of(source.guest().type(), newId, targetNode());
    }

    private String cloneName() {
        return request.name().map(n -> n + " (" + newId + ")").orElse(newId.toString());
    }
}
