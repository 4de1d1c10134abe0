package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.PropertyString;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.task.TaskLog;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which backups are too many, by the rules that a call gives. */
final class BackupPruning {
    /** The rules in their order, each with what the backups of one period have in common. */
    private static final Map<String, String> PERIODS = new LinkedHashMap<>();

    static {
        PERIODS.put("keep-last", "");
        PERIODS.put("keep-hourly", "yyyy-MM-dd-HH");
        PERIODS.put("keep-daily", "yyyy-MM-dd");
        PERIODS.put("keep-weekly", "YYYY-ww");
        PERIODS.put("keep-monthly", "yyyy-MM");
        PERIODS.put("keep-yearly", "yyyy");
    }

    private BackupPruning() {}

    /** Removes older backups after a new one is made, as far as the call says so and they are not protected. */
    static void prune(DataCenter dataCenter, Call call, Storage storage, int vmid, TaskLog log) {
        if (call.flag("remove", true) && call.has("prune-backups")) {
            marks(dataCenter, call, storage, volume -> volume.vmid().equals(Optional.of(vmid)))
                    .forEach((volume, mark) -> {
                        if (mark.equals("remove")) {
                            log.add("INFO: removing backup '" + volume.volid() + "'");
                            dataCenter.volumes().remove(call.node(), volume.volid());
                        }
                    });
        }
    }

    /** What is to happen with each backup: {@code keep}, {@code remove}, or nothing as it is {@code protected}. */
    static Map<Volume, String> marks(DataCenter dataCenter, Call call, Storage storage, Predicate<Volume> filter) {
        Map<String, String> rules =
                PropertyString.parse(call.text("prune-backups")).rest();
        Map<String, List<Volume>> groups = dataCenter
                .volumes()
                .list(volume -> volume.content().equals("backup")
                        && volume.storage().equals(storage.id())
                        && volume.isOn(call.node())
                        && filter.test(volume))
                .stream()
                .collect(Collectors.groupingBy(
                        volume -> volume.vmid().orElse(0) + volume.backupType(), TreeMap::new, Collectors.toList()));
        Map<Volume, String> marks = new LinkedHashMap<>();
        groups.values().forEach(group -> mark(group, rules, marks));
        return marks;
    }

    private static void mark(List<Volume> group, Map<String, String> rules, Map<Volume, String> marks) {
        List<Volume> newestFirst = group.stream()
                .filter(volume -> !volume.isProtected())
                .sorted(Comparator.comparing(Volume::created)
                        .thenComparing(Volume::name)
                        .reversed())
                .toList();
        group.stream().filter(Volume::isProtected).forEach(volume -> marks.put(volume, "protected"));
        boolean all = "1".equals(rules.get("keep-all"))
                || PERIODS.keySet().stream().noneMatch(rule -> count(rules, rule) > 0);
        if (!all) {
            PERIODS.forEach((rule, pattern) -> keep(newestFirst, count(rules, rule), pattern, marks));
        }
        newestFirst.forEach(volume -> marks.putIfAbsent(volume, all ? "keep" : "remove"));
    }

    private static int count(Map<String, String> rules, String rule) {
        return Integer.parseInt(rules.getOrDefault(rule, "0"));
    }

    /** Of each period the newest backup is kept, unless a rule before has done so. */
    private static void keep(List<Volume> newestFirst, int count, String pattern, Map<Volume, String> marks) {
        Set<String> before = newestFirst.stream()
                .filter(volume -> "keep".equals(marks.get(volume)))
                .map(volume -> period(volume, pattern))
                .collect(Collectors.toSet());
        Set<String> kept = new HashSet<>();
        for (Volume volume : newestFirst) {
            String period = period(volume, pattern);
            if (marks.containsKey(volume) || before.contains(period)) {
                continue;
            }
            if (kept.contains(period)) {
                marks.put(volume, "remove");
            } else if (kept.size() < count) {
                kept.add(period);
                marks.put(volume, "keep");
            } else {
                return;
            }
        }
    }

    private static String period(Volume volume, String pattern) {
        return pattern.isEmpty()
                ? volume.volid()
                : DateTimeFormatter.ofPattern(pattern, Locale.GERMANY)
                        .withZone(ZoneOffset.UTC)
                        .format(Instant.ofEpochSecond(volume.created()));
    }
}
