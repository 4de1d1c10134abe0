package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Container;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import io.jenkins.plugins.proxmox.core.network.AddressChoice;
import io.jenkins.plugins.proxmox.core.network.IpAddress;
import io.jenkins.plugins.proxmox.core.network.NetworkInterface;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Looks whether a guest can be reached. What it has learned in earlier looks it keeps for itself: after a restart it simply
 * begins anew.
 */
final class Reaching implements Look<GuestFacts> {
    /** For so long an address is good that a guest has told. */
    private static final Duration FRESH = Duration.ofSeconds(3);

    /** For so long a guest may be off that is started anew. */
    private static final Duration OFF = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration KNOCKING = Duration.ofMillis(250);

    /** Routers tell their IPv6 prefix before DHCP has an address, or the other way round. */
    private static final Duration BETTER = Duration.ofSeconds(5);

    private static final int LOST = 5;

    private final Mark mark;
    private final AddressChoice choice;
    private final OptionalInt port;
    private final TcpPort listener;
    private Optional<GuestConfig> config = Optional.empty();
    private Optional<Known> known = Optional.empty();
    private Instant since = Instant.MAX;
    private Inquiry<List<NetworkInterface>> inquiry = new Inquiry<>();
    private final Errand<Boolean> knocking = new Errand<>();
    private Optional<FoundGuest> asked = Optional.empty();
    private boolean stopped;
    private boolean stranger;
    private int lost;

    /** What it was like at some time. */
    private record Known(FoundGuest guest, String address, Instant when) {}

    Reaching(Mark mark, AddressChoice choice, OptionalInt port, TcpPort listener) {
        this.mark = mark;
        this.choice = choice;
        this.port = port;
        this.listener = listener;
    }

    @Override
    public Next<GuestFacts> run(OperationContext context) {
        Memo.Subject guest = context.memo().guest(ReachGuest.GUEST);
        context.doing("Waiting for " + what() + " of " + guest + " on " + guest.node());
        try {
            Next<GuestFacts> next = look(context, guest.in(context.cluster()));
            lost = 0;
            return next;
        } catch (ProxmoxException e) {
            boolean away = e.is(Problem.NotFound.class)
                    || e.is(Problem.Permission.class)
                    || e.is(Problem.NodeUnreachable.class);
            if (!away || stranger) {
                throw e;
            }
            return follow(context, guest, e);
        }
    }

    private String what() {
        return port.isPresent() ? "port " + port.getAsInt() : "an address";
    }

    private Next<GuestFacts> look(OperationContext context, Guest guest) {
        boolean fresh = known.filter(it -> context.now().isBefore(it.when().plus(FRESH)))
                .isPresent();
        if (!fresh && !knocking.isUnderWay()) {
            Optional<Next<GuestFacts>> wait = learn(context, guest);
            if (wait.isPresent()) {
                return wait.get();
            }
        }
        Known it = known.orElseThrow();
        if (port.isPresent()) {
            Optional<Next<GuestFacts>> wait = knock(context, it.address(), port.getAsInt());
            if (wait.isPresent()) {
                return wait.get();
            }
        }
        // Since it was found, its VMID may have become that of another one.
        check(it.guest(), guest.config());
        return Next.done(Facts.of(it.guest(), List.of(it.address())));
    }

    /** Elsewhere, for where a firewall swallows it, that takes as long as patience lasts. */
    private Optional<Next<GuestFacts>> knock(OperationContext context, String address, int number) {
        if (!knocking.isUnderWay()) {
            knocking.begin(context.errands().run(() -> listener.answersAt(address, number)));
        }
        String closed = "nothing listens yet on port " + number + " of " + address;
        if (!knocking.isBack()) {
            return Optional.of(knocking.await(closed, ReachGuest.WAIT));
        }
        return knocking.fetch() ? Optional.empty() : Optional.of(again(KNOCKING, closed));
    }

    /** Asks the guest anew; gives why that has to be done again, or what to wait for. */
    private Optional<Next<GuestFacts>> learn(OperationContext context, Guest guest) {
        if (!inquiry.isUnderWay()) {
            known = Optional.empty();
            GuestStatus status = guest.status();
            FoundGuest found = FoundGuest.of(guest, status);
            if (status.stopped()) {
                return Optional.of(whileStopped(found));
            }
            stopped = false;
            if (config.isEmpty()) {
                GuestConfig its = guest.config();
                check(found, its);
                config = Optional.of(its);
            }
            inquiry.runs(status.uptime(), context.now());
            asked = Optional.of(found);
        }
        Optional<List<NetworkInterface>> interfaces;
        try {
            interfaces = interfaces(context, guest, config.orElseThrow());
        } catch (ProxmoxException e) {
            // The guest agent is asked with a call that looks like a change, but is none.
            if (!e.is(Problem.WrongState.class) && !e.is(Problem.OutcomeUnknown.class)) {
                throw e;
            }
            return Optional.of(again(inquiry.pause(context.now()), e.getMessage()));
        }
        return interfaces.isEmpty()
                ? Optional.of(inquiry.await(ReachGuest.WAIT))
                : choose(context, asked.orElseThrow(), interfaces.get());
    }

    private Optional<Next<GuestFacts>> choose(
            OperationContext context, FoundGuest found, List<NetworkInterface> interfaces) {
        Optional<IpAddress> address = choice.choose(interfaces, config.orElseThrow());
        if (address.isEmpty()) {
            return Optional.of(again(PAUSE, choice.obstacle(interfaces, config.orElseThrow())));
        }
        since = since.isBefore(context.now()) ? since : context.now();
        if (!choice.isFirstChoice(address.get()) && context.now().isBefore(since.plus(BETTER))) {
            return Optional.of(again(PAUSE, "it has only " + address.get() + " yet, and another family is preferred"));
        }
        known = Optional.of(new Known(found, address.get().toString(), context.now()));
        return Optional.empty();
    }

    private void check(FoundGuest guest, GuestConfig its) {
        stranger = !mark.isOn(its);
        Checks.marked(guest, mark, its);
    }

    private Optional<List<NetworkInterface>> interfaces(OperationContext context, Guest guest, GuestConfig its) {
        if (guest instanceof VirtualMachine machine) {
            return inquiry.ask(context, machine, machine.guestAgent()::interfaces);
        }
        try {
            return Optional.of(((Container) guest).interfaces());
        } catch (ProxmoxException e) {
            // Then what its configuration names is all there will ever be.
            if (e.is(Problem.Unsupported.class) && choice.choose(List.of(), its).isPresent()) {
                return Optional.of(List.of());
            }
            throw e;
        }
    }

    /** Off for a moment while it is started anew from outside, and until the HA manager gets to it. */
    private Next<GuestFacts> whileStopped(FoundGuest guest) {
        if (guest.status().highAvailability()) {
            return again(PAUSE, "the HA manager has not started it yet");
        }
        if (stopped) {
            throw new ProxmoxException(
                    new Problem.WrongState(),
                    guest + " on " + guest.guest().node() + " was switched off or shut down meanwhile");
        }
        stopped = true;
        return again(OFF, "it is stopped");
    }

    /** A guest that moves is missing on its old node, and for a moment perhaps on both. */
    private Next<GuestFacts> follow(OperationContext context, Memo.Subject guest, ProxmoxException failure) {
        Guest found = context.cluster()
                .guests()
                .find(guest.vmid())
                .filter(it -> it.type() == guest.type())
                .orElseThrow(() -> new ProxmoxException(
                        new Problem.NotFound(),
                        guest + " is not there any more: it was destroyed, or the credentials may not see it any more",
                        failure));
        boolean moved = !found.node().equals(guest.node());
        // A node that can't be reached is waited for elsewhere.
        if (!moved && (failure.is(Problem.NodeUnreachable.class) || ++lost > LOST)) {
            throw failure;
        }
        context.memo().put(ReachGuest.GUEST, new Memo.Subject(guest.type(), guest.vmid(), found.node(), guest.name()));
        config = Optional.empty();
        known = Optional.empty();
        inquiry = new Inquiry<>();
        return again(PAUSE, "it moves to another node");
    }

    private static Next<GuestFacts> again(Duration pause, String reason) {
        return Next.after(pause, reason, ReachGuest.WAIT);
    }
}
