package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.access.Accounts;
import io.jenkins.plugins.proxmox.embedded.access.Permissions;
import io.jenkins.plugins.proxmox.embedded.access.Tickets;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.schema.ApiSchema;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.FileLocks;
import io.jenkins.plugins.proxmox.embedded.state.Statistics;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;
import io.jenkins.plugins.proxmox.embedded.task.TaskRegistry;
import io.jenkins.plugins.proxmox.embedded.task.TaskRunner;
import java.time.Duration;

/**
 * What handlers work with.
 *
 * @param workers who does the calls that pveproxy hands on
 * @param timeoutScale factor for every time limit that Proxmox sets itself, such as the waits for lock files
 * @param fingerprint of the certificate, which the list of nodes shows
 * @param authority the certificate, in PEM, of who signed it, which consoles tell
 */
public record Services(
        DataCenter dataCenter,
        Statistics statistics,
        Accounts accounts,
        Permissions permissions,
        Tickets tickets,
        TaskRegistry tasks,
        TaskRunner runner,
        Workers workers,
        double timeoutScale,
        String fingerprint,
        String authority) {

    public PveVersion version() {
        return dataCenter.version();
    }

    public ApiSchema schema() {
        return ApiSchema.of(version());
    }

    /** A time limit of so many seconds, scaled. */
    public Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * timeoutScale * 1e9));
    }

    /** Starts a task and answers with its name. */
    public Answer run(Call call, TaskPlan plan) {
        return Answer.of(runner.start(call.node(), call.caller(), plan).upid().toString());
    }

    /** Works under a guest's lock file within the call itself. The state may change while it waits for the file. */
    public void underLock(String path, Runnable work) {
        FileLocks locks = dataCenter.fileLocks();
        Object owner = new Object();
        boolean taken = !locks.takeTimeout(path)
                && dataCenter.lock().await(() -> locks.tryAcquire(path, owner, false), seconds(10));
        if (!taken) {
            throw ApiException.failure(FileLocks.timeoutText(path));
        }
        try {
            work.run();
        } finally {
            locks.release(owner);
        }
    }
}
