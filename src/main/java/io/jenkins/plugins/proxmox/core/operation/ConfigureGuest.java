package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.config.PendingChange;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes the configuration of a guest. Gives the guest map and in it, as {@code pending}, the options whose changes take
 * effect only when the guest is started the next time.
 */
public final class ConfigureGuest implements Operation<Map<String, Object>> {
    static final String KIND = "configure";
    private static final String GUEST = "guest";
    private static final String KEYS = "keys";
    private static final String CONFIGURE = "configure";
    private static final String FINISH = "finish";
    private static final String HOTPLUG = "hotplug problem";

    private final ConfigureRequest request;

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if what is asked for contradicts itself or is nothing
     */
    public ConfigureGuest(ConfigureRequest request) {
        request.check();
        this.request = request;
    }

    static ConfigureGuest of(Request request) {
        return new ConfigureGuest(ConfigureRequest.of(request));
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
                .change(CONFIGURE, new Configure())
                .look(FINISH, this::finish);
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(10);
    }

    private Next<Map<String, Object>> prepare(OperationContext context) {
        FoundGuest guest = context.cluster().guests().find("guest", request.guest());
        context.permit(Right.CONFIGURE, guest);
        GuestConfig config = guest.guest().config();
        GuestSettings settings = settings(Memo.Subject.of(guest));
        Set<String> keys = settings.over(config).keys();
        checkKinds(guest, config, keys);
        Volumes.permitOthers(
                context, guest.guest().vmid(), settings.over(config).set());
        Memo memo = context.memo();
        memo.put(GUEST, Memo.Subject.of(guest));
        memo.put(KEYS, keys);
        settings.rememberVolumes(config, memo);
        return Next.then(CONFIGURE);
    }

    private void checkKinds(FoundGuest guest, GuestConfig config, Set<String> keys) {
        boolean machine = guest.guest().type() == GuestType.VIRTUAL_MACHINE;
        if (!machine && request.agent().isPresent()) {
            throw ProxmoxException.invalid(
                    "agent", "agent is not possible for the container " + guest + ", only VMs have a guest agent");
        }
        boolean getsDrive = request.options().values().stream().anyMatch(value -> value.contains(":cloudinit"));
        if (!getsDrive) {
            CloneChecks.cloudInit(guest, config, request.options().keySet());
        }
    }

    private GuestSettings settings(Memo.Subject guest) {
        return new GuestSettings(request, guest.type(), guest.vmid());
    }

    private final class Configure implements Change<Map<String, Object>> {
        @Override
        public String activity(Memo memo) {
            Memo.Subject guest = memo.guest(GUEST);
            return "Configuring " + guest + " on " + guest.node() + ": " + String.join(", ", memo.texts(KEYS));
        }

        @Override
        public Task make(OperationContext context) {
            if (!request.missingSecrets().isEmpty()) {
                throw ProxmoxException.invalid(
                        "config",
                        "what was given for " + String.join(", ", request.missingSecrets())
                                + " is kept nowhere, and was not given again after the restart");
            }
            Memo.Subject subject = context.memo().guest(GUEST);
            Guest guest = subject.in(context.cluster());
            Checks.unlockedByNow(context, guest);
            return guest.configuration().edit(settings(subject)::over).task();
        }

        /** What is set once more is the same as before, except for new volumes: each call would make others. */
        @Override
        public Trace trace(OperationContext context) {
            Memo.Subject subject = context.memo().guest(GUEST);
            GuestConfig config = subject.in(context.cluster()).config();
            return new Traces(context, subject)
                    .of(settings(subject).areIn(config, context.memo()) && !mayBeWaiting(context), "qmconfig");
        }

        /** What is taken back does not show in the configuration. */
        private boolean mayBeWaiting(OperationContext context) {
            return !request.revert().isEmpty()
                    && context.memo().guest(GUEST).in(context.cluster()).configuration().pending().stream()
                            .map(PendingChange::key)
                            .anyMatch(request.revert()::contains);
        }

        @Override
        public Next<Map<String, Object>> then(OperationContext context, Optional<ProxmoxException> failure) {
            if (failure.filter(e -> e.is(Problem.Conflict.class)).isPresent()) {
                return Next.after(Duration.ofSeconds(1), failure.get().getMessage(), CONFIGURE);
            }
            Optional<String> problem = failure.flatMap(e -> hotplugProblem(context, e));
            if (problem.isPresent()) {
                context.say("Not everything could be changed while the guest runs: " + problem.get());
                return Next.then(FINISH);
            }
            return Change.orFail(failure, FINISH);
        }
    }

    /** What can't be changed while the guest runs was written down all the same, and waits for its next start. */
    private static Optional<String> hotplugProblem(OperationContext context, ProxmoxException failure) {
        if (failure.getMessage().contains(HOTPLUG)) {
            return Optional.of(failure.getMessage());
        }
        return context.task().filter(upid -> failure.is(Problem.TaskFailed.class)).stream()
                .flatMap(upid -> context.log(upid).stream())
                .filter(line -> line.contains(HOTPLUG))
                .findFirst();
    }

    private Next<Map<String, Object>> finish(OperationContext context) {
        Memo.Subject subject = context.memo().guest(GUEST);
        Guest guest = subject.in(context.cluster());
        List<String> keys = context.memo().texts(KEYS);
        List<String> pending = guest.configuration().pending().stream()
                .map(PendingChange::key)
                .filter(keys::contains)
                .toList();
        FoundGuest found = FoundGuest.of(guest, guest.status());
        if (!pending.isEmpty()) {
            context.say(String.join(", ", pending) + " of " + found + " will change only when it is stopped and started"
                    + " again; proxmoxAction with the action reboot does that");
        }
        Map<String, Object> facts = Facts.of(found, List.of()).toMap();
        facts.put("pending", new ArrayList<>(pending));
        return Next.done(facts);
    }
}
