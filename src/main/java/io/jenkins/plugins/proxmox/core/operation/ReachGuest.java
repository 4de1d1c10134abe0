package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import io.jenkins.plugins.proxmox.core.network.AddressChoice;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.policy.Right;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Waits until a guest that a controller has made can be reached: until it has an address of those that are asked for and,
 * if that is wanted, something listens there. Follows it to other nodes. It ends with {@link Problem.NotFound} if the guest
 * was destroyed, or if another one has its VMID by now, and with {@link Problem.WrongState} if it was stopped.
 *
 * <p>The facts that it gives have one address, the one to be used.
 *
 * <p>API: {@code GET .../status/current}, {@code GET .../config}, of a VM {@code GET .../agent/network-get-interfaces}, of a
 * container {@code GET .../interfaces}; to start it {@code POST .../status/start}.
 */
public final class ReachGuest implements Operation<GuestFacts> {
    static final String KIND = "reach";
    static final String GUEST = "guest";
    static final String WAIT = "wait";
    private static final String START = "start";
    private static final int LAST_PORT = 65_535;

    private final Mark mark;
    private final AddressChoice choice;
    private final OptionalInt port;
    private final boolean start;
    private final TcpPort listener;

    /**
     * @param mark which guest it is, and what it must bear
     * @param choice which of its addresses
     * @param port on which something must listen, 1 to 65535; empty if the address is enough
     * @param start whether it is started if it does not run
     * @throws ProxmoxException with {@link Problem.Parameter} if there can't be such a port
     */
    public ReachGuest(Mark mark, AddressChoice choice, OptionalInt port, boolean start) {
        this(mark, choice, port, start, TcpPort.DIRECT);
    }

    ReachGuest(Mark mark, AddressChoice choice, OptionalInt port, boolean start, TcpPort listener) {
        this.mark = mark;
        this.choice = choice;
        this.port = port;
        this.start = start;
        this.listener = listener;
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > LAST_PORT)) {
            throw ProxmoxException.invalid(
                    "port", "port: " + port.getAsInt() + " is no TCP port; expected is 1 to " + LAST_PORT);
        }
    }

    static ReachGuest of(Request request) {
        Mark mark = request.mark().orElseThrow(() -> ProxmoxException.invalid("mark", "No mark of a guest is given"));
        Integer port = request.number("port");
        return new ReachGuest(
                mark,
                AddressChoice.parse(Optional.ofNullable(request.text("address")).orElse("")),
                port == null ? OptionalInt.empty() : OptionalInt.of(port),
                request.flag("start"));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return Request.write()
                .with("mark", mark)
                .with("address", Request.given(choice.toString()))
                .with("port", port.isPresent() ? Optional.of(port.getAsInt()) : Optional.empty())
                .with("start", start)
                .map();
    }

    @Override
    public Stages<GuestFacts> stages() {
        return Stages.beginningWith("prepare", this::prepare)
                .change(START, new StartGuest<>(GUEST, WAIT))
                .look(WAIT, new Reaching(mark, choice, port, listener));
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(15);
    }

    private Next<GuestFacts> prepare(OperationContext context) {
        GuestReference reference = GuestReference.parse(GUEST, mark.vmid().toString());
        FoundGuest found = context.cluster().guests().find(GUEST, reference);
        GuestStatus status = found.status();
        boolean starts = start && status.stopped() && !status.highAvailability();
        context.permit(starts ? Right.POWER : Right.READ, found);
        Checks.noTemplate(found, "started");
        GuestConfig config = found.guest().config();
        Checks.marked(found, mark, config);
        choice.check(config);
        boolean silent =
                config.value("agent").filter(GuestConfig::enablesGuestAgent).isEmpty();
        if (found.guest() instanceof VirtualMachine && silent) {
            throw new ProxmoxException(
                    new Problem.Unsupported(),
                    found + " on " + found.guest().node() + " has no guest agent enabled, which tells its addresses;"
                            + " install qemu-guest-agent in the template and set its option agent to 1");
        }
        context.memo().put(GUEST, Memo.Subject.of(found));
        if (status.stopped() && !start && !status.highAvailability()) {
            throw new ProxmoxException(
                    new Problem.WrongState(),
                    found + " on " + found.guest().node() + " can't be reached, it is " + Facts.state(status));
        }
        return Next.then(starts ? START : WAIT);
    }
}
