package io.jenkins.plugins.proxmox.cloud;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.remoting.ChannelBuilder;
import hudson.remoting.FastPipedInputStream;
import hudson.remoting.FastPipedOutputStream;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import io.jenkins.plugins.proxmox.cloud.connector.Connecting;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.core.placement.Template;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Agents in the JVM of the test: real channels and real builds, without a process or a network. It never asks the guest for anything.
 * Tests tell by {@link #plan} how it behaves, as an agent's template is written to disk and read again.
 */
final class InProcessConnector extends AgentConnector {
    /** What connecting does, besides connecting. */
    interface Plan {
        void before(Connecting connecting) throws IOException, InterruptedException;

        default void after(Connecting connecting) throws IOException, InterruptedException {
            // Most have done all by then.
        }
    }

    private static final Plan WORKS = connecting -> {};
    private static final Map<String, Plan> PLANS = new ConcurrentHashMap<>();
    private static final Map<String, Future<Channel>> ENDS = new ConcurrentHashMap<>();
    private static final List<String> CONNECTED = new CopyOnWriteArrayList<>();

    private final String plan;
    private boolean guestAgent;

    /** One that works. */
    InProcessConnector() {
        this("");
    }

    private InProcessConnector(String plan) {
        this.plan = plan;
    }

    /** One that does this first; what it throws is why the agent can't be connected to. */
    static InProcessConnector plan(String name, Plan plan) {
        PLANS.put(name, plan);
        return new InProcessConnector(name);
    }

    /** One whose agents never come online, with this message. */
    static InProcessConnector failing(String message) {
        return plan(message, connecting -> {
            throw new IOException(message);
        });
    }

    /** One that waits for the latch, for each agent anew. */
    static InProcessConnector waiting(String name, CountDownLatch latch) {
        return plan(name, connecting -> latch.await());
    }

    /** The same for templates with a guest agent only. */
    InProcessConnector withGuestAgent() {
        guestAgent = true;
        return this;
    }

    @Override
    public boolean needsGuestAgent() {
        return guestAgent;
    }

    /** The agent itself, which connectors know nothing of. */
    static ProxmoxAgent agent(Connecting connecting) {
        return (ProxmoxAgent) connecting.computer().getNode();
    }

    /** The names of all agents that were connected to, each as often as it was; of whatever test. */
    static List<String> connected() {
        return List.copyOf(CONNECTED);
    }

    /** Closes a connection as the agent's end does it when its guest dies. */
    static void drop(String agent) throws IOException {
        Future<Channel> end = ENDS.get(agent);
        if (end == null) {
            return;
        }
        try {
            end.get().close();
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        }
    }

    @Override
    public String usualRemoteRoot() {
        return new File("target/in-process-agents").getAbsolutePath();
    }

    @Override
    public void prepare(CloneRequest request, String cloud, Template template) {
        // Nothing is asked of the guest.
    }

    @Override
    public void connect(Connecting connecting) throws IOException, InterruptedException {
        Plan todo = PLANS.getOrDefault(plan, WORKS);
        todo.before(connecting);
        connectAtOnce(connecting);
        todo.after(connecting);
    }

    private static void connectAtOnce(Connecting connecting) throws IOException, InterruptedException {
        SlaveComputer computer = connecting.computer();
        String name = computer.getName();
        new FilePath(new File(connecting.remoteRoot())).mkdirs();
        FastPipedInputStream toController = new FastPipedInputStream();
        FastPipedOutputStream fromAgent = new FastPipedOutputStream(toController);
        FastPipedInputStream toAgent = new FastPipedInputStream();
        FastPipedOutputStream fromController = new FastPipedOutputStream(toAgent);
        Future<Channel> end = Computer.threadPoolForRemoting.submit(
                () -> new ChannelBuilder("end of " + name, Computer.threadPoolForRemoting)
                        .withMode(Channel.Mode.BINARY)
                        .build(toAgent, fromAgent));
        ENDS.put(name, end);
        TaskListener listener = connecting.log().listener();
        computer.setChannel(toController, fromController, listener, new Channel.Listener() {
            @Override
            public void onClosed(Channel channel, IOException cause) {
                end.cancel(true);
                ENDS.remove(name, end);
            }
        });
        CONNECTED.add(name);
    }
}
