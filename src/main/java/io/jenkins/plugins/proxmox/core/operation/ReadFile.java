package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.guestagent.CommandResult;
import io.jenkins.plugins.proxmox.core.guestagent.FilePart;
import io.jenkins.plugins.proxmox.core.guestagent.FilePlace;
import io.jenkins.plugins.proxmox.core.guestagent.FileTail;
import io.jenkins.plugins.proxmox.core.guestagent.GuestAgent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a file inside a VM by its guest agent, in as many pieces as it takes.
 *
 * <p>API: {@code GET .../agent/file-read}; before PVE 9.1, for what is behind the first 16 MiB, also
 * {@code POST .../agent/exec} with {@code GET .../agent/exec-status}.
 */
public final class ReadFile implements Operation<String> {
    static final String KIND = "readFile";
    private static final String ARRIVE = "arrive";
    private static final String READ = "read";
    private static final String REST = "rest";

    /** All of it is held in memory, and a pipeline keeps it even longer. */
    private static final int LARGEST = 64 * 1024 * 1024;

    private final GuestReference guest;
    private final FilePlace place;
    private final boolean base64;
    private final Charset charset;

    /**
     * @param guest a VMID or a name
     * @param path inside the guest, absolute
     * @param encoding that of the text in the file, or Base64 to get the bytes written so; null for UTF-8
     * @throws ProxmoxException with {@link Problem.Parameter} if one of them can't be right
     */
    public ReadFile(String guest, String path, String encoding) {
        this.guest = GuestReference.parse("guest", guest);
        place = new FilePlace(path, Optional.empty(), Optional.empty());
        base64 = Charsets.isBase64(encoding);
        charset = Charsets.parseUnlessBase64(encoding);
    }

    static ReadFile of(Request request) {
        return new ReadFile(request.text("guest"), request.text("path"), request.text("encoding"));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return Request.write()
                .with("guest", guest)
                .with("path", place.path())
                .with("encoding", base64 ? "Base64" : charset.name())
                .map();
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }

    @Override
    public Stages<String> stages() {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        Stages<String> stages = Stages.<String>beginningWith("prepare", this::prepare)
                .look(ARRIVE, Inside.arrival(ARRIVE, READ))
                .look(READ, context -> read(context, content));
        return new InsideCommand<>(
                        REST,
                        this::activity,
                        context -> FileTail.of(place.path(), content.size(), Inside.isWindows(context.memo())),
                        (OperationContext context, CommandResult result) -> rest(result, content))
                .addLookTo(stages);
    }

    private Next<String> prepare(OperationContext context) {
        Inside.prepare(context, guest);
        return Next.then(ARRIVE);
    }

    private String activity(Memo memo) {
        return "Reading " + place.path() + " in " + Inside.place(memo);
    }

    private Next<String> read(OperationContext context, ByteArrayOutputStream content) {
        context.doing(activity(context.memo()));
        FilePart part;
        boolean parts;
        try {
            GuestAgent agent = Inside.agent(context);
            part = agent.readPart(place.path(), content.size());
            parts = part.more() && agent.readsParts();
        } catch (ProxmoxException e) {
            return Inside.later(context, e, READ);
        }
        content.writeBytes(part.bytes());
        if (!part.more()) {
            return finished(content);
        }
        checkSize(content);
        return Next.then(parts ? READ : REST);
    }

    /** After a restart nothing is left of what was read before, so it begins anew. */
    private Next<String> rest(CommandResult result, ByteArrayOutputStream content) {
        if (content.size() == 0) {
            return Next.then(READ);
        }
        if (!result.isSuccess()) {
            throw InsideCommand.failure(result);
        }
        content.writeBytes(result.out().bytes());
        checkSize(content);
        return result.out().bytes().length == 0 ? finished(content) : Next.then(REST);
    }

    private void checkSize(ByteArrayOutputStream content) {
        if (content.size() >= LARGEST) {
            throw new ProxmoxException(
                    new Problem.Unsupported(),
                    place.path() + " has " + LARGEST / (1024 * 1024)
                            + " MiB or more; expected is less, or only a part of it, which a command inside can cut out");
        }
    }

    private Next<String> finished(ByteArrayOutputStream content) {
        return Next.done(
                base64 ? Base64.getEncoder().encodeToString(content.toByteArray()) : content.toString(charset));
    }
}
