package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Task;

/** What can be seen of a change whose end nobody knows. */
public sealed interface Trace {
    /** It was carried out. */
    record Done() implements Trace {}

    /** This task carries it out, or has tried to. */
    record ByTask(Task task) implements Trace {}

    /** It was not carried out, and may be on its way; if that stays so for some time it never arrived. */
    record Nothing() implements Trace {}

    /**
     * Something is going on, and only its end will tell.
     *
     * @param reason what is going on, for whoever asks why it takes so long
     */
    record Unclear(String reason) implements Trace {}

    /** It failed, or somebody else was faster. */
    record Failed(ProxmoxException failure) implements Trace {}
}
