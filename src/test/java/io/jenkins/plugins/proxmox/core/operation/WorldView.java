package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedTasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that matters of what an operation has left behind, line by line: guests with their settings, states, locks and
 * snapshots, volumes, tasks, and what the operation gave. What is different each time is left out.
 */
record WorldView(List<String> lines) {
    static WorldView of(
            EmbeddedProxmox proxmox, List<EmbeddedTasks.EmbeddedTask> earlier, MortalProcess.Ending ending) {
        List<String> lines = new ArrayList<>();
        proxmox.cluster().guests().forEach(guest -> lines.add(guest(guest)));
        proxmox.cluster()
                .volumes()
                .forEach(volume -> lines.add("volume " + volume.volid() + " of " + volume.vmid() + " size "
                        + volume.size() + " notes " + volume.notes()));
        proxmox.tasks().all().stream()
                .filter(task -> earlier.stream().noneMatch(e -> e.upid().equals(task.upid())))
                .forEach(task -> lines.add("task " + task.node() + " " + task.type() + " " + task.id() + " "
                        + task.exitStatus().orElse("RUNNING")));
        lines.add("result " + result(ending));
        return new WorldView(
                lines.stream().map(WorldView::withoutChance).sorted().toList());
    }

    private static String guest(EmbeddedGuest guest) {
        Map<String, String> config = new TreeMap<>(guest.config());
        config.keySet().removeAll(List.of("smbios1", "vmgenid", "meta"));
        return "guest " + guest.type() + " " + guest.vmid() + " on " + guest.node() + " " + guest.status() + " "
                + guest.qmpStatus() + " lock " + guest.lock() + " pool " + guest.pool() + " snapshots "
                + guest.snapshots() + " pending " + guest.pending() + " " + config;
    }

    private static Object result(MortalProcess.Ending ending) {
        if (ending.failure() != null) {
            return "failure " + ending.failure().getMessage();
        }
        if (ending.value() instanceof GuestFacts facts) {
            Map<String, Object> map = new TreeMap<>(facts.toMap());
            map.replace("addresses", facts.addresses().size());
            map.remove("address");
            return map;
        }
        if (ending.value() instanceof Map<?, ?> map) {
            Map<Object, Object> facts = new TreeMap<>(map);
            facts.remove("time");
            return facts;
        }
        if (ending.value() instanceof List<?> volumes) {
            return volumes.stream()
                    .map(volume -> ((Volume) volume).id() + " " + ((Volume) volume).size())
                    .toList();
        }
        return ending.value();
    }

    private static String withoutChance(String line) {
        return line.replaceAll("operation=\\S+?(?=[,}\\s])", "operation=ID")
                .replaceAll("(?i)(?:[0-9a-f]{2}:){5}[0-9a-f]{2}", "MAC")
                .replaceAll("\\d{4}_\\d\\d_\\d\\d-\\d\\d_\\d\\d_\\d\\d", "TIME")
                .replaceAll("UPID:[^ ]*", "UPID");
    }

    /** What is here and not there, and the other way round. */
    List<String> differences(WorldView expected) {
        List<String> differences = new ArrayList<>();
        List<String> missing = new ArrayList<>(expected.lines());
        for (String line : lines) {
            if (!missing.remove(line)) {
                differences.add("+ " + line);
            }
        }
        missing.forEach(line -> differences.add("- " + line));
        return differences;
    }

    List<String> tasks() {
        return lines.stream()
                .filter(line -> line.startsWith("task "))
                .map(line -> line.split(" ")[2])
                .sorted()
                .toList();
    }
}
