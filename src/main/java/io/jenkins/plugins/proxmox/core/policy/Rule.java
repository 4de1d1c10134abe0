package io.jenkins.plugins.proxmox.core.policy;

import io.jenkins.plugins.proxmox.core.value.NamePattern;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmIdRange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Allows some things to some jobs with some guests. A guest is meant if it meets every condition that is given; a condition
 * with several values is met by one of them, and an empty one by all.
 *
 * @param name names the rule to people
 * @param rights what it allows
 * @param folders to which jobs: full names of folders and jobs, everything inside of them included, or patterns of them
 *     with {@code *}
 * @param pools of the guests
 * @param vmids of the guests
 * @param tags of the guests
 * @param names of the guests, as patterns with {@code *}
 */
public record Rule(
        String name,
        Set<Right> rights,
        List<String> folders,
        List<String> pools,
        List<VmIdRange> vmids,
        List<Tag> tags,
        List<NamePattern> names) {
    /** Keeps copies. */
    public Rule {
        rights = Set.copyOf(rights);
        folders = List.copyOf(folders);
        pools = List.copyOf(pools);
        vmids = List.copyOf(vmids);
        tags = List.copyOf(tags);
        names = List.copyOf(names);
    }

    /** Whether it is about a job at all. */
    boolean isFor(String job) {
        return folders.isEmpty() || folders.stream().anyMatch(folder -> contains(folder, job));
    }

    private static boolean contains(String folder, String job) {
        return new NamePattern(folder).matches(job) || new NamePattern(folder + "/*").matches(job);
    }

    /** Whether it is about every guest. */
    boolean isForAnyGuest() {
        return pools.isEmpty() && vmids.isEmpty() && tags.isEmpty() && names.isEmpty();
    }

    /** Which condition the guest does not meet, as in {@code it is in no pool, not in ci}; empty if it meets all. */
    Optional<String> mismatch(GuestTraits guest) {
        if (!pools.isEmpty() && guest.pool().filter(pools::contains).isEmpty()) {
            return Optional.of(
                    "it is in " + guest.pool().map(pool -> "pool " + pool).orElse("no pool") + ", not in "
                            + String.join(" or ", pools));
        }
        if (!vmids.isEmpty() && vmids.stream().noneMatch(range -> range.contains(guest.vmid()))) {
            return Optional.of("its VMID is not in "
                    + vmids.stream().map(VmIdRange::toString).collect(Collectors.joining(" or ")));
        }
        if (!tags.isEmpty()
                && tags.stream().noneMatch(tag -> guest.tags().stream().anyMatch(tag::matches))) {
            return Optional.of(
                    "it is not tagged " + tags.stream().map(Tag::text).collect(Collectors.joining(" or ")));
        }
        if (!names.isEmpty()
                && names.stream()
                        .noneMatch(
                                pattern -> guest.name().filter(pattern::matches).isPresent())) {
            return Optional.of("its name does not match "
                    + names.stream().map(NamePattern::text).collect(Collectors.joining(" or ")));
        }
        return Optional.empty();
    }
}
