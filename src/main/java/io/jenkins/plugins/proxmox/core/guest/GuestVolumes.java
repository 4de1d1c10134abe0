package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.storage.NodeStorage;
import io.jenkins.plugins.proxmox.core.storage.Storage;
import io.jenkins.plugins.proxmox.core.storage.Storages;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.SizeChange;
import io.jenkins.plugins.proxmox.core.value.UnusedId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import io.jenkins.plugins.proxmox.core.value.VolumeKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What disks of VMs and mount points of containers have in common. */
final class GuestVolumes {
    /** PVE 7 makes a disk of a VM bigger within the call. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Site site;
    private final Guest guest;

    GuestVolumes(Site site, Guest guest) {
        this.site = site;
        this.guest = guest;
    }

    /** Puts something where nothing is; Proxmox VE would take out what is there. */
    ConfigUpdate attach(VolumeKey key, ConfigChange change) {
        return guest.configuration().edit(current -> {
            current.value(key.text()).ifPresent(value -> {
                throw new ProxmoxException(
                        new Problem.AlreadyExists(), key + " of " + guest + " is taken already, by " + value);
            });
            return change;
        });
    }

    /**
     * @param sizeIn what the size is that the volume has by its configuration
     */
    Task extend(VolumeKey key, SizeChange change, Function<GuestConfig, Optional<DataSize>> sizeIn) {
        GuestConfig current = guest.config();
        requireThere(key, current);
        Optional<DataSize> size = sizeIn.apply(current);
        if (change instanceof SizeChange.To to && size.isPresent()) {
            int growth = to.size().compareTo(size.get());
            if (growth == 0) {
                return site.tasks().done();
            }
            if (growth < 0) {
                throw ProxmoxException.invalid(
                        "size", key + " of " + guest + " has " + size.get() + " and can't shrink to " + to.size());
            }
        }
        return site.begin(ApiRequest.put(guest.path().and("resize"))
                .with(Parameters.NONE
                        .with("disk", key.text())
                        .with("size", change)
                        .with("digest", current.digest()))
                .within(PATIENCE));
    }

    Task move(VolumeKey key, ApiPath call, String parameter, String storage, Parameters more) {
        String target = Names.storage(storage);
        GuestConfig current = guest.config();
        requireThere(key, current);
        return site.begin(ApiRequest.post(call)
                .with(more.with(parameter, key.text()).with("storage", target).with("digest", current.digest())));
    }

    ConfigUpdate detach(VolumeKey key) {
        return delete(key, Parameters.NONE);
    }

    ConfigUpdate delete(VolumeKey key, Parameters more) {
        return delete(key, current -> requireThere(key, current), more);
    }

    /** The same as long as this volume is there: what is detached can come to stand where another one was. */
    ConfigUpdate delete(VolumeKey key, VolumeId expected, Parameters more) {
        return delete(key, current -> requireThere(key, expected, current), more);
    }

    private ConfigUpdate delete(VolumeKey key, Consumer<GuestConfig> check, Parameters more) {
        return guest.configuration()
                .edit(
                        current -> {
                            check.accept(current);
                            return ConfigChange.none().delete(key.text());
                        },
                        more);
    }

    private void requireThere(VolumeKey key, VolumeId expected, GuestConfig current) {
        requireThere(key, current);
        if (!current.volume(key).equals(Optional.of(expected))) {
            throw new ProxmoxException(
                    new Problem.NotFound(),
                    key + " of " + guest + " is not " + expected + " any more, but "
                            + current.value(key.text()).orElse(""));
        }
    }

    /** Where a volume is kept that is in use no more. */
    Optional<UnusedId> unused(VolumeId volume) {
        return guest.config().unused().entrySet().stream()
                .filter(entry -> entry.getValue().equals(volume))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    void requireThere(VolumeKey key, GuestConfig current) {
        if (current.value(key.text()).isEmpty()) {
            throw new ProxmoxException(
                    new Problem.NotFound(),
                    "There is no " + key + " of " + guest + "; it has "
                            + current.values().keySet().stream()
                                    .filter(k -> VolumeKey.find(k).isPresent())
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        }
    }

    /** The volumes that belong to the guest on all storages its node sees. */
    List<Volume> images(String content) {
        Storages storages = new Storages(site.tasks(), guest.node());
        return storages.withContent(content).stream()
                .map(Storage::id)
                .flatMap(id -> new NodeStorage(site.tasks(), guest.node(), id).volumes(content, guest.vmid()).stream())
                .toList();
    }
}
