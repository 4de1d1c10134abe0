package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Configuration;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sets what the clone shall have of its own.
 *
 * @param itself what the stage is called that this is
 * @param next gives the stage that follows
 */
record ConfigureClone(CloneRequest request, String itself, Function<Memo, String> next) implements Change<GuestFacts> {
    /** Whether there is anything to be set. */
    static boolean isNeeded(CloneRequest request, Memo memo) {
        return !options(request, memo).isEmpty()
                || request.nic().isGiven()
                || !request.missingSecrets().isEmpty();
    }

    @Override
    public String activity(Memo memo) {
        return "Configuring " + CloneGuest.cloneText(request, memo) + " on "
                + memo.guest(NewGuest.KEY).node() + ": "
                + Stream.concat(
                                options(request, memo).keySet().stream(),
                                request.nic().keys(memo.guest(NewGuest.KEY).type()).stream())
                        .collect(Collectors.joining(", "));
    }

    @Override
    public Task make(OperationContext context) {
        Memo.Subject clone = context.memo().guest(NewGuest.KEY);
        if (!request.missingSecrets().isEmpty()) {
            throw ProxmoxException.invalid(
                    "config",
                    "what was given for " + String.join(", ", request.missingSecrets())
                            + " is kept nowhere, and was not given again after the restart");
        }
        Map<String, String> options = options(request, context.memo());
        Volumes.permitOthers(context, clone.vmid(), options);
        Configuration configuration = clone.in(context.cluster()).configuration();
        if (!request.nic().isGiven()) {
            return configuration.change(change(options)).task();
        }
        // Its MAC address is a new one already, and has to stay.
        return configuration
                .edit(current -> {
                    options.putAll(request.nic().options(clone.type(), current));
                    return change(options);
                })
                .task();
    }

    private static ConfigChange change(Map<String, String> options) {
        ConfigChange change = ConfigChange.none();
        for (Map.Entry<String, String> option : options.entrySet()) {
            change = change.set(option.getKey(), option.getValue());
        }
        return change;
    }

    private static Map<String, String> options(CloneRequest request, Memo memo) {
        Map<String, String> options = new LinkedHashMap<>();
        memo.texts(CloneGuest.INHERITED).forEach(key -> options.put(key, "0"));
        options.putAll(Fitting.read(memo.texts(CloneGuest.FITTED)));
        options.putAll(request.options());
        options.remove(CloneGuest.TAGS);
        if (!memo.flag(CloneGuest.TAGGED)) {
            options.put(CloneGuest.TAGS, memo.text(CloneGuest.TAGS).orElse(""));
        }
        return options;
    }

    /** What is set once more is the same as before, except for new volumes: each call would make others. */
    @Override
    public Trace trace(OperationContext context) {
        Memo.Subject clone = context.memo().guest(NewGuest.KEY);
        List<String> replaced = context.memo().texts(CloneGuest.REPLACED);
        GuestConfig config = clone.in(context.cluster()).config();
        Map<String, String> options = options(request, context.memo());
        options.putAll(request.nic().options(clone.type(), config));
        List<Setting> settings = options.entrySet().stream()
                .map(option -> new Setting(option.getKey(), option.getValue()))
                .toList();
        List<Setting> volumes = settings.stream().filter(Setting::makesVolume).toList();
        // They are all set by one call, so those that must not be set twice speak for the others.
        boolean set = (volumes.isEmpty() ? settings : volumes)
                .stream().allMatch(setting -> setting.isIn(config, replaced.contains(setting.key())));
        return new Traces(context, clone).orFailed(set, "qmconfig");
    }

    @Override
    public Next<GuestFacts> then(OperationContext context, Optional<ProxmoxException> failure) {
        failure.ifPresent(reason -> Traces.rememberFailed(context));
        Memo memo = context.memo();
        boolean tried = memo.flag(CloneGuest.TAGGED) || memo.flag(OurTag.REFUSED);
        if (!tried && failure.filter(this::isAboutOurTag).isPresent()) {
            OurTag.goWithout(context, failure.get());
            Optional.ofNullable(request.options().get(CloneGuest.TAGS))
                    .ifPresentOrElse(
                            asked -> memo.put(CloneGuest.TAGS, asked), () -> memo.put(CloneGuest.TAGGED, true));
            return Next.then(isNeeded(request, memo) ? itself : next.apply(memo));
        }
        return Change.orFail(failure, next.apply(memo));
    }

    private boolean isAboutOurTag(ProxmoxException failure) {
        return OurTag.isRefused(
                failure,
                Optional.ofNullable(request.options().get(CloneGuest.TAGS)).map(Tag::list));
    }
}
