package io.jenkins.plugins.proxmox.core.task;

import java.util.List;

/** What those who wait ask a cluster. Every call is one request, and fails at once if it fails. */
interface TaskSource {
    /** How a task stands, by its own node. */
    TaskStatus status(Upid upid);

    /** A page of the log of a task. */
    TaskLog log(Upid upid, int start, int limit);

    /** The tasks of a node that a filter lets through. */
    List<TaskEntry> list(String node, TaskFilter filter);
}
