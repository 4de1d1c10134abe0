package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.storage.Retention;
import io.jenkins.plugins.proxmox.core.value.Names;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How guests are backed up: parameters of {@code POST /nodes/{node}/vzdump}.
 *
 * @param storage must take the content {@code backup}
 * @param mode {@code snapshot}, {@code suspend} or {@code stop}
 * @param compress {@code zstd}, {@code gzip}, {@code lzo} or {@code 0} for none
 * @param notes a template with variables like {@code {{guestname}}}, at most 1024 characters in one
 *     line, in which {@code \n} stands for the next one and {@code \\} for a backslash
 * @param protect whether the archives can't be deleted until somebody takes that back
 * @param prune whether older archives of the guests are removed after success, as the storage or {@code retention} says
 * @param retention what is kept when older archives are removed; what the storage says if absent
 * @param patience how long to wait for other backups of the node to end, in whole minutes, at least one
 */
public record BackupOptions(
        String storage,
        String mode,
        String compress,
        Optional<String> notes,
        boolean protect,
        boolean prune,
        Optional<Retention> retention,
        Duration patience) {
    private static final Set<String> MODES = Set.of("snapshot", "suspend", "stop");
    private static final Set<String> COMPRESSIONS = Set.of("zstd", "gzip", "lzo", "0");
    private static final int LONGEST_NOTES = 1024;
    private static final Duration USUAL_PATIENCE = Duration.ofHours(3);

    /**
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if one of them can't be
     *     right
     */
    public BackupOptions {
        storage = Names.storage(storage);
        if (!MODES.contains(mode)) {
            throw ProxmoxException.invalid(
                    "mode", "mode: '" + mode + "' is not known; expected is one of snapshot, suspend, stop");
        }
        if (!COMPRESSIONS.contains(compress)) {
            throw ProxmoxException.invalid(
                    "compress",
                    "compress: '" + compress + "' is not known; expected is one of zstd, gzip, lzo, 0 for none");
        }
        notes.filter(text -> text.length() > LONGEST_NOTES).ifPresent(text -> {
            throw ProxmoxException.invalid(
                    "notes",
                    "The notes have " + text.length() + " characters; expected are " + LONGEST_NOTES + " at most");
        });
        notes.filter(text -> text.matches("(?s).*[\\r\\n].*")).ifPresent(text -> {
            throw ProxmoxException.invalid(
                    "notes",
                    "The notes have more than one line; expected is one, in which \\n stands for the next line and \\\\"
                            + " for \\");
        });
        if (retention.isPresent() && !prune) {
            throw ProxmoxException.invalid("retention", "A retention means nothing unless older archives are removed");
        }
    }

    /** While the guest runs, compressed with zstd; older archives stay. */
    public static BackupOptions to(String storage) {
        return new BackupOptions(
                storage, "snapshot", "zstd", Optional.empty(), false, false, Optional.empty(), USUAL_PATIENCE);
    }

    /** These with another mode: {@code snapshot}, {@code suspend} or {@code stop}. */
    public BackupOptions mode(String newMode) {
        return new BackupOptions(storage, newMode, compress, notes, protect, prune, retention, patience);
    }

    /** These with another compression: {@code zstd}, {@code gzip}, {@code lzo} or {@code 0} for none. */
    public BackupOptions compress(String newCompression) {
        return new BackupOptions(storage, mode, newCompression, notes, protect, prune, retention, patience);
    }

    /** These with notes. */
    public BackupOptions notes(String template) {
        return new BackupOptions(storage, mode, compress, Optional.of(template), protect, prune, retention, patience);
    }

    /** These with archives that can't be deleted. */
    public BackupOptions asProtected() {
        return new BackupOptions(storage, mode, compress, notes, true, prune, retention, patience);
    }

    /** These, and older archives are removed as the storage says. */
    public BackupOptions pruning() {
        return new BackupOptions(storage, mode, compress, notes, protect, true, Optional.empty(), patience);
    }

    /** These, and older archives are removed except for some; needs {@code Datastore.Allocate} on the storage. */
    public BackupOptions keep(Retention kept) {
        return new BackupOptions(storage, mode, compress, notes, protect, true, Optional.of(kept), patience);
    }

    /** These with another patience. */
    public BackupOptions patience(Duration newPatience) {
        return new BackupOptions(storage, mode, compress, notes, protect, prune, retention, newPatience);
    }

    Parameters parameters() {
        return Parameters.NONE
                .with("storage", storage)
                .with("mode", mode)
                .with("compress", compress)
                .with("remove", prune)
                .with("prune-backups", retention)
                .with("notes-template", notes)
                .with("protected", protect)
                .with("lockwait", Math.max(1, patience.toMinutes()));
    }
}
