package io.jenkins.plugins.proxmox.cloud;

import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Failure;
import hudson.slaves.Cloud;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.connection.AdminFields;
import io.jenkins.plugins.proxmox.connection.FormFields;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.placement.Strategy;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The fields of {@link ProxmoxCloud}. */
public abstract class CloudFields extends Descriptor<Cloud> {
    private static final String NAME = "name";

    CloudFields() {
        super(ProxmoxCloud.class);
    }

    /** Says in one sentence what can't be right. */
    @Override
    public Cloud newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
        try {
            requireGoodName(form.optString(NAME), form.optString("id"));
            return super.newInstance(request, form);
        } catch (ProxmoxException e) {
            throw new FormException(e.getMessage(), e, NAME);
        } catch (LinkageError e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ProxmoxException) {
                    throw new FormException(cause.getMessage(), cause, "templates");
                }
            }
            throw e;
        }
    }

    /** What stands for a strategy in the form. */
    public String describe(Strategy strategy) {
        return switch (strategy) {
            case SPREAD -> "Spread: on the node with the most to spare";
            case PACK -> "Pack: on the busiest node that has room";
        };
    }

    @POST
    public ListBoxModel doFillConnectionItems() {
        ListBoxModel items = new ListBoxModel();
        if (FormFields.mayConfigure(null)) {
            items.add("(the only one there is)", "");
            ProxmoxGuestsConfiguration.get().names().forEach(items::add);
        }
        return items;
    }

    @POST
    public FormValidation doCheckConnection(@QueryParameter String value) {
        return FormFields.reach(null, value);
    }

    /**
     * @param id tells the cloud itself from others, since its name may be about to change
     */
    @POST
    public FormValidation doCheckName(@QueryParameter String value, @QueryParameter String id) {
        return AdminFields.answer(() -> requireGoodName(value, id));
    }

    /** What a cloud is called that is to be called so. */
    static String goodName(String text) {
        String name = Util.fixNull(text).trim();
        if (name.isEmpty()) {
            throw ProxmoxException.invalid(NAME, "A cloud needs a name");
        }
        try {
            Jenkins.checkGoodName(name);
        } catch (Failure e) {
            throw ProxmoxException.invalid(NAME, e.getMessage());
        }
        return name;
    }

    private static void requireGoodName(String text, String id) {
        String name = goodName(text);
        boolean taken = Jenkins.get().clouds.stream()
                .filter(cloud -> cloud.name.equals(name))
                .anyMatch(cloud ->
                        !(cloud instanceof ProxmoxCloud ours && ours.getId().equals(id)));
        if (taken) {
            throw ProxmoxException.invalid(NAME, "There is a cloud '" + name + "' already");
        }
    }

    @POST
    public FormValidation doCheckLimit(@QueryParameter String value) {
        return AdminFields.checkNumber(value, number -> AdminFields.atLeast("limit", number, 1));
    }

    @POST
    public FormValidation doCheckNodeLimit(@QueryParameter String value) {
        return AdminFields.checkNumber(value, number -> AdminFields.atLeast("nodeLimit", number, 1));
    }
}
