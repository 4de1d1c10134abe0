package io.jenkins.plugins.proxmox.core.guestagent;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.network.NetworkInterface;
import io.jenkins.plugins.proxmox.core.task.Tasks;
import io.jenkins.plugins.proxmox.core.task.Waiting;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The QEMU guest agent of a VM. Whatever it is asked fails with {@link Problem.Unsupported} if the VM's configuration
 * knows of no guest agent or the guest's own settings forbid the command, and with {@link Problem.WrongState} if the VM is
 * off, the guest agent does not answer (yet), or the guest's file systems are frozen. A silent one costs the node 3 s of a
 * worker's time with each question.
 */
public final class GuestAgent {
    /** The node waits longer for what takes its time inside the guest; pveproxy gives up on other nodes after 30 s. */
    private static final Duration SLOW = Duration.ofSeconds(90);

    private final AgentCalls calls;

    /**
     * @param guest the VM's path, {@code /nodes/{node}/qemu/{vmid}}
     * @param name names the VM in messages, as in {@code VM 101 on pve1}
     * @param abilities of the VM's node; asked for only where it matters
     */
    public GuestAgent(Tasks tasks, ApiPath guest, String name, Supplier<AgentAbilities> abilities) {
        calls = new AgentCalls(tasks, guest, name, abilities);
    }

    /**
     * Asks for a sign of life: {@code POST .../agent/ping}.
     *
     * @throws ProxmoxException with {@link Problem.WrongState} if it does not answer (yet)
     */
    public void ping() {
        calls.command(calls.post("ping"));
    }

    /** Whether it answers at this moment; fails as {@link #ping} does if it never will. */
    public boolean answers() {
        try {
            ping();
            return true;
        } catch (ProxmoxException e) {
            if (e.is(Problem.WrongState.class)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Waits until it answers, without holding a thread; asks every 3 s at most. A VM that is off is waited for as well,
     * since it is off for a moment while it reboots.
     *
     * @return fails with {@link Problem.TimedOut} when the time is over
     */
    public CompletableFuture<GuestAgent> answer(Duration timeout) {
        return Patience.until(
                calls.timing(),
                "the guest agent of " + calls.guest() + " to answer",
                timeout,
                Patience.PAUSE,
                () -> {
                    ping();
                    return Optional.of(this);
                },
                e -> e.is(Problem.WrongState.class));
    }

    /** Blocks until it answers, and fails as {@link #answer} does. */
    public void awaitAnswer(Duration timeout) {
        Waiting.result(answer(timeout));
    }

    /** The operating system inside: {@code GET .../agent/get-osinfo}. */
    public OsInfo osInfo() {
        return OsInfo.of(calls.command(calls.get("get-osinfo")).object("result"));
    }

    /** The name that the guest gives itself: {@code GET .../agent/get-host-name}. */
    public Optional<String> hostName() {
        return calls.command(calls.get("get-host-name"))
                .object("result")
                .text("host-name")
                .map(GuestText::decoded);
    }

    /** Its network interfaces as seen from inside: {@code GET .../agent/network-get-interfaces}. */
    public List<NetworkInterface> interfaces() {
        return NetworkInterface.ofGuestAgent(calls.command(calls.get("network-get-interfaces"))).stream()
                .map(it -> new NetworkInterface(GuestText.decoded(it.name()), it.mac(), it.addresses()))
                .toList();
    }

    /** Whether the guest's file systems stand still: {@code POST .../agent/fsfreeze-status}. */
    public FreezeState fileSystemFreezeState() {
        return FreezeState.of(
                calls.command(calls.post("fsfreeze-status")).text("result").orElse(""));
    }

    /**
     * Lets the guest's file systems stand still: {@code POST .../agent/fsfreeze-freeze}. They must be thawed by
     * {@link #thawFileSystems}, also if this fails with {@link Problem.OutcomeUnknown}: it may have taken longer than the
     * 30 s for which Proxmox VE waits, and be done all the same. Meanwhile the guest agent runs no commands.
     *
     * @return how many there are
     */
    public int freezeFileSystems() {
        return count(calls.post("fsfreeze-freeze"));
    }

    /**
     * Lets the guest's file systems go on: {@code POST .../agent/fsfreeze-thaw}.
     *
     * @return how many there are; none if they were not frozen
     */
    public int thawFileSystems() {
        return count(calls.post("fsfreeze-thaw"));
    }

    /**
     * Tells the storage what the guest's file systems do not use: {@code POST .../agent/fstrim}. Those that can't be
     * trimmed are left out. What takes longer than the 30 s for which Proxmox VE waits goes on, and fails with
     * {@link Problem.OutcomeUnknown}.
     *
     * @return how many bytes, as far as the guest's system tells
     */
    public long trimFileSystems() {
        return calls.command(calls.post("fstrim").within(SLOW)).object("result").list("paths").stream()
                .mapToLong(path -> path.number("trimmed").orElse(0))
                .sum();
    }

    /**
     * Starts a command: {@code POST .../agent/exec}. On PVE 9 this needs {@code VM.GuestAgent.Unrestricted}; inside the
     * guest it runs as the user of the guest agent, who usually may do everything.
     *
     * @throws ProxmoxException with {@link Problem.NotFound} if the guest has no such program;
     *     {@link Problem.OutcomeUnknown} if no reply came, so that it may run
     */
    public GuestProcess exec(GuestCommand command) {
        Reply data = calls.call(calls.post("exec")
                .with(Parameters.NONE
                        .withEach("command", words(command))
                        .with("input-data", command.input().map(GuestText::of))));
        return process(data.number("pid")
                .orElseThrow(() -> new ProxmoxException(
                        new Problem.OutcomeUnknown(),
                        calls.guest() + ": " + command + " was started, but Proxmox VE did not tell its number")));
    }

    /** {@link #exec(GuestCommand)} with the words of {@link GuestCommand#of(List)} and perhaps something to read. */
    public GuestProcess exec(List<String> command, Optional<byte[]> input) {
        GuestCommand words = GuestCommand.of(command);
        return exec(input.map(words::withInput).orElse(words));
    }

    /** A process that was started before, by its number; nothing is asked yet. */
    public GuestProcess process(long pid) {
        return new GuestProcess(calls, pid);
    }

    /**
     * Writes a file: {@code POST .../agent/file-write}. What was there is overwritten; a new file may be read and written
     * by everybody inside the guest. Blocks for as many calls as it takes.
     *
     * <p>What does not fit in one call, some 42,000 bytes, is written in pieces into a directory beside the file, which
     * only its owner may enter, and put together by a command inside the guest. On PVE 9 the former needs
     * {@code VM.GuestAgent.FileWrite}, the latter {@code VM.GuestAgent.Unrestricted}; of a Windows it needs the
     * PowerShell.
     *
     * @param path as the guest names it, in ASCII; better not relative
     * @throws ProxmoxException with {@link Problem.NotFound} if there is no such directory; {@link Problem.Unsupported}
     *     if the guest does not allow it; {@link Problem.OutcomeUnknown} if no reply came, so that it may be written
     */
    public void writeFile(String path, byte[] content) {
        new GuestFiles(this, calls).write(path, content);
    }

    /**
     * Reads a file, byte by byte what is in it: {@code GET .../agent/file-read}. Blocks for as many calls as it takes. On
     * PVE 9 this needs {@code VM.GuestAgent.FileRead}.
     *
     * @param path as the guest names it, in ASCII; better not relative
     * @throws ProxmoxException with {@link Problem.NotFound} if there is no such file; {@link Problem.Unsupported} if the
     *     guest does not allow it, or if the file has 16 MiB or more before PVE 9.1, or 256 MiB since
     */
    public byte[] readFile(String path) {
        return new GuestFiles(this, calls).read(path);
    }

    /** Cuts a content so that {@link #writeFile} writes each piece with one call. */
    public static List<byte[]> pieces(byte[] content) {
        return GuestFiles.pieces(content).stream()
                .map(Base64.getDecoder()::decode)
                .toList();
    }

    /** Whether the node can give a file from some point on; if not, the first 16 MiB are all that {@link #readPart} has. */
    public boolean readsParts() {
        return calls.abilities().partsOfFiles();
    }

    /**
     * Reads what one call gives of a file, since PVE 9.1 4 MiB, before 16 MiB: {@code GET .../agent/file-read}.
     *
     * @param offset where to begin, in bytes
     * @throws ProxmoxException as {@link #readFile} does; {@link Problem.Unsupported} if the node can't begin there
     */
    public FilePart readPart(String path, long offset) {
        return new GuestFiles(this, calls).readPart(path, offset);
    }

    /**
     * Whether a failure only means that the guest agent does not answer at this moment, as while the guest starts or while
     * its file systems are frozen. A VM that is off is something else.
     */
    public static boolean isSilence(ProxmoxException failure) {
        return failure.is(Problem.WrongState.class)
                && !GuestProcess.OFF
                        .matcher(String.valueOf(failure.getMessage()))
                        .find();
    }

    private int count(ApiRequest request) {
        return (int) calls.command(request.within(SLOW)).number("result").orElse(0);
    }

    /** {@code guest agent of VM 101 on pve1}. */
    @Override
    public String toString() {
        return "guest agent of " + calls.guest();
    }

    private List<String> words(GuestCommand command) {
        return calls.abilities().commandLists() ? command.words() : List.of(String.join("\0", command.words()));
    }
}
