package io.jenkins.plugins.proxmox.core.operation;

/**
 * A Jenkins agent that runs inside a VM.
 *
 * @param anew whether it was started; if not, it ran before
 * @param connected whether it said that it is connected; of one that ran before, nobody looked
 * @param process its number inside
 * @param log the file inside to which it writes
 */
public record StartedAgent(boolean anew, boolean connected, String process, String log) {}
