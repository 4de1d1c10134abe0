package io.jenkins.plugins.proxmox.cloud.sweep;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.InitMilestone;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.AgentListener;
import io.jenkins.plugins.proxmox.cloud.settings.AgentTime;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.connection.ProxmoxConnection;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import jenkins.model.Jenkins;
import jenkins.util.SystemProperties;

/**
 * Removes what agents have left behind in Proxmox VE, and agents whose guests are gone, every few minutes. Normally there is
 * neither: whatever is made is on disk before, and removed from there. But disks are restored from backups, too.
 */
@Extension
public final class Sweeper extends AsyncPeriodicWork implements AgentListener {
    /** Set to {@code false}, nothing is swept. */
    public static final String SWITCH = "io.jenkins.plugins.proxmox.sweeper";

    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration FIRST = Duration.ofMinutes(2);

    /**
     * Nothing is lost by waiting but some memory of a node. A controller that was copied together with its id, on the other
     * hand, has made some agent by then, and is noticed before anything of it is removed.
     */
    private static final Duration GRACE = Duration.ofMinutes(30);

    private final Sweeps sweeps = new Sweeps(GRACE, AgentTime::now);

    public Sweeper() {
        super("Proxmox guests that were left behind");
    }

    public static Sweeper get() {
        return ExtensionList.lookupSingleton(Sweeper.class);
    }

    Sweeps sweeps() {
        return sweeps;
    }

    @Override
    public void onMaking(String operation) {
        sweeps.register(operation);
    }

    @Override
    public long getRecurrencePeriod() {
        return EVERY.toMillis();
    }

    @Override
    public long getInitialDelay() {
        return FIRST.toMillis();
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINE;
    }

    @Override
    public void execute(TaskListener listener) {
        if (SystemProperties.getBoolean(SWITCH, true)) {
            sweep();
        }
    }

    /** One run, unless Jenkins does not know yet what it has itself. */
    public void sweep() {
        Jenkins jenkins = Jenkins.get();
        if (jenkins.getInitLevel() == InitMilestone.COMPLETED && !jenkins.isTerminating()) {
            connections(jenkins).forEach(sweeps::run);
        }
    }

    /** A cloud may have led elsewhere before. Where there was never one, nothing is to be swept. */
    private static List<String> connections(Jenkins jenkins) {
        boolean none = CloudSettings.all(jenkins).findAny().isEmpty()
                && AgentFleet.agents().isEmpty();
        return none
                ? List.of()
                : ProxmoxGuestsConfiguration.get().getConnections().stream()
                        .map(ProxmoxConnection::getName)
                        .toList();
    }
}
