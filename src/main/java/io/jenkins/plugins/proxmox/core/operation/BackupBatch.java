package io.jenkins.plugins.proxmox.core.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The guests of one node that are backed up by one task.
 *
 * @param storage where their archives go
 * @param guests what people call them, by VMID
 */
record BackupBatch(String node, String storage, Map<VmId, String> guests) {
    static void write(Memo memo, String key, List<BackupBatch> batches) {
        ArrayNode array = memo.json().putArray(key);
        for (BackupBatch batch : batches) {
            ObjectNode object = array.addObject().put("node", batch.node()).put("storage", batch.storage());
            ObjectNode guests = object.putObject("guests");
            batch.guests().forEach((vmid, name) -> guests.put(vmid.toString(), name));
        }
    }

    static List<BackupBatch> read(Memo memo, String key) {
        List<BackupBatch> batches = new ArrayList<>();
        for (JsonNode object : memo.json().path(key)) {
            Map<VmId, String> guests = new TreeMap<>();
            object.path("guests")
                    .properties()
                    .forEach(guest -> guests.put(
                            VmId.parse(guest.getKey()), guest.getValue().asText()));
            batches.add(new BackupBatch(
                    object.path("node").asText(), object.path("storage").asText(), guests));
        }
        return batches;
    }

    List<VmId> vmids() {
        return List.copyOf(guests.keySet());
    }

    @Override
    public String toString() {
        return String.join(", ", guests.values()) + " on " + node + " to " + storage;
    }
}
