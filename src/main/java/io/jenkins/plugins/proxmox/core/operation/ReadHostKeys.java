package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.guestagent.FilePart;
import io.jenkins.plugins.proxmox.core.guestagent.GuestAgent;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the public host keys of a VM's SSH server by its guest agent, where nobody between the controller and the VM can
 * put other ones in their place; waits until there are some. Containers have no guest agent, and are refused.
 *
 * <p>A clone often makes keys of its own when it starts for the first time, and has those of its template until then. So a
 * server that shows another key than these is a reason to read them once more before it is refused.
 *
 * <p>API: {@code POST .../agent/ping}, {@code GET .../agent/get-osinfo}, {@code GET .../agent/file-read}; nothing is run
 * inside.
 */
public final class ReadHostKeys implements Operation<List<HostKey>> {
    static final String KIND = "readHostKeys";
    private static final String ARRIVE = "arrive";
    private static final String READ = "read";
    private static final List<String> NAMES = List.of("ed25519", "ecdsa", "rsa");

    private final GuestReference guest;
    private final Optional<Mark> mark;

    /**
     * @param guest a VMID or a name
     * @param mark what the VM must bear; empty for any VM
     * @throws ProxmoxException with {@link Problem.Parameter} if the guest can't be right
     */
    public ReadHostKeys(String guest, Optional<Mark> mark) {
        this.guest = GuestReference.parse("guest", guest);
        this.mark = mark;
    }

    static ReadHostKeys of(Request request) {
        return new ReadHostKeys(request.text("guest"), request.mark());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return Request.write().with("guest", guest).with("mark", mark).map();
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(10);
    }

    @Override
    public Stages<List<HostKey>> stages() {
        return Stages.<List<HostKey>>beginningWith("prepare", this::prepare)
                .look(ARRIVE, Inside.arrival(ARRIVE, READ))
                .look(READ, ReadHostKeys::read);
    }

    private Next<List<HostKey>> prepare(OperationContext context) {
        Inside.prepare(context, guest, mark);
        return Next.then(ARRIVE);
    }

    /** They are made one after the other, but one is enough: whoever connects asks for a key of a type that is known. */
    private static Next<List<HostKey>> read(OperationContext context) {
        Memo memo = context.memo();
        context.doing("Reading the SSH host keys of " + Inside.place(memo));
        List<HostKey> keys = new ArrayList<>();
        try {
            for (String name : NAMES) {
                key(Inside.agent(context), path(name, Inside.isWindows(memo))).ifPresent(keys::add);
            }
        } catch (ProxmoxException e) {
            return Inside.later(context, e, READ);
        }
        Inside.answered(memo);
        if (keys.isEmpty()) {
            return Next.after(
                    Inside.PAUSE,
                    "it has no SSH host keys yet, there is no " + path("*", Inside.isWindows(memo))
                            + "; the SSH server makes them when it starts for the first time",
                    READ);
        }
        return Next.done(keys);
    }

    private static String path(String name, boolean windows) {
        return (windows ? "C:\\ProgramData\\ssh\\" : "/etc/ssh/") + "ssh_host_" + name + "_key.pub";
    }

    private static Optional<HostKey> key(GuestAgent agent, String path) {
        try {
            FilePart part = agent.readPart(path, 0);
            return HostKey.find(new String(part.bytes(), StandardCharsets.US_ASCII));
        } catch (ProxmoxException e) {
            if (e.is(Problem.NotFound.class)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
