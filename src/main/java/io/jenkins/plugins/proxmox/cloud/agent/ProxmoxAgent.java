package io.jenkins.plugins.proxmox.cloud.agent;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor.FormException;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.TaskListener;
import hudson.model.queue.CauseOfBlockage;
import hudson.slaves.AbstractCloudSlave;
import hudson.slaves.ComputerLauncher;
import hudson.slaves.NodeProperty;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.connection.ConnectionRegistry;
import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.core.network.InterfaceAddress;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.model.NodeListener;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.cloudstats.ProvisioningActivity;
import org.jenkinsci.plugins.cloudstats.TrackedItem;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * An agent with a guest of its own. The node is there before its guest and is all that a controller has to remember: from it
 * a restarted one knows what is under way. Whoever removes it from Jenkins has its guest destroyed.
 */
@SuppressFBWarnings(value = "SE_BAD_FIELD", justification = "nodes are written to disk by XStream only")
public final class ProxmoxAgent extends AbstractCloudSlave implements TrackedItem {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(ProxmoxAgent.class.getName());

    private final String cloud;
    private final String connection;

    /** As it was when the agent was made, so that agents don't change under their builds. */
    @SuppressWarnings("serial") // written to disk by XStream only
    private final ProxmoxTemplate template;

    private ProvisioningActivity.Id activity;
    private final long created = System.currentTimeMillis();
    private String operation;
    private String hostKey;
    private List<String> addresses = List.of();
    private volatile String root;

    @SuppressWarnings("serial") // as above
    private AgentGuest guest;

    @SuppressWarnings("serial") // as above
    private final AgentUse use = new AgentUse();

    private volatile boolean online;
    private transient boolean removed;
    private transient Object disk = new Object();

    /**
     * @param connection where its guest is to be
     * @param operation the one that makes the guest
     */
    ProxmoxAgent(String name, CloudSettings cloud, ProxmoxTemplate template, String connection, String operation)
            throws FormException, IOException {
        super(name, template.remoteRootOrUsual(), new AgentLauncher(template.getConnector()));
        this.cloud = cloud.getId();
        this.connection = connection;
        this.template = template;
        this.operation = operation;
        activity = new ProvisioningActivity.Id(cloud.name, template.getName(), name);
        setNumExecutors(template.getLife().executors(template.getExecutors()));
        setMode(template.getMode());
        setLabelString(template.getLabels());
        setNodeDescription("Template " + template.getName() + " of cloud " + cloud.name);
        setRetentionStrategy(AgentRetention.INSTANCE);
        setNodeProperties(new ArrayList<NodeProperty<?>>(template.getNodeProperties()));
    }

    @Override
    protected Object readResolve() {
        disk = new Object();
        return super.readResolve();
    }

    /** The id of its cloud, which may be configured no longer. */
    public String getCloudId() {
        return cloud;
    }

    public ProxmoxTemplate getTemplate() {
        return template;
    }

    /** The name of the connection. */
    public String getConnection() {
        return connection;
    }

    public Instant created() {
        return Instant.ofEpochMilli(created);
    }

    AgentOwner owner() {
        return new AgentOwner(cloud, template.getName(), getNodeName(), addresses());
    }

    /** What it does at this moment; empty before Jenkins has it, and after. */
    public Optional<ProxmoxComputer> computer() {
        return Optional.ofNullable((ProxmoxComputer) toComputer());
    }

    public AgentUse use() {
        return use;
    }

    /** The operation that makes its guest, or has made it. */
    public synchronized String operation() {
        return operation;
    }

    private synchronized List<InterfaceAddress> addresses() {
        return addresses.stream()
                .flatMap(text -> InterfaceAddress.find(text).stream())
                .toList();
    }

    /** What its guest is given of ranges; when this returns, that is on disk. */
    void takes(List<InterfaceAddress> given) throws IOException {
        synchronized (this) {
            addresses = given.stream().map(InterfaceAddress::toString).toList();
        }
        keep();
    }

    /**
     * Remembers the host key that its guest showed first.
     *
     * @return the one that it showed first, now or earlier
     */
    String firstHostKey(String shown) throws IOException {
        synchronized (this) {
            if (hostKey != null) {
                return hostKey;
            }
            hostKey = shown;
        }
        keep();
        return shown;
    }

    /** Lets another operation make its guest, since the one before has failed; when this returns, that is on disk. */
    void begins(String another) throws IOException {
        synchronized (this) {
            operation = another;
            // Those of the guest before may still be in use.
            addresses = List.of();
        }
        keep();
    }

    /** Writes down what has changed, unless it was removed meanwhile. */
    public void keep() throws IOException {
        save();
    }

    /** An agent that is removed while it is written would be there again after a restart. */
    @Override
    @SuppressWarnings("deprecation") // meant for those who call it
    public void save() throws IOException {
        use.noteAge();
        synchronized (disk) {
            if (removed || isUnknown()) {
                return;
            }
            try {
                super.save();
            } catch (IOException e) {
                // Jenkins has begun to remove it meanwhile, and its folder first.
                if (!isUnknown()) {
                    throw e;
                }
            }
        }
    }

    private boolean isUnknown() {
        return Jenkins.get().getNode(getNodeName()) != this;
    }

    /** It was removed; nothing is to be left of it on disk. */
    private void forget() throws IOException {
        synchronized (disk) {
            removed = true;
            if (getRootDir().exists()) {
                Util.deleteRecursive(getRootDir());
            }
        }
    }

    /** Whether it has been online with its guest as it is, in whatever life of the controller: then a build may be on it. */
    boolean wasOnline() {
        return online;
    }

    /** It is online; when this returns, that is on disk. */
    void isOnline() throws IOException {
        if (!online) {
            online = true;
            keep();
        }
    }

    /** Its guest is as it was before the first build, and may not run; when this returns, that is on disk. */
    void isNew() throws IOException {
        online = false;
        keep();
    }

    /** Where its files are, as far as the template leaves that to the guest. */
    @Override
    public String getRemoteFS() {
        return root == null ? super.getRemoteFS() : root;
    }

    boolean hasOwnRoot() {
        return root != null;
    }

    void isAt(String directory) throws IOException {
        root = directory;
        keep();
    }

    /** Its guest, as soon as there is one. */
    public synchronized Optional<AgentGuest> guest() {
        return Optional.ofNullable(guest);
    }

    void has(AgentGuest made) throws IOException {
        synchronized (this) {
            guest = made;
        }
        keep();
    }

    /** Remembers where its guest was found. */
    public void isOn(String node) throws IOException {
        Optional<AgentGuest> moved = guest().filter(it -> !it.node().equals(node));
        if (moved.isPresent()) {
            moved.get().moved(node);
            AgentFleet.get().occupancy().capacity(connection).moved(moved.get().operation(), node);
            keep();
        }
    }

    /**
     * Looks up credentials, which can take some time.
     *
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException if the connection is not configured any more
     */
    OpenConnection open() {
        return ConnectionRegistry.get().open(connection, null);
    }

    /** Nothing to be kept: it follows from the template. */
    @Override
    public ComputerLauncher getLauncher() {
        return template == null ? super.getLauncher() : new AgentLauncher(template.getConnector());
    }

    /** What its configuration shows. */
    public AgentFacts getFacts() {
        return AgentFacts.of(this);
    }

    /** Stays as it is: it is what its template was when it was made. */
    @Override
    public Node reconfigure(@NonNull StaplerRequest2 request, JSONObject form) {
        return this;
    }

    @Override
    public ProxmoxComputer createComputer() {
        return new ProxmoxComputer(this);
    }

    /** Whether builds that want this label may come to it: it is not reserved for others, nor waits for one that comes back. */
    public boolean isFor(Label label) {
        boolean reserved = template.reservedFor().isPresent()
                && (label == null || !template.getLabels().equals(label.getName()));
        return !reserved && use.builds().awaited() == 0;
    }

    /** Refuses what would be one build too many for it. */
    @Override
    public CauseOfBlockage canTake(Queue.BuildableItem item) {
        CauseOfBlockage other = super.canTake(item);
        if (other != null) {
            return other;
        }
        return template.refuses(item)
                ? new AgentUse.Reserved(getDisplayName())
                : use.refusal(this, item).orElse(null);
    }

    /** Nothing: whoever removes the node has the guest removed, too, see {@code run.BuildEnd}; and never under a lock of Jenkins. */
    @Override
    protected void _terminate(TaskListener listener) {
        listener.getLogger().println("The agent is removed; its guest is destroyed in the background");
    }

    @NonNull
    @Override
    public synchronized ProvisioningActivity.Id getId() {
        return activity;
    }

    /** Is tracked anew; when this returns, that is on disk. */
    void becomes(ProvisioningActivity.Id another) throws IOException {
        synchronized (this) {
            activity = another;
        }
        keep();
    }

    /** Before anybody settles what the agent has made: a crash then finds either the agent or nothing of it. */
    @Extension(ordinal = 100)
    public static final class Removals extends NodeListener {
        @Override
        protected void onDeleted(Node node) {
            if (node instanceof ProxmoxAgent agent) {
                try {
                    agent.forget();
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, e, () -> "Something is left of " + agent.getNodeName() + " on disk");
                }
            }
        }
    }

    /** Agents come from clouds only. */
    @Extension
    public static final class DescriptorImpl extends SlaveDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox guest";
        }

        @Override
        public boolean isInstantiable() {
            return false;
        }
    }
}
