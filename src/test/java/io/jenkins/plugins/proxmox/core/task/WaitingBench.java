package io.jenkins.plugins.proxmox.core.task;

import java.io.IOException;

/** {@code ./bench waiting}: what it costs to wait for tasks, and how soon their ends are noticed. */
public final class WaitingBench {
    private WaitingBench() {}

    public static void main(String[] arguments) throws IOException {
        Goals goals = new Goals();
        new CrowdBench(goals).run();
        new DelayBench(goals).run();
        new RowBench(goals).run();
        System.exit(goals.print() ? 0 : 1);
    }
}
