package io.jenkins.plugins.proxmox.connection;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        // A list of the JDK's own immutable kind would be written to the configuration file as such.
        this.connections = new ArrayList<>(all);
        save();
        ConnectionRegistry.get().keepOnly(names);
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
            setConnections(request.bindJSONToList(ProxmoxConnection.class, form.opt("connections")));
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
