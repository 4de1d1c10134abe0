package io.jenkins.plugins.proxmox.core.operation;

/** Where an operation tells people what happens. */
@FunctionalInterface
public interface OperationConsole {
    /** A line without its end. Called by one thread at a time, though not always by the same. */
    void println(String line);
}
