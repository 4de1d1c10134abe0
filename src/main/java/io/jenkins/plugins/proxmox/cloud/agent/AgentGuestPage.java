package io.jenkins.plugins.proxmox.cloud.agent;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Action;
import hudson.model.Computer;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.run.GuestRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jenkins.model.TransientActionFactory;

/** How the guest of an agent is at this moment. Only whoever opens this page has Proxmox VE asked, and waits no longer than a moment. */
public final class AgentGuestPage implements Action {
    private static final int PATIENCE_SECONDS = 3;

    private final ProxmoxComputer computer;

    private AgentGuestPage(ProxmoxComputer computer) {
        this.computer = computer;
    }

    public ProxmoxComputer getComputer() {
        return computer;
    }

    @Override
    public String getIconFileName() {
        return computer.hasPermission(Computer.EXTENDED_READ) ? "symbol-guests plugin-proxmox-guests" : null;
    }

    @Override
    public String getDisplayName() {
        return "Proxmox guest";
    }

    @Override
    public String getUrlName() {
        return "guest";
    }

    /** What is shown; never null. */
    public View getView() {
        computer.checkPermission(Computer.EXTENDED_READ);
        ProxmoxAgent agent = computer.getNode();
        Optional<AgentGuest> guest = agent == null ? Optional.empty() : agent.guest();
        if (guest.isEmpty()) {
            return View.problem(null, "There is no guest yet");
        }
        GuestRecord known = AgentFacts.of(agent).guest();
        Future<View> asked = Computer.threadPoolForRemoting.submit(() -> ask(agent, guest.get(), known));
        try {
            return asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            asked.cancel(true);
            return View.problem(known, "Proxmox VE has not answered within " + PATIENCE_SECONDS + " seconds");
        } catch (ExecutionException e) {
            return View.problem(known, e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return View.problem(known, "Nobody waited for the answer of Proxmox VE");
        }
    }

    private static View ask(ProxmoxAgent agent, AgentGuest ours, GuestRecord known) {
        try {
            Optional<Guest> found = agent.open().runner().cluster().guests().find(ours.vmid());
            if (found.isEmpty()) {
                return View.problem(known, "There is no guest " + ours.vmid().number() + " any more");
            }
            if (Mark.of(found.get().config(), ours.vmid())
                    .filter(ours.mark()::isSameAs)
                    .isEmpty()) {
                return View.problem(
                        known, "The guest " + ours.vmid().number() + " is not the one that was made for this agent");
            }
            return new View(known, found.get().node(), Optional.of(found.get().status()), "");
        } catch (ProxmoxException e) {
            return View.problem(known, e.getMessage());
        }
    }

    /**
     * What is shown.
     *
     * @param guest as far as it is known without asking; null if there is none
     * @param node where it is now; empty if nobody knows
     * @param now empty if nobody knows
     * @param problem why nobody knows; empty if there is none
     */
    public record View(GuestRecord guest, String node, Optional<GuestStatus> now, String problem) {
        static View problem(GuestRecord guest, String problem) {
            return new View(guest, "", Optional.empty(), problem);
        }

        /** {@code running}, and what else there is to say. */
        public String status() {
            return now.map(it -> it.status()
                            + it.qmpStatus()
                                    .filter(qmp -> !qmp.equals(it.status()))
                                    .map(qmp -> " (" + qmp + ")")
                                    .orElse("")
                            + it.lock()
                                    .map(lock -> ", locked by '" + lock + "'")
                                    .orElse(""))
                    .orElse("unknown");
        }

        /** For people. */
        public String uptime() {
            return now.flatMap(GuestStatus::uptime)
                    .map(it -> Util.getTimeSpanString(it.toMillis()))
                    .orElse("");
        }
    }

    /** Gives every agent its page. */
    @Extension
    public static final class Factory extends TransientActionFactory<ProxmoxComputer> {
        @Override
        public Class<ProxmoxComputer> type() {
            return ProxmoxComputer.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull ProxmoxComputer target) {
            return List.of(new AgentGuestPage(target));
        }
    }
}
