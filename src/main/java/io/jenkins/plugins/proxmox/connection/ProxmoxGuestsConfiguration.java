package io.jenkins.plugins.proxmox.connection;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** The connections of this controller, in the system configuration. */
@Extension
@Symbol("proxmoxGuests")
public final class ProxmoxGuestsConfiguration extends GlobalConfiguration {
    private static final Logger LOGGER = Logger.getLogger(ProxmoxGuestsConfiguration.class.getName());

    private List<ProxmoxConnection> connections = new ArrayList<>();

    public ProxmoxGuestsConfiguration() {
        load();
    }

    public static ProxmoxGuestsConfiguration get() {
        return ExtensionList.lookupSingleton(ProxmoxGuestsConfiguration.class);
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return "Proxmox Guests";
    }

    public synchronized List<ProxmoxConnection> getConnections() {
        return List.copyOf(connections);
    }

    /**
     * @throws IllegalArgumentException if two connections have one name, since steps choose them by it, or if a safety
     *     policy can't be read, since each step would fail for that
     */
    @DataBoundSetter
    public synchronized void setConnections(List<ProxmoxConnection> connections) {
        List<ProxmoxConnection> all = connections == null ? List.of() : connections;
        Set<String> names = new HashSet<>();
        for (ProxmoxConnection connection : all) {
            if (!names.add(connection.getName())) {
                throw new IllegalArgumentException(
                        "There are two connections with the name '" + connection.getName() + "'");
            }
            checkPolicy(connection);
        }
        for (String gone : gone(names)) {
            String users = ConnectionUse.line(gone);
            if (!users.isEmpty()) {
                // Whatever a file says, the controller has to start.
                LOGGER.log(
                        Level.WARNING,
                        "There is no connection ''{0}'' any more, which is needed by {1}; that waits until there is one with"
                                + " this name again",
                        new Object[] {gone, users});
            }
        }
        // A list of the JDK's own immutable kind would be written to the configuration file as such.
        this.connections = new ArrayList<>(all);
        save();
        ConnectionRegistry.get().keepOnly(names);
    }

    /** The connections that there are, and will be no more. */
    private List<String> gone(Set<String> names) {
        return names().stream().filter(name -> !names.contains(name)).toList();
    }

    /** One that is renamed in the form looks like one that was deleted, and another that was added. */
    private void refuseLoss(List<ProxmoxConnection> wanted) throws FormException {
        Set<String> names = wanted.stream().map(ProxmoxConnection::getName).collect(Collectors.toSet());
        for (String gone : gone(names)) {
            String users = ConnectionUse.line(gone);
            if (!users.isEmpty()) {
                throw new FormException(
                        "The connection '" + gone + "' can't be renamed or deleted yet, since it is needed by " + users,
                        "connections");
            }
        }
    }

    private static void checkPolicy(ProxmoxConnection connection) {
        try {
            connection.readPolicy();
        } catch (ProxmoxException e) {
            throw new IllegalArgumentException(
                    "The safety policy of connection '" + connection.getName() + "' can't be right: " + e.getMessage(),
                    e);
        }
    }

    /** The form leaves the connections out when the last one was deleted. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        try {
            List<ProxmoxConnection> wanted = request.bindJSONToList(ProxmoxConnection.class, form.opt("connections"));
            refuseLoss(wanted);
            setConnections(wanted);
            return true;
        } catch (IllegalArgumentException e) {
            throw new FormException(e.getMessage(), e, "connections");
        }
    }

    /** The names of all connections, for messages and choices. */
    public List<String> names() {
        return getConnections().stream().map(ProxmoxConnection::getName).collect(Collectors.toList());
    }
}
