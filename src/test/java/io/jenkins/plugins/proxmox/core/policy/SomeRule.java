package io.jenkins.plugins.proxmox.core.policy;

import io.jenkins.plugins.proxmox.core.value.NamePattern;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmIdRange;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Rules for tests, of which only some conditions matter. */
record SomeRule(
        String name,
        Set<Right> rights,
        List<String> folders,
        List<String> pools,
        List<String> vmids,
        List<String> tags,
        List<String> names) {
    static SomeRule allows(String name, Right... rights) {
        return new SomeRule(name, Set.of(rights), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    SomeRule folders(String... some) {
        return new SomeRule(name, rights, List.of(some), pools, vmids, tags, names);
    }

    SomeRule pools(String... some) {
        return new SomeRule(name, rights, folders, List.of(some), vmids, tags, names);
    }

    SomeRule vmids(String... some) {
        return new SomeRule(name, rights, folders, pools, List.of(some), tags, names);
    }

    SomeRule tags(String... some) {
        return new SomeRule(name, rights, folders, pools, vmids, List.of(some), names);
    }

    SomeRule names(String... some) {
        return new SomeRule(name, rights, folders, pools, vmids, tags, List.of(some));
    }

    Rule rule() {
        return new Rule(
                name,
                rights,
                folders,
                pools,
                vmids.stream().map(VmIdRange::parse).toList(),
                tags.stream().map(Tag::new).toList(),
                names.stream().map(NamePattern::new).toList());
    }

    static Policy policy(SomeRule... rules) {
        return new Policy(
                Set.of(),
                Right.overGuests(),
                Stream.of(rules).map(SomeRule::rule).toList());
    }
}
