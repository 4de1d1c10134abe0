package io.jenkins.plugins.proxmox.core.task;

import java.util.List;

/**
 * A page of a task's log.
 *
 * @param lines the lines from where was asked on, without line ends
 * @param total how many lines the log has by now
 */
public record TaskLog(List<String> lines, int total) {}
