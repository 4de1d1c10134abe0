package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.guestagent.CommandResult;
import io.jenkins.plugins.proxmox.core.guestagent.FilePlace;
import io.jenkins.plugins.proxmox.core.guestagent.GuestAgent;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a file inside a VM by its guest agent, in as many pieces as it takes. What fits in a call and needs no other mode
 * is written at once; else the pieces go to a directory beside the file, and are put together by a short command.
 *
 * <p>API: {@code POST .../agent/file-write}, for more than some 42,000 bytes or with a mode also {@code POST .../agent/exec}.
 */
public final class WriteFile implements Operation<Void> {
    static final String KIND = "writeFile";
    private static final String ARRIVE = "arrive";
    private static final String WRITE = "write";
    private static final String OPEN = "open";
    private static final String HAND = "hand";
    private static final String ASSEMBLE = "assemble";
    private static final String CLEAN = "undo";
    private static final String END = "end";

    private final GuestReference guest;
    private final FilePlace place;
    private final Optional<byte[]> content;

    /**
     * @param guest a VMID or a name
     * @param path inside the guest, absolute
     * @param text what shall be in it; bytes in Base64 if that is the encoding
     * @param encoding null for UTF-8
     * @param mode in octal digits, for systems that know modes; null for what is usual there
     * @param owner a user or {@code user:group} inside the guest; null for that of the guest agent
     * @throws ProxmoxException with {@link Problem.Parameter} if one of them can't be right
     */
    public WriteFile(String guest, String path, String text, String encoding, String mode, String owner) {
        this(
                GuestReference.parse("guest", guest),
                new FilePlace(path, Optional.ofNullable(mode), Optional.ofNullable(owner)),
                Optional.of(bytes(text, encoding)));
    }

    private WriteFile(GuestReference guest, FilePlace place, Optional<byte[]> content) {
        this.guest = guest;
        this.place = place;
        this.content = content;
    }

    private static byte[] bytes(String text, String encoding) {
        if (text == null) {
            throw ProxmoxException.invalid("text", "No text is given; expected is what shall be in the file");
        }
        if (!Charsets.isBase64(encoding)) {
            return text.getBytes(Charsets.parseUnlessBase64(encoding));
        }
        try {
            return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw ProxmoxException.invalid("text", "The text is not Base64, which encoding: 'Base64' expects");
        }
    }

    static WriteFile of(Request request) {
        return new WriteFile(
                GuestReference.parse("guest", request.text("guest")),
                new FilePlace(
                        request.text("path"),
                        Optional.ofNullable(request.text("mode")),
                        Optional.ofNullable(request.text("owner"))),
                request.secret("content").map(Base64.getDecoder()::decode));
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** The content may be secret or big, and whoever takes the operation up again has it. */
    @Override
    public Map<String, Object> request() {
        return Request.write()
                .with("guest", guest)
                .with("path", place.path())
                .with("mode", place.mode())
                .with("owner", place.owner())
                .map();
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }

    @Override
    public Stages<Void> stages() {
        Stages<Void> stages = Stages.<Void>beginningWith("prepare", this::prepare)
                .look(ARRIVE, Inside.arrival(ARRIVE, "choose"))
                .look("choose", this::choose)
                .change(WRITE, new WriteAtOnce(WRITE, place.path(), this::content, END));
        stages = new InsideCommand<>(
                        OPEN,
                        this::activity,
                        context -> place.open(context.id(), Inside.isWindows(context.memo())),
                        (OperationContext context, CommandResult result) -> succeeded(result, HAND))
                .addTo(stages)
                .change(HAND, new InsideFiles<>(HAND, this::activity, this::pieces, ASSEMBLE));
        stages = new InsideCommand<>(
                        ASSEMBLE,
                        this::activity,
                        context -> place.assemble(context.id(), Inside.isWindows(context.memo())),
                        (OperationContext context, CommandResult result) -> succeeded(result, END))
                .addTo(stages);
        return new InsideCommand<Void>(
                        CLEAN,
                        memo -> "Removing the pieces of " + place.path() + " in " + Inside.place(memo),
                        context -> place.remove(context.id(), Inside.isWindows(context.memo())),
                        (context, result) -> succeeded(result, END))
                .addTo(stages)
                .look(END, context -> Next.done(null));
    }

    private Next<Void> prepare(OperationContext context) {
        Inside.prepare(context, guest);
        return Next.then(ARRIVE);
    }

    private Next<Void> choose(OperationContext context) {
        boolean windows = Inside.isWindows(context.memo());
        place.check(windows);
        boolean atOnce = place.isPlain() && GuestAgent.pieces(content()).size() == 1;
        context.memo().put("pieces", !atOnce);
        return Next.then(atOnce ? WRITE : OPEN);
    }

    private byte[] content() {
        return content.orElseThrow(() -> ProxmoxException.invalid(
                "text", "What shall be in the file is kept nowhere, and was not given again after the restart"));
    }

    private String activity(Memo memo) {
        return "Writing " + place.path() + " in " + Inside.place(memo);
    }

    private List<InsideFiles.Piece> pieces(OperationContext context) {
        boolean windows = Inside.isWindows(context.memo());
        return InsideFiles.cut(Map.of("", content()), (file, number) -> place.piece(context.id(), number, windows));
    }

    private static Next<Void> succeeded(CommandResult result, String next) {
        if (!result.isSuccess()) {
            throw InsideCommand.failure(result);
        }
        return Next.then(next);
    }

    @Override
    public Optional<String> undo(Memo memo) {
        return memo.flag("pieces") ? Optional.of(CLEAN) : Optional.empty();
    }

    @Override
    public Optional<String> made(Memo memo) {
        return memo.flag("pieces")
                ? Optional.of("a directory with pieces beside " + place.path() + " in " + Inside.place(memo))
                : Optional.empty();
    }
}
