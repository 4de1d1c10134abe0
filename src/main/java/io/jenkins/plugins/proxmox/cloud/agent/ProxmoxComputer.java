package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.slaves.AbstractCloudComputer;
import hudson.slaves.ComputerLauncher;
import hudson.slaves.ComputerListener;
import hudson.slaves.OfflineCause;
import io.jenkins.plugins.proxmox.cloud.settings.AgentTime;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import io.jenkins.plugins.proxmox.run.BuildWait;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.cloudstats.ProvisioningActivity;
import org.jenkinsci.plugins.cloudstats.TrackedItem;
import org.kohsuke.stapler.export.Exported;

/** What an agent does at this moment. */
public final class ProxmoxComputer extends AbstractCloudComputer<ProxmoxAgent> implements TrackedItem {
    private static final Logger LOGGER = Logger.getLogger(ProxmoxComputer.class.getName());

    /** For so long a node or a network may be down without costing builds that could go on. */
    private static final Duration COMES_BACK = Duration.ofMinutes(30);

    private final Signal changes = new Signal();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Set<OperationRun<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean wasOnline;
    private volatile boolean cameOnline;
    private volatile Long lostAt;
    private volatile String stage = "";
    private volatile ComputerLauncher transport;
    private final Map<Executor, String> executing = new ConcurrentHashMap<>();
    private final AtomicBoolean resetting = new AtomicBoolean();
    private final ReentrantLock launching = new ReentrantLock();
    private final Reconnection reconnection = new Reconnection();
    private volatile long quietSince = AgentTime.now();
    private volatile boolean outdated;

    ProxmoxComputer(ProxmoxAgent agent) {
        super(agent);
    }

    /** None as long as there is no guest: until then the agent is provisioned, not launched, whatever Jenkins calls it. */
    @Override
    public ProvisioningActivity.Id getId() {
        ProxmoxAgent agent = getNode();
        return agent == null || agent.guest().isEmpty() ? null : agent.getId();
    }

    /** For the remote API, and for the agent's page; null if it is about to be removed. */
    @Exported(name = "proxmox")
    public AgentFacts getProxmox() {
        ProxmoxAgent agent = getNode();
        return agent == null ? null : AgentFacts.of(agent);
    }

    /** What has happened last on its way to be online; empty if nothing has. */
    public String stage() {
        return stage;
    }

    public void stage(String line) {
        stage = line;
    }

    /** Whether it is about to be removed. */
    public boolean isEnding() {
        return ending.get();
    }

    /** Whether it has been online since Jenkins was started, or its guest was taken back. */
    boolean wasOnline() {
        return wasOnline;
    }

    /** Whether it will be online sooner or later, for all that is known. */
    public boolean isComing() {
        boolean first = isFirstLaunch() && !isOnline();
        return !isEnding() && offlineCause().isEmpty() && !outdated && (first || isBeingReset());
    }

    /** Whether none has succeeded or failed since Jenkins was started, or its guest was taken back. */
    boolean isFirstLaunch() {
        return !wasOnline && lostAt == null;
    }

    /** Whether somebody has taken it offline on purpose, and does so as long as it pleases them. */
    public boolean isSetOffline() {
        return offlineCause().filter(ProxmoxComputer::isOnPurpose).isPresent();
    }

    /** Why it takes no more builds, as far as nobody has chosen that: a monitor of Jenkins has seen something. */
    Optional<OfflineCause> mark() {
        return offlineCause().filter(cause -> !isOnPurpose(cause));
    }

    private static boolean isOnPurpose(OfflineCause cause) {
        return cause instanceof OfflineCause.UserCause || cause instanceof Inspection.Kept;
    }

    /** Why it takes no builds, whether it is connected or not. */
    Optional<OfflineCause> offlineCause() {
        return Optional.ofNullable(getNode()).map(ProxmoxAgent::getTemporaryOfflineCause);
    }

    /** What has opened the connection, and has to close it. */
    Optional<ComputerLauncher> transport() {
        return Optional.ofNullable(transport);
    }

    void transport(ComputerLauncher used) {
        transport = used;
    }

    void beginsLaunch() {
        cameOnline = false;
    }

    /**
     * Waits until the agent is online. One whose build was short may be offline again, and not come back.
     *
     * @return whether it is, or was since its launch began
     */
    boolean awaitOnline(Duration most) throws InterruptedException {
        return changes.await(() -> isEnding() || hasBeenOnline(), most) && hasBeenOnline();
    }

    private boolean hasBeenOnline() {
        return getChannel() != null || cameOnline;
    }

    /** Waits for so long, or until the agent is being removed. */
    void pause(Duration time) throws InterruptedException {
        changes.await(this::isEnding, time);
    }

    /** What was online is no more, and what will be is as good as an agent that never was. */
    void isNew() {
        wasOnline = false;
        lostAt = null;
    }

    /** It is online, whoever has connected; an agent that has opened its connection itself was launched by nobody. */
    private void online() {
        cameOnline = true;
        wasOnline = true;
        lostAt = null;
        reconnection.online();
        quiet();
        ProxmoxAgent agent = getNode();
        if (agent == null) {
            return;
        }
        try {
            agent.isOnline();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "It is not on disk that " + getName() + " is online");
        }
    }

    /** Whether it is tried again to connect to it, after that has failed. */
    boolean mayComeBack() {
        long now = AgentTime.now();
        if (lostAt == null) {
            lostAt = now;
        }
        return now - lostAt < COMES_BACK.toNanos();
    }

    Reconnection reconnection() {
        return reconnection;
    }

    /** How many builds occupy it, including those that have not begun yet and those that need no executor. */
    public int busy() {
        return countBusy() + getOneOffExecutors().size();
    }

    void began(Executor executor, String build) {
        executing.put(executor, build);
    }

    void renamed(UnaryOperator<String> build) {
        executing.replaceAll((executor, before) -> build.apply(before));
    }

    /** What has begun on an executor that has ended it. */
    Optional<String> finished(Executor executor) {
        quiet();
        return Optional.ofNullable(executing.remove(executor));
    }

    void quiet() {
        quietSince = AgentTime.now();
    }

    /** For how long it could have had a build and had none; zero as long as it can't have one. */
    Duration unused() {
        return isOnline() && isIdle() ? Duration.ofNanos(AgentTime.now() - quietSince) : Duration.ZERO;
    }

    /** Whether there is a newer version of what its guest was made of. */
    boolean isOutdated() {
        return outdated;
    }

    void outdated() {
        outdated = true;
    }

    /** Lets only one launch at a time do its work; the lock of whoever else wants to is waited for. */
    ReentrantLock launching() {
        return launching;
    }

    /** Whether a build has been in the guest, and no other may see it before it was taken back. */
    boolean isBeingReset() {
        ProxmoxAgent agent = getNode();
        return agent != null
                && agent.use().reset().isDirty()
                && agent.use().builds().underWay() == 0;
    }

    /** Whether the connection is being closed to have the guest taken back. */
    boolean isDisconnecting() {
        return resetting.get();
    }

    /** Has the guest taken back to how it was before its last build; gives back at once. */
    void reset() {
        if (isEnding() || !resetting.compareAndSet(false, true)) {
            return;
        }
        new Departure(this).betweenBuilds(() -> resetting.set(false));
    }

    /** Connections that the agent has opened itself. */
    @Extension
    public static final class Online extends ComputerListener {
        @Override
        public void onOnline(Computer computer, TaskListener listener) {
            if (computer instanceof ProxmoxComputer ours) {
                ours.online();
                ours.changes.raise();
            }
        }

        /** The process of the last build's agent must not come back before the guest was rolled back. */
        @Override
        public void preOnline(Computer computer, Channel channel, FilePath root, TaskListener listener)
                throws AbortException {
            if (computer instanceof ProxmoxComputer ours && ours.isBeingReset()) {
                throw new AbortException("The guest is being rolled back");
            }
        }
    }

    /**
     * Removes the agent, once, however many want it; gives back at once, so that it can be called under any lock.
     *
     * @param reason for the log
     */
    public void end(String reason) {
        // What fails now fails because everything goes down; who begins next decides anew.
        if (ControllerStop.isUnderWay() || !ending.compareAndSet(false, true)) {
            return;
        }
        changes.raise();
        AgentListener.room();
        LOGGER.log(Level.FINE, "Agent {0} is removed: {1}", new Object[] {getName(), reason});
        getListener().getLogger().println("The agent is removed: " + reason);
        LostAgents.get().ends(getName(), reason);
        new Departure(this).forGood(reason, () -> ending.set(false));
    }

    /**
     * The result of an operation, which ends early when the agent is removed.
     *
     * @throws InterruptedException if the thread was interrupted meanwhile, however the operation ended, or if the controller is
     *     being stopped
     */
    <R> R await(OperationRun<R> run) throws InterruptedException {
        underWay.add(run);
        run.result().whenComplete((result, failure) -> underWay.remove(run));
        BuildWait.end(ControllerStop.orEnd(run.result()), run::abort);
        ControllerStop.check(run.result());
        return BuildWait.result(run);
    }

    @Override
    protected void onRemoved() {
        ending.set(true);
        changes.raise();
        AgentListener.room();
        super.onRemoved();
        underWay.forEach(OperationRun::abort);
    }
}
