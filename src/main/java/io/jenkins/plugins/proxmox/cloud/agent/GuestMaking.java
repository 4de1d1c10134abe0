package io.jenkins.plugins.proxmox.cloud.agent;

import io.jenkins.plugins.proxmox.cloud.connector.AgentLog;
import io.jenkins.plugins.proxmox.cloud.connector.Deadline;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.CloneGuest;
import io.jenkins.plugins.proxmox.core.operation.Memo;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import io.jenkins.plugins.proxmox.core.placement.Capacity;
import io.jenkins.plugins.proxmox.core.placement.CloneChoice;
import io.jenkins.plugins.proxmox.core.placement.Turnstile;
import io.jenkins.plugins.proxmox.run.AgentOperation;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Makes the guest of an agent, on another node if one fails; goes on with it after a restart. */
final class GuestMaking {
    private static final int TRIES = 3;

    private final ProxmoxAgent agent;
    private final AgentLog log;
    private final Deadline deadline;
    private final Map<String, String> avoided = new LinkedHashMap<>();
    private Turnstile.Permit permit = () -> {};

    GuestMaking(ProxmoxAgent agent, AgentLog log, Deadline deadline) {
        this.agent = agent;
        this.log = log;
        this.deadline = deadline;
    }

    /**
     * @throws ProxmoxException if there is no node on which it can be made
     */
    AgentGuest make() throws IOException, InterruptedException {
        for (int tries = 1; ; tries++) {
            AgentOperation operation = new AgentOperation(
                    agent.getNodeName(), agent.operation(), agent.owner().toString());
            try {
                return made(operation, await(begin(operation)));
            } catch (ProxmoxException e) {
                Optional<String> node = AgentOperation.find(operation.id())
                        .flatMap(AgentOperation.Begun::guest)
                        .map(Memo.Subject::node);
                boolean kept = Inspection.isWanted(agent, false) && operation.hasMade();
                boolean last = tries >= TRIES
                        || node.isEmpty()
                        || !isElsewherePerhapsBetter(e)
                        || kept && !isPossibleWithout(node.get());
                if (last && kept) {
                    remember(operation);
                    throw e;
                }
                operation.settle();
                if (last) {
                    throw e;
                }
                tryElsewhere(node.get(), e);
            } finally {
                permit.close();
            }
        }
    }

    private AgentGuest made(AgentOperation operation, GuestFacts facts) throws IOException {
        AgentGuest guest =
                new AgentGuest(facts.type(), facts.vmid(), facts.name(), facts.node(), operation.id(), agent.owner());
        operation.source().ifPresent(guest::of);
        agent.has(guest);
        Capacity capacity = AgentFleet.get().occupancy().capacity(agent.getConnection());
        capacity.moved(operation.id(), facts.node());
        capacity.started(operation.id());
        return guest;
    }

    /** It has a guest that did not become what it should be, and that somebody is going to look at. */
    private void remember(AgentOperation operation) throws IOException {
        Optional<Memo.Subject> left = AgentOperation.find(operation.id()).flatMap(AgentOperation.Begun::guest);
        if (left.isPresent()) {
            Memo.Subject it = left.get();
            agent.has(new AgentGuest(it.type(), it.vmid(), it.name(), it.node(), operation.id(), agent.owner()));
        }
    }

    /** A guest that somebody wants to look at is given up only if there will be another one. */
    private boolean isPossibleWithout(String node) {
        Map<String, String> all = new LinkedHashMap<>(avoided);
        all.put(node, "has failed");
        return new GuestPlan(agent).isPossible(agent.open().runner().cluster(), all);
    }

    private void tryElsewhere(String node, ProxmoxException failure) throws IOException {
        avoided.put(node, "has failed: " + failure.getMessage());
        log.println("It is tried on another node: " + failure.getMessage());
        AgentStatistics.retried(agent, failure);
        AgentFleet fleet = AgentFleet.get();
        fleet.planner(agent.getConnection()).forget();
        Optional<String> full = fleet.again(agent);
        if (full.isPresent()) {
            throw new ProxmoxException(
                    failure.problem(),
                    failure.getMessage() + "; it can't be tried on another node yet, since " + full.get(),
                    failure);
        }
    }

    private OperationRun<?> begin(AgentOperation operation) throws IOException, InterruptedException {
        OperationOptions options =
                new OperationOptions(deadline.left(), false, true, Inspection.isWanted(agent, false));
        AgentListener.making(operation.id());
        if (operation.hasBegun()) {
            log.println("Going on with what was begun before the restart");
            return operation.resume(agent.open(), options, log);
        }
        GuestPlan plan = new GuestPlan(agent);
        CloneChoice choice = plan.choose(agent.open().runner().cluster(), avoided);
        log.println("Cloning " + choice);
        Operation<GuestFacts> clone = new CloneGuest(plan.request(choice));
        waitForTurn(choice);
        // Its owner tells the addresses, which were decided only now.
        OperationRun<?> run = operation
                .of(agent.owner().toString())
                .begin(agent.open(), clone, options, log, agent.getTemplate().shutdownTime());
        // What comes then keeps nobody else from cloning.
        run.made().thenRun(permit::close);
        return run;
    }

    private void waitForTurn(CloneChoice choice) throws InterruptedException {
        Set<String> keys = choice.busy().stream()
                .map(it -> it + " of " + agent.getConnection())
                .collect(Collectors.toSet());
        try {
            permit = Turnstile.await(AgentFleet.get().clones().enter(keys), deadline.left());
        } catch (TimeoutException e) {
            throw new ProxmoxException(
                    new Problem.TimedOut(),
                    "Too many clones are being made on " + choice.template().node(),
                    e);
        }
    }

    private static GuestFacts await(OperationRun<?> run) throws InterruptedException {
        try {
            ControllerStop.await(run.result());
            return (GuestFacts) run.result().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProxmoxException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (CancellationException e) {
            throw new ProxmoxException(new Problem.Cancelled(), "Making the guest was cancelled", e);
        }
    }

    private static boolean isElsewherePerhapsBetter(ProxmoxException failure) {
        return !failure.is(Problem.Cancelled.class)
                && !failure.is(Problem.Parameter.class)
                && !failure.is(Problem.Permission.class)
                && !failure.is(Problem.Authentication.class)
                && !failure.is(Problem.TimedOut.class)
                && !failure.is(Problem.NotFound.class);
    }
}
