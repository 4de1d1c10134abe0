package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.config.PendingChange;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VolumeKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** How the configuration of a guest is changed, by several people at once if need be. */
public final class Configuration {
    /** A change within the call can move disks and then outlasts the usual time-out. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final int ATTEMPTS = 10;

    private final Site site;
    private final Guest guest;

    Configuration(Site site, Guest guest) {
        this.site = site;
        this.guest = guest;
    }

    /**
     * Sets and deletes options. A NIC that is given without its MAC address keeps the one it has.
     *
     * @return what may still be under way, and which of it waits for a restart
     * @throws ProxmoxException if Proxmox refuses; nothing is changed then
     */
    public ConfigUpdate change(ConfigChange change) {
        return change.set().keySet().stream().anyMatch(key -> key.startsWith("net"))
                ? edit(current -> change)
                : send(change, Parameters.NONE);
    }

    /**
     * Changes what depends on what is there. If somebody else changes the configuration in between, it is read again, and
     * so nobody's change is lost.
     *
     * @param edit from the configuration to the change of it; called again after a conflict; an empty change changes
     *     nothing
     * @throws ProxmoxException with {@link Problem.Conflict} if others are faster again and again
     */
    public ConfigUpdate edit(Function<GuestConfig, ConfigChange> edit) {
        return edit(edit, Parameters.NONE);
    }

    ConfigUpdate edit(Function<GuestConfig, ConfigChange> edit, Parameters more) {
        for (int attempt = 1; ; attempt++) {
            GuestConfig current = guest.config();
            ConfigChange change = edit.apply(current).keepingMacs(current);
            try {
                return send(change, more.with("digest", current.digest()));
            } catch (ProxmoxException e) {
                if (!e.is(Problem.Conflict.class) || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private ConfigUpdate send(ConfigChange change, Parameters more) {
        if (change.isEmpty()) {
            return new ConfigUpdate(this, site.tasks().done(), Set.of());
        }
        Parameters parameters = more;
        for (Map.Entry<String, String> option : change.set().entrySet()) {
            parameters = parameters.with(option.getKey(), option.getValue());
        }
        if (!change.delete().isEmpty()) {
            parameters = parameters.with("delete", String.join(",", change.delete()));
        }
        if (!change.revert().isEmpty()) {
            parameters = parameters.with("revert", String.join(",", change.revert()));
        }
        Set<String> keys = change.keys();
        return new ConfigUpdate(this, site.begin(request(keys).with(parameters).within(PATIENCE)), keys);
    }

    /** What has to do with disks takes its time. Only VMs have a call that does it in a task. */
    private ApiRequest request(Set<String> keys) {
        boolean volumes = keys.stream().map(VolumeKey::find).anyMatch(Optional::isPresent);
        return volumes && guest.type() == GuestType.VIRTUAL_MACHINE ? ApiRequest.post(path()) : ApiRequest.put(path());
    }

    private ApiPath path() {
        return guest.path().and("config");
    }

    /** The changes that wait for a restart: {@code GET .../pending}. */
    public List<PendingChange> pending() {
        return PendingChange.of(site.get(guest.path().and("pending")));
    }

    /** Takes back changes that wait for a restart: {@code PUT .../config} with {@code revert}. */
    public void revert(Collection<PendingChange> changes) {
        if (!changes.isEmpty()) {
            site.call(ApiRequest.put(path())
                    .with(
                            "revert",
                            String.join(
                                    ",",
                                    changes.stream().map(PendingChange::key).toList())));
        }
    }

    /** Adds tags to those there are; others' edits are kept. */
    public void addTags(Collection<Tag> tags) {
        editTags(current -> {
            List<Tag> all = new ArrayList<>(current);
            tags.stream().filter(tag -> all.stream().noneMatch(tag::matches)).forEach(all::add);
            return all;
        });
    }

    /** Removes tags where they are; others' edits are kept. */
    public void removeTags(Collection<Tag> tags) {
        editTags(current -> current.stream()
                .filter(tag -> tags.stream().noneMatch(tag::matches))
                .toList());
    }

    /**
     * Changes the tags.
     *
     * @param edit from the tags there are to those there shall be; called again after a conflict
     */
    public void editTags(UnaryOperator<List<Tag>> edit) {
        edit(current -> {
            List<Tag> wanted = edit.apply(current.tags());
            if (wanted.equals(current.tags())) {
                return ConfigChange.none();
            }
            return wanted.isEmpty()
                    ? ConfigChange.none().delete("tags")
                    : ConfigChange.none().tags(wanted);
        });
    }

    /**
     * Changes the description.
     *
     * @param edit from the text there is, which can be empty, to the one there shall be; called again after a conflict
     */
    public void editDescription(UnaryOperator<String> edit) {
        edit(current -> {
            String before = current.description().orElse("");
            String wanted = edit.apply(before).stripTrailing();
            if (wanted.equals(before)) {
                return ConfigChange.none();
            }
            return wanted.isEmpty()
                    ? ConfigChange.none().delete("description")
                    : ConfigChange.none().description(wanted);
        });
    }
}
