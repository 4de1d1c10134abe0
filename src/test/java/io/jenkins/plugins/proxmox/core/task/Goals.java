package io.jenkins.plugins.proxmox.core.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a bench is expected to show, and whether it did. */
final class Goals {
    private final List<String> lines = new ArrayList<>();
    private boolean all = true;

    /** @param measured must not be more than {@code limit} */
    void atMost(String what, double measured, double limit) {
        boolean holds = measured <= limit;
        all &= holds;
        lines.add(String.format(
                Locale.ROOT, "  %-5s %s: %.2f, at most %.2f", holds ? "holds" : "FAILS", what, measured, limit));
    }

    /** Says it all at the end, where it is seen. */
    boolean print() {
        System.out.println("\nGoals");
        lines.forEach(System.out::println);
        System.out.println(all ? "All goals hold." : "Not all goals hold.");
        return all;
    }
}
