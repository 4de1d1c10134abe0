package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.storage.Retention;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to back up, and how. Each setter refuses a value that can't be right with a {@link ProxmoxException}; null and
 * blank text mean that nothing was said.
 */
public final class BackupRequest {
    private static final List<String> MODES = List.of("snapshot", "suspend", "stop");
    private static final List<String> COMPRESSIONS = List.of("zstd", "gzip", "lzo", "none");
    private static final String AS_THE_STORAGE_SAYS = "storage";
    private static final int LONGEST_NOTES = 1024;

    private final List<GuestReference> guests;
    private final Optional<String> pool;
    private final Optional<String> node;
    private Optional<String> storage = Optional.empty();
    private String mode = MODES.get(0);
    private String compress = COMPRESSIONS.get(0);
    private Optional<String> notes = Optional.empty();
    private boolean protect;
    private Optional<String> prune = Optional.empty();
    private Optional<Retention> retention = Optional.empty();

    /**
     * Exactly one of the three says what is backed up.
     *
     * @param guests VMIDs or names; empty if it is one of the others
     * @param pool all its members
     * @param node all its guests
     * @throws ProxmoxException with {@link Problem.Parameter} if none or several are given
     */
    public BackupRequest(Collection<String> guests, String pool, String node) {
        this.guests = guests.stream()
                .filter(g -> g != null && !g.isBlank())
                .map(g -> GuestReference.parse("guest", g))
                .toList();
        this.pool = Request.given(pool);
        this.node = Request.given(node);
        long given = Stream.of(!this.guests.isEmpty(), this.pool.isPresent(), this.node.isPresent())
                .filter(g -> g)
                .count();
        if (given != 1) {
            throw ProxmoxException.invalid(
                    "guest",
                    given == 0
                            ? "Nothing to back up is given; expected is one of guest, guests, pool, node"
                            : "More than one of guest or guests, pool and node is given; expected is exactly one");
        }
    }

    /** Where the archives go; the only storage for backups that the node has if nothing is said. */
    public BackupRequest storage(String text) {
        storage = Request.given(text);
        return this;
    }

    /** {@code snapshot} (the default: goes on running), {@code suspend} or {@code stop}. */
    public BackupRequest mode(String text) {
        mode = Request.given(text).map(t -> oneOf("mode", t, MODES)).orElse(mode);
        return this;
    }

    /** {@code zstd} (the default), {@code gzip}, {@code lzo} or {@code none}. */
    public BackupRequest compress(String text) {
        compress =
                Request.given(text).map(t -> oneOf("compress", t, COMPRESSIONS)).orElse(compress);
        return this;
    }

    /** Notes on the archives, at most 1024 characters; {@code {{guestname}}} and the like are filled in by Proxmox. */
    public BackupRequest notes(String text) {
        // Proxmox takes one line, with what would break it escaped.
        notes = Request.given(text)
                .map(t -> t.replace("\\", "\\\\").replace("\r", "").replace("\n", "\\n"));
        if (notes.filter(n -> n.length() > LONGEST_NOTES).isPresent()) {
            throw ProxmoxException.invalid(
                    "notes", "The notes are too long; at most " + LONGEST_NOTES + " characters are possible");
        }
        return this;
    }

    /** Whether nobody can delete the archives until they are unprotected. */
    public BackupRequest protect(boolean value) {
        protect = value;
        return this;
    }

    /**
     * Which older archives of the guests are removed afterwards: none if nothing is said, those that the storage's
     * retention does not keep ({@code storage}), or by a rule like {@code keep-last=3}.
     */
    public BackupRequest prune(String text) {
        prune = Request.given(text);
        try {
            retention = prune.filter(p -> !p.equals(AS_THE_STORAGE_SAYS)).map(Retention::new);
        } catch (ProxmoxException e) {
            throw ProxmoxException.invalid(
                    "prune",
                    "prune: '" + prune.orElse("") + "' is no retention; expected is 'storage' for the storage's own, or"
                            + " something like keep-last=3,keep-weekly=4");
        }
        return this;
    }

    private static String oneOf(String parameter, String text, List<String> choices) {
        String value = text.toLowerCase(Locale.ROOT);
        if (!choices.contains(value)) {
            throw ProxmoxException.invalid(
                    parameter,
                    parameter + ": '" + text + "' is not known; expected is one of " + String.join(", ", choices));
        }
        return value;
    }

    static BackupRequest of(Request request) {
        return new BackupRequest(request.texts("guests"), request.text("pool"), request.text("node"))
                .storage(request.text("storage"))
                .mode(request.text("mode"))
                .compress(request.text("compress"))
                .notes(request.text("notes"))
                .protect(request.flag("protect"))
                .prune(request.text("prune"));
    }

    Map<String, Object> map() {
        return Request.write()
                .with("guests", guests.stream().map(Object::toString).toList())
                .with("pool", pool)
                .with("node", node)
                .with("storage", storage)
                .with("mode", mode)
                .with("compress", compress)
                .with("notes", notes)
                .with("protect", protect)
                .with("prune", prune)
                .map();
    }

    List<GuestReference> guests() {
        return guests;
    }

    Optional<String> pool() {
        return pool;
    }

    Optional<String> node() {
        return node;
    }

    Optional<String> storage() {
        return storage;
    }

    String mode() {
        return mode;
    }

    /** As Proxmox spells it. */
    String compress() {
        return compress.equals("none") ? "0" : compress;
    }

    Optional<String> notes() {
        return notes;
    }

    boolean protect() {
        return protect;
    }

    boolean prunes() {
        return prune.isPresent();
    }

    /** Absent if the storage's own retention is meant. */
    Optional<Retention> retention() {
        return retention;
    }
}
