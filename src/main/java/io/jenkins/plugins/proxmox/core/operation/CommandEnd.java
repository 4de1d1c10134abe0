package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Optional;

/**
 * How a command inside a guest ended.
 *
 * @param exitCode 128 and the number of the signal if one ended it; on a Windows any number
 * @param output its standard output, if that was to be kept
 */
public record CommandEnd(long exitCode, Optional<String> output) {
    /**
     * What a pipeline gets of it, as {@code sh} does.
     *
     * @param status whether the exit code is asked for, whatever it is
     * @return a number, a text, or null
     * @throws ProxmoxException if it failed and its exit code is not asked for
     */
    public Object value(boolean status) {
        if (status) {
            return (int) exitCode;
        }
        if (exitCode != 0) {
            throw new ProxmoxException(new Problem.Other(), "script returned exit code " + exitCode);
        }
        return output.orElse(null);
    }

    /** The output can hold secrets. */
    @Override
    public String toString() {
        return "exit code " + exitCode;
    }
}
