package io.jenkins.plugins.proxmox.core.guestagent;

import io.jenkins.plugins.proxmox.core.api.ErrorText;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.Reply;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Files inside a guest, byte by byte and beyond what one call of the API takes. */
final class GuestFiles {
    /** What {@code content} takes, in characters. */
    private static final int LARGEST_CONTENT = 60 * 1024;

    /** Up to PVE 8.3 a call may have 64 KiB, the path and the names of parameters included. */
    private static final int LARGEST_ENCODED = 56 * 1024;

    /** What one read of the API gives. */
    private static final int LARGEST_READ = 16 * 1024 * 1024;

    /** What is read at once where that can be chosen: a byte can take six characters of the answer. */
    private static final int PART = 4 * 1024 * 1024;

    /** Some files have no end, and all that is read is held in memory. */
    private static final int LARGEST_FILE = 256 * 1024 * 1024;

    /** Longer than the 30 s for which pveproxy waits, in case the node that is asked has the VM itself. */
    private static final Duration READ = Duration.ofSeconds(90);

    private final GuestAgent agent;
    private final AgentCalls calls;

    GuestFiles(GuestAgent agent, AgentCalls calls) {
        this.agent = agent;
        this.calls = calls;
    }

    void write(String path, byte[] content) {
        check(path);
        List<String> pieces = pieces(content);
        if (pieces.size() == 1) {
            writePiece(path, pieces.get(0));
            return;
        }
        FileAssembly assembly = FileAssembly.of(path, agent.osInfo().isWindows());
        // A guest that runs no commands refuses this one, before anything is written.
        run(assembly.preparation(), path);
        try {
            for (int i = 0; i < pieces.size(); i++) {
                writePiece(assembly.piece(i), pieces.get(i));
            }
            run(assembly.assembly(), path);
        } catch (ProxmoxException e) {
            cleanUp(assembly, path, e);
            throw e;
        }
    }

    private void cleanUp(FileAssembly assembly, String path, ProxmoxException failure) {
        // The command that puts the pieces together may still run, and then it removes them itself.
        boolean underWay = failure.is(Problem.OutcomeUnknown.class)
                || failure.is(Problem.TimedOut.class)
                || failure.is(Problem.Cancelled.class);
        if (underWay) {
            return;
        }
        try {
            run(assembly.cleaning(), path);
        } catch (ProxmoxException e) {
            failure.addSuppressed(e);
        }
    }

    private void run(GuestCommand command, String path) {
        CommandResult result = agent.exec(command).await(FileAssembly.PATIENCE);
        if (!result.isSuccess()) {
            String reason = result.err().text().trim();
            throw new ProxmoxException(
                    // The programs of a guest give the same reasons as its guest agent.
                    ErrorText.meaning("Agent error: " + reason),
                    calls.guest() + ": " + path + " can't be written, " + command + " gave " + result + ": " + reason);
        }
    }

    /** Encoded here, since Proxmox VE would encode text only. */
    private void writePiece(String path, String base64) {
        calls.call(calls.post("file-write")
                .with("file", path)
                .with("content", base64)
                .with("encode", false));
    }

    /** The content in base64, cut so that each piece is good by itself and fits in a call of any release. */
    static List<String> pieces(byte[] content) {
        String all = Base64.getEncoder().encodeToString(content);
        List<String> pieces = new ArrayList<>();
        int start = 0;
        int encoded = 0;
        for (int at = 0; at < all.length(); at += 4) {
            int more = encodedLength(all, at);
            if (encoded + more > LARGEST_ENCODED || at + 4 - start > LARGEST_CONTENT) {
                pieces.add(all.substring(start, at));
                start = at;
                encoded = 0;
            }
            encoded += more;
        }
        pieces.add(all.substring(start));
        return pieces;
    }

    /** Of four characters in a form, where {@code +}, {@code /} and {@code =} take three. */
    private static int encodedLength(String base64, int at) {
        return base64.substring(at, at + 4)
                .chars()
                .map(c -> Character.isLetterOrDigit(c) ? 1 : 3)
                .sum();
    }

    byte[] read(String path) {
        check(path);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        Reply part = calls.call(calls.get("file-read").with("file", path).within(READ));
        content.writeBytes(bytes(path, part));
        while (part.flag("truncated")) {
            if (content.size() >= LARGEST_FILE) {
                throw tooBig(path, "has " + LARGEST_FILE / (1024 * 1024) + " MiB or more, which is not read at once");
            }
            part = next(path, content.size());
            content.writeBytes(bytes(path, part));
        }
        return content.toByteArray();
    }

    FilePart readPart(String path, long offset) {
        check(path);
        Reply part = calls.abilities().partsOfFiles()
                ? calls.call(calls.get("file-read")
                        .with("file", path)
                        .with("offset", offset)
                        .with("count", PART)
                        .within(READ))
                : first(path, offset);
        return new FilePart(bytes(path, part), part.flag("truncated"));
    }

    private Reply first(String path, long offset) {
        return offset == 0
                ? calls.call(calls.get("file-read").with("file", path).within(READ))
                : next(path, offset);
    }

    private Reply next(String path, long offset) {
        if (!calls.abilities().partsOfFiles()) {
            throw tooBig(
                    path,
                    "has " + LARGEST_READ / (1024 * 1024)
                            + " MiB or more, of which Proxmox VE before 9.1 can't give the rest");
        }
        return calls.call(
                calls.get("file-read").with("file", path).with("offset", offset).within(READ));
    }

    private ProxmoxException tooBig(String path, String reason) {
        return new ProxmoxException(new Problem.Unsupported(), calls.guest() + ": " + path + " " + reason);
    }

    /** Each character is a byte; should a release give decoded text some day, its length tells. */
    private byte[] bytes(String path, Reply part) {
        String content = part.text("content").orElse("");
        long length = part.number("bytes-read").orElse(content.length());
        if (!GuestText.isBytes(content) || content.length() != length) {
            throw new ProxmoxException(
                    new Problem.Other(),
                    calls.guest() + ": Proxmox VE gave " + content.length() + " characters for the " + length
                            + " bytes of " + path + ", so its very bytes are not known");
        }
        return GuestText.bytes(content);
    }

    static void check(String path) {
        if (path.isBlank()) {
            throw ProxmoxException.invalid(
                    "path",
                    "'" + path + "' is no path; expected is one inside the guest, as in /etc/motd or C:\\x.txt");
        }
        if (!GuestText.isPlain(path)) {
            throw ProxmoxException.invalid(
                    "path",
                    "'" + path.replace('\0', '?') + "' holds NUL or other characters than ASCII, which Proxmox VE hands"
                            + " over garbled; expected is a path in ASCII");
        }
    }
}
