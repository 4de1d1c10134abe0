package io.jenkins.plugins.proxmox.run;

import hudson.model.Run;
import io.jenkins.plugins.proxmox.core.operation.Remains;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The guests that operations of a build have made, as long as the build goes on. */
public final class MadeGuests {
    private static final Logger LOGGER = Logger.getLogger(MadeGuests.class.getName());

    private MadeGuests() {}

    /**
     * Hands a guest to the queue that goes on trying to destroy it, if this build has made it.
     *
     * @param guest its VMID or name
     * @param connection on which; any if null
     * @return what people know it as; empty if this build has made no such guest
     */
    public static Optional<String> dispose(Run<?, ?> build, String guest, String connection) {
        String id = build.getExternalizableId();
        return OperationRegister.get().all().stream()
                .filter(entry -> entry.build().equals(id))
                .filter(entry -> connection == null || entry.connection().equals(connection))
                .flatMap(entry -> disposal(entry, guest).stream())
                .findFirst()
                .map(disposal -> {
                    BuildEnd.dispose(disposal);
                    return disposal.subject();
                });
    }

    private static Optional<ClusterDisposal> disposal(OperationEntry entry, String guest) {
        try {
            return OperationRegister.get()
                    .checkpoint(entry.id())
                    .filter(json -> Remains.guest(json)
                            .filter(made -> made.vmid().toString().equals(guest)
                                    || made.name().equals(guest))
                            .isPresent())
                    .flatMap(json -> Held.guest(Optional.empty()).disposal(entry, json, Outcome.SUCCESS));
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "Nobody knows what operation " + entry.id() + " has made");
            return Optional.empty();
        }
    }
}
