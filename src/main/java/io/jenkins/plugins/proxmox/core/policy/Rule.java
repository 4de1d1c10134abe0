package io.jenkins.plugins.proxmox.core.policy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.NamePattern;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmIdRange;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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
    private static final Pattern POOL = Pattern.compile("[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*");

    /**
     * Keeps copies.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the rule has no name, allows nothing, is for a folder
     *     without a name or a pool that can't be one, or allows requests under conditions on guests, which these do not go with
     */
    public Rule {
        name = name.trim();
        rights = Set.copyOf(rights);
        if (name.isEmpty()) {
            throw ProxmoxException.invalid(
                    "name", "A rule has no name; expected is one, since messages tell rules by their names");
        }
        if (rights.isEmpty()) {
            throw ProxmoxException.invalid(
                    "operations",
                    "A rule must allow something; expected are some of " + Right.labels(EnumSet.allOf(Right.class)));
        }
        folders = folders.stream().map(Rule::withoutSlashes).toList();
        pools = List.copyOf(pools);
        pools.forEach(Rule::checkPool);
        vmids = List.copyOf(vmids);
        tags = List.copyOf(tags);
        names = List.copyOf(names);
        if (rights.contains(Right.REQUEST) && !isForAnyGuest(pools, vmids, tags, names)) {
            throw ProxmoxException.invalid(
                    "operations",
                    "'request' goes with no particular guest, so it can't be allowed for some of them only; expected is a"
                            + " rule of its own without pools, VMIDs, tags and names");
        }
    }

    private static String withoutSlashes(String folder) {
        String path = folder.trim().replaceAll("^/+|/+$", "");
        if (path.isEmpty()) {
            throw ProxmoxException.invalid(
                    "folders",
                    "'" + folder.trim()
                            + "' is no folder or job; expected is a full name as in team/app, or * for all");
        }
        return path;
    }

    private static void checkPool(String pool) {
        if (!POOL.matcher(pool).matches()) {
            throw ProxmoxException.invalid(
                    "pools",
                    "'" + pool
                            + "' is no pool; expected are letters, digits and _ . - and, for a pool in another, slashes");
        }
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
        return isForAnyGuest(pools, vmids, tags, names);
    }

    private static boolean isForAnyGuest(List<?>... conditions) {
        return Arrays.stream(conditions).allMatch(List::isEmpty);
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
