package io.jenkins.plugins.proxmox.core.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.storage.NodeStorage;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An archive that a backup has made.
 *
 * @param name what people call the guest
 * @param begun when its task began, by the clock of the node
 * @param volume absent if the task's log did not tell
 */
record Archive(String node, String storage, VmId vmid, String name, Instant begun, Optional<VolumeId> volume) {
    private static final String KEY = "archives";

    void addTo(Memo memo) {
        memo.json()
                .withArray(KEY)
                .addObject()
                .put("node", node)
                .put("storage", storage)
                .put("vmid", vmid.number())
                .put("name", name)
                .put("begun", begun.getEpochSecond())
                .put("volume", volume.map(VolumeId::toString).orElse(null));
    }

    static List<Archive> all(Memo memo) {
        List<Archive> archives = new ArrayList<>();
        for (JsonNode object : memo.json().path(KEY)) {
            archives.add(new Archive(
                    object.path("node").asText(),
                    object.path("storage").asText(),
                    new VmId(object.path("vmid").asInt()),
                    object.path("name").asText(),
                    Instant.ofEpochSecond(object.path("begun").asLong()),
                    Optional.ofNullable(object.get("volume"))
                            .filter(node -> !node.isNull())
                            .flatMap(node -> VolumeId.find(node.asText()))));
        }
        return archives;
    }

    /** The volume, which has to be there: that a task says it succeeded is one thing, that the archive is there another. */
    Volume get(Cluster cluster) {
        return find(cluster)
                .orElseThrow(() -> new ProxmoxException(
                        new Problem.OutcomeUnknown(),
                        "the task succeeded, but storage " + storage + " lists no new archive of " + name));
    }

    Optional<Volume> find(Cluster cluster) {
        Predicate<Volume> isIt = candidate -> volume.map(candidate.id()::equals)
                .orElseGet(() -> candidate
                        .created()
                        .filter(time -> !time.isBefore(begun))
                        .isPresent());
        return new NodeStorage(cluster.tasks(), node, storage)
                .volumes(Volume.BACKUP, vmid).stream().filter(isIt).findFirst();
    }
}
