package io.jenkins.plugins.proxmox.core.guestagent;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a file is to be inside a guest, and whose. The commands it gives can each be given again without harm.
 *
 * @param path absolute, in ASCII
 * @param mode in octal digits; with one, nobody who may not read the file sees any of it at any time
 * @param owner a user, or a user and a group with a colon between
 */
public record FilePlace(String path, Optional<String> mode, Optional<String> owner) {
    private static final Pattern MODE = Pattern.compile("[0-7]{3,4}");
    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?");

    /** Puts the pieces together beside the file, and lets the whole take its place if it gets a mode or an owner. */
    private static final String ASSEMBLE = """
            umask 077
            if [ ! -d "$1" ] && [ -f "$2" ]; then exit 0; fi
            if [ -d "$2" ]; then echo "$2 is a directory" >&2; exit 1; fi
            if [ -z "$3$4" ]; then
              for piece in "$1"/????????; do cat -- "$piece" || exit 1; done >"$2" && rm -rf -- "$1"
            else
              for piece in "$1"/????????; do cat -- "$piece" || exit 1; done >"$1/whole" || exit 1
              if [ "$4" != - ]; then chown -- "$4" "$1/whole" || exit 1; fi
              if [ "$3" != - ]; then chmod -- "$3" "$1/whole" || exit 1; fi
              mv -f -- "$1/whole" "$2" && rm -rf -- "$1"
            fi
            """;

    /** @throws ProxmoxException with the parameter that can't be right */
    public FilePlace {
        path = path == null ? "" : path.trim();
        GuestFiles.check(path);
        mode = given(mode);
        owner = given(owner);
        mode.filter(it -> !MODE.matcher(it).matches()).ifPresent(it -> {
            throw ProxmoxException.invalid(
                    "mode", "mode: '" + it + "' is no mode; expected are three or four octal digits, as in '0600'");
        });
        owner.filter(it -> !OWNER.matcher(it).matches()).ifPresent(it -> {
            throw ProxmoxException.invalid(
                    "owner", "owner: '" + it + "' is no owner; expected is a user, or user:group, as in 'www-data'");
        });
    }

    private static Optional<String> given(Optional<String> text) {
        return text.map(String::trim).filter(it -> !it.isEmpty());
    }

    /**
     * Refuses what the system inside does not know.
     *
     * @throws ProxmoxException with the parameter
     */
    public void check(boolean windows) {
        if (windows && mode.isPresent()) {
            throw ProxmoxException.invalid(
                    "mode", "mode: '" + mode.get() + "' means nothing to a Windows; leave it out");
        }
        if (windows && owner.isPresent()) {
            throw ProxmoxException.invalid(
                    "owner", "owner: '" + owner.get() + "' can't be set on a Windows; leave it out");
        }
    }

    /** Whether the file gets neither a mode nor an owner. */
    public boolean isPlain() {
        return mode.isEmpty() && owner.isEmpty();
    }

    private FileAssembly assembly(String id, boolean windows) {
        return FileAssembly.of(path, id, windows);
    }

    /** Makes the directory for the pieces, unless it is there. */
    public GuestCommand open(String id, boolean windows) {
        return windows
                ? assembly(id, true).preparation()
                : GuestCommand.shell(
                        "e=$(mkdir -m 700 -- \"$1\" 2>&1) || [ -O \"$1\" ] || { echo \"$e\" >&2; exit 1; }",
                        assembly(id, false).directory());
    }

    /** The path of a piece. */
    public String piece(String id, int number, boolean windows) {
        return assembly(id, windows).piece(number);
    }

    /** Puts the pieces together and removes their directory. */
    public GuestCommand assemble(String id, boolean windows) {
        FileAssembly assembly = assembly(id, windows);
        if (windows) {
            return assembly.assembly();
        }
        return isPlain()
                ? GuestCommand.shell(ASSEMBLE, assembly.directory(), path)
                : GuestCommand.shell(ASSEMBLE, assembly.directory(), path, mode.orElse("-"), owner.orElse("-"));
    }

    /** Removes the directory with whatever is in it. */
    public GuestCommand remove(String id, boolean windows) {
        return assembly(id, windows).cleaning();
    }
}
