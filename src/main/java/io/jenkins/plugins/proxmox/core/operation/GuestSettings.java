package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.PropertyString;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a request means for one guest: how Proxmox spells it there, and what says whose guest it is stays. */
record GuestSettings(ConfigureRequest request, GuestType type, VmId vmid) {
    private static final String DESCRIPTION = "description";
    private static final String TAGS = "tags";
    private static final String AGENT = "agent";

    /**
     * The change of a configuration; the same again if it was made already.
     *
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException if Proxmox would not take it
     */
    ConfigChange over(GuestConfig current) {
        ConfigChange change = ConfigChange.none();
        for (Map.Entry<String, String> option : request.options().entrySet()) {
            change = switch (option.getKey()) {
                case DESCRIPTION -> change.description(description(current, option.getValue()));
                case TAGS -> change.tags(tags(current, Tag.list(option.getValue())));
                default -> change.set(key(option.getKey()), option.getValue());
            };
        }
        if (request.agent().isPresent()) {
            change = change.set(
                    AGENT, agent(current.value(AGENT), request.agent().get()));
        }
        for (String option : request.delete()) {
            change = switch (option) {
                case DESCRIPTION -> change.description(description(current, ""));
                case TAGS -> change.tags(tags(current, List.of()));
                default -> change.delete(key(option));
            };
        }
        for (String option : request.revert()) {
            change = change.revert(key(option));
        }
        return change;
    }

    private String key(String option) {
        return option.equals(ConfigureRequest.NAME) && type == GuestType.CONTAINER ? "hostname" : option;
    }

    /** Nobody gets a guest to be his own by writing so. */
    private String description(GuestConfig current, String text) {
        return Mark.of(current, vmid).map(mark -> mark.addTo(text)).orElseGet(() -> Mark.removedFrom(text));
    }

    private List<Tag> tags(GuestConfig current, List<Tag> wanted) {
        boolean stays = Mark.of(current, vmid).isPresent()
                && current.tags().stream().anyMatch(Mark.TAG::matches)
                && wanted.stream().noneMatch(Mark.TAG::matches);
        return stays ? Stream.concat(wanted.stream(), Stream.of(Mark.TAG)).toList() : wanted;
    }

    private static PropertyString agent(Optional<String> current, boolean on) {
        PropertyString text = PropertyString.parse(current.orElse(""));
        return text.keys().contains("enabled") ? text.with("enabled", on) : text.withBare(on ? "1" : "0");
    }

    /** Whether a configuration is as it shall be, as far as that can be told; never true if it is not. */
    boolean areIn(GuestConfig config, Memo before) {
        ConfigChange change = over(config);
        List<Setting> settings = change.set().entrySet().stream()
                .map(option -> new Setting(option.getKey(), option.getValue()))
                .toList();
        List<Setting> volumes = settings.stream().filter(Setting::makesVolume).toList();
        // They are all set by one call, so those that must not be set twice speak for the others.
        return volumes.isEmpty()
                ? settings.stream().allMatch(setting -> setting.isIn(config, false))
                        && change.delete().stream()
                                .allMatch(key -> config.value(key).isEmpty())
                : volumes.stream().allMatch(setting -> setting.isMade(config, before.text(memoKey(setting.key()))));
    }

    /** Keeps what is where new volumes are to be, to tell them from it later. */
    void rememberVolumes(GuestConfig current, Memo memo) {
        over(current)
                .set()
                .keySet()
                .forEach(key -> current.value(key)
                        .filter(value -> new Setting(key, request.options().getOrDefault(key, "")).makesVolume())
                        .ifPresent(value -> memo.put(memoKey(key), value)));
    }

    private static String memoKey(String option) {
        return "before " + option;
    }
}
