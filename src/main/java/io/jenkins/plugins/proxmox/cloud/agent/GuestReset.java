package io.jenkins.plugins.proxmox.cloud.agent;

import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import io.jenkins.plugins.proxmox.core.operation.RollBack;
import io.jenkins.plugins.proxmox.core.operation.TakeSnapshot;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.run.AgentOperation;
import java.io.IOException;

/**
 * Sees to it that a guest that is rolled back after each build is clean before its agent's process starts. What it does goes on
 * after a restart of the controller.
 */
public final class GuestReset {
    public static final String SNAPSHOT = "jenkins-clean";

    private final ConnectingAgent connecting;
    private final ProxmoxAgent agent;
    private final AgentGuest guest;

    private GuestReset(ConnectingAgent connecting) {
        this.connecting = connecting;
        agent = connecting.agent();
        guest = connecting.guest();
    }

    /**
     * When this returns, the next build finds the guest clean, unless one that was there before a restart goes on.
     *
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException if that can't be
     */
    static void prepare(ConnectingAgent connecting) throws IOException, InterruptedException {
        if (connecting.agent().getTemplate().getLife().isRolledBack()) {
            new GuestReset(connecting).prepare();
        }
    }

    private void prepare() throws IOException, InterruptedException {
        if (!agent.use().reset().isTaken()) {
            take();
        } else if (connecting.computer().isBeingReset()) {
            connecting.log().println("Rolling back " + guest + ", in which a build has been");
            run(RollBack.marked(guest.mark(), SNAPSHOT, true));
        }
    }

    /** With the guest ready, and before there is anything of Jenkins in it. */
    private void take() throws IOException, InterruptedException {
        agent.getTemplate().getConnector().awaitReady(connecting);
        boolean memory = agent.getTemplate().getLife().hasMemory() && guest.type() == GuestType.VIRTUAL_MACHINE;
        run(TakeSnapshot.ofMarked(guest.mark(), SNAPSHOT, "Before the first build of Jenkins", memory));
    }

    private void run(Operation<?> operation) throws IOException, InterruptedException {
        AgentReset reset = agent.use().reset();
        String id = reset.begin();
        agent.keep();
        AgentOperation work =
                new AgentOperation(agent.getNodeName(), id, agent.owner().toString());
        OperationOptions options = OperationOptions.within(connecting.deadline().left());
        OperationRun<?> run = work.hasBegun()
                ? work.resume(connecting.open(), options, connecting.log())
                : work.work(connecting.open(), operation, options, connecting.log());
        connecting.computer().await(run);
        connecting.computer().isNew();
        reset.done();
        agent.isNew();
        work.settle();
    }
}
