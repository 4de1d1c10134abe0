package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import io.jenkins.plugins.proxmox.core.policy.Right;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells what there is to know of a guest, at the price of four calls: two that find it, its configuration and its
 * snapshots; and of two more at most if the addresses are asked for, which a VM's guest agent may take seconds to tell.
 */
public final class LookAtGuest implements Operation<Map<String, Object>> {
    static final String KIND = "look";
    private static final String GUEST = "guest";
    private static final String ADDRESSES = "addresses";
    private static final String LOOK = "look";

    private final GuestReference reference;
    private final boolean addresses;

    /**
     * @param guest a VMID or a name
     * @param addresses whether a guest that runs is asked for its addresses
     * @throws ProxmoxException with {@link Problem.Parameter} if it can't be a guest
     */
    public LookAtGuest(String guest, boolean addresses) {
        reference = GuestReference.parse(GUEST, guest);
        this.addresses = addresses;
    }

    static LookAtGuest of(Request request) {
        return new LookAtGuest(request.text(GUEST), request.flag(ADDRESSES));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return Request.write().with(GUEST, reference).with(ADDRESSES, addresses).map();
    }

    @Override
    public Stages<Map<String, Object>> stages() {
        return Stages.beginningWith(LOOK, new Looking());
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }

    private final class Looking implements Look<Map<String, Object>> {
        private final Inquiry<List<String>> inquiry = new Inquiry<>();
        private FoundGuest found;
        private GuestConfig config;

        @Override
        public Next<Map<String, Object>> run(OperationContext context) {
            if (!inquiry.isUnderWay()) {
                found = context.cluster().guests().find(GUEST, reference);
                context.permit(Right.READ, found);
                context.memo().put(GUEST, Memo.Subject.of(found));
                config = found.guest().config();
            }
            boolean asks =
                    addresses && found.status().running() && !found.status().paused();
            Optional<List<String>> told = asks ? addresses(context) : Optional.of(List.of());
            if (told.isEmpty()) {
                return inquiry.await(LOOK);
            }
            return Next.done(
                    new GuestDetails(found, config, context.isOwn(found.guest().vmid(), config))
                            .toMap(found.guest().snapshots().list(), told.get()));
        }

        /** A guest that does not tell them is worth looking at all the same. */
        private Optional<List<String>> addresses(OperationContext context) {
            try {
                return found.guest() instanceof VirtualMachine machine
                        ? inquiry.ask(context, machine, () -> machine.addresses(config))
                        : Optional.of(found.guest().addresses(config));
            } catch (ProxmoxException e) {
                // The guest agent is asked with a call that looks like a change, but is none.
                if (e.is(Problem.WrongState.class) || e.is(Problem.OutcomeUnknown.class)) {
                    return Optional.of(List.of());
                }
                throw e;
            }
        }
    }
}
