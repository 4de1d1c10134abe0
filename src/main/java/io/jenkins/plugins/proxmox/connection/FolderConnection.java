package io.jenkins.plugins.proxmox.connection;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Which connection the jobs of a folder use whose steps name none. The nearest folder that says something wins. */
public final class FolderConnection extends AbstractFolderProperty<AbstractFolder<?>> {
    private final String connection;

    @DataBoundConstructor
    public FolderConnection(String connection) {
        this.connection = Util.fixEmptyAndTrim(connection);
    }

    /** The name of a connection; null leaves it to the folders around. */
    public String getConnection() {
        return connection;
    }

    /** Looks through the folders from the inside out. */
    @Extension(optional = true)
    public static final class Source implements DefaultConnection {
        @Override
        public Optional<Choice> of(Item item) {
            ItemGroup<?> group = item instanceof AbstractFolder<?> folder ? folder : item.getParent();
            while (group instanceof Item inner) {
                if (inner instanceof AbstractFolder<?> folder) {
                    FolderConnection property = folder.getProperties().get(FolderConnection.class);
                    if (property != null && property.getConnection() != null) {
                        return Optional.of(
                                new Choice(property.getConnection(), "folder '" + folder.getFullName() + "'"));
                    }
                }
                group = inner.getParent();
            }
            return Optional.empty();
        }
    }

    @Extension(optional = true)
    @Symbol("proxmoxConnection")
    public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox VE connection of the jobs inside";
        }

        /** The names of the connections tell something of the infrastructure, so only who may configure sees them. */
        @POST
        public ListBoxModel doFillConnectionItems(@AncestorInPath Item item, @QueryParameter String connection) {
            ListBoxModel choices = new ListBoxModel();
            choices.add("(that of the folder around, or the only one there is)", "");
            List<String> names =
                    mayConfigure(item) ? ProxmoxGuestsConfiguration.get().names() : List.of();
            names.forEach(choices::add);
            // Saving the form must not change what somebody else has chosen, or what will be there again.
            String current = Util.fixEmptyAndTrim(connection);
            if (current != null && !names.contains(current)) {
                choices.add(current);
            }
            return choices;
        }

        @POST
        public FormValidation doCheckConnection(@AncestorInPath Item item, @QueryParameter String value) {
            String name = Util.fixEmptyAndTrim(value);
            List<String> names = ProxmoxGuestsConfiguration.get().names();
            return !mayConfigure(item) || name == null || names.contains(name)
                    ? FormValidation.ok()
                    : FormValidation.error(ConnectionRegistry.unknown(name, names));
        }

        private static boolean mayConfigure(Item item) {
            return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
        }
    }
}
