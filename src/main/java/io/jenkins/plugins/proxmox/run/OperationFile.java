package io.jenkins.plugins.proxmox.run;

import io.jenkins.plugins.proxmox.core.operation.Checkpoints;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Where an operation of a build stands, in the {@link OperationRegister}.
 *
 * @param id names the operation
 */
record OperationFile(String id) implements Checkpoints {
    @Override
    public void save(String json) {
        try {
            OperationRegister.get().saveCheckpoint(id, json);
        } catch (IOException e) {
            throw new UncheckedIOException("It could not be written down how far the step is: " + e.getMessage(), e);
        }
    }

    /** It stays readable: the build does not know the result for certain before it has ended. */
    @Override
    public void forget() {
        try {
            OperationRegister.get().markEnded(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
