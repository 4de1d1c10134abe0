package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.OptionalLong;

/** How to tell whether a guest is as an action shall make it. */
record PowerGoal(PowerAction action) {
    private static final String PROCESS = "process";
    private static final String UPTIME = "uptime";

    /** Whether nothing has to be done. A reboot or reset always has to. */
    boolean isReached(GuestStatus status) {
        return switch (action) {
            case START, RESUME -> status.running() && !status.paused();
            case STOP, SHUTDOWN -> status.stopped();
            case SUSPEND -> status.paused();
            case HIBERNATE -> status.hibernated();
            case REBOOT, RESET -> false;
        };
    }

    /** Whether it is impossible for a guest that does not run. */
    boolean needsRunning(GuestStatus status) {
        return switch (action) {
            case START, STOP, SHUTDOWN -> false;
            case RESUME -> !status.hibernated();
            default -> true;
        };
    }

    /** Whether it can be seen at the guest that the action was carried out; it runs after a reboot as before. */
    boolean showsInState() {
        return action != PowerAction.REBOOT && action != PowerAction.RESET;
    }

    /** Keeps what tells this run of a guest from the next. */
    static void rememberRun(Memo memo, GuestStatus before) {
        before.process().ifPresent(pid -> memo.put(PROCESS, pid));
        before.uptime().ifPresent(uptime -> memo.put(UPTIME, uptime.toSeconds()));
    }

    /** Whether the guest is where it shall be after the action's task. */
    boolean isReached(Memo before, GuestStatus now) {
        return switch (action) {
            case RESET -> now.running();
            case REBOOT -> now.running() && isAnotherRun(before, now);
            default -> isReached(now);
        };
    }

    /** A VM is started again by another task some moments after the one that was awaited. */
    static boolean isAnotherRun(Memo before, GuestStatus now) {
        OptionalLong process = before.number(PROCESS);
        return now.process().isPresent() && process.isPresent()
                ? now.process().getAsLong() != process.getAsLong()
                : now.uptime().isPresent()
                        && now.uptime().get().toSeconds()
                                < before.number(UPTIME).orElse(0);
    }

    /** The types of the tasks that carry it out, the usual one first. */
    String[] taskTypes(GuestType guest) {
        String prefix = guest == GuestType.VIRTUAL_MACHINE ? "qm" : "vz";
        return switch (action) {
            case START -> new String[] {prefix + "start", "qmresume", "hastart"};
            case STOP -> new String[] {prefix + "stop", "hastop"};
            case SHUTDOWN -> new String[] {prefix + "shutdown", "hastop"};
            case REBOOT -> new String[] {prefix + "reboot"};
            case RESET -> new String[] {"qmreset"};
            case SUSPEND -> new String[] {"qmpause"};
            case HIBERNATE -> new String[] {"qmsuspend"};
            case RESUME -> new String[] {"qmresume"};
        };
    }
}
