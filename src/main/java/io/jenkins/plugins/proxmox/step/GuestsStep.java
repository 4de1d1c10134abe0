package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.core.operation.GuestFilter;
import io.jenkins.plugins.proxmox.core.operation.ListGuests;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.value.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxGuests}: gives the list of the guests that meet all conditions. */
public final class GuestsStep extends ProxmoxStep<List<Map<String, Object>>> {
    private static final long serialVersionUID = 1L;

    private String node;
    private String pool;
    private String tag;
    private String type;
    private String status;
    private Boolean template;
    private String name;
    private Boolean own;

    @DataBoundConstructor
    public GuestsStep() {
        // Every condition can be left out.
    }

    @Override
    Operation<List<Map<String, Object>>> operation() {
        return new ListGuests(new GuestFilter()
                .node(node)
                .pool(pool)
                .tag(tag)
                .type(type)
                .status(status)
                .template(template)
                .name(name)
                .own(own));
    }

    @Override
    Object toValue(List<Map<String, Object>> result) {
        return new ArrayList<>(result);
    }

    public String getNode() {
        return node;
    }

    @DataBoundSetter
    public void setNode(String node) {
        this.node = Util.fixEmptyAndTrim(node);
    }

    public String getPool() {
        return pool;
    }

    @DataBoundSetter
    public void setPool(String pool) {
        this.pool = Util.fixEmptyAndTrim(pool);
    }

    public String getTag() {
        return tag;
    }

    @DataBoundSetter
    public void setTag(String tag) {
        this.tag = Util.fixEmptyAndTrim(tag);
    }

    public String getType() {
        return type;
    }

    @DataBoundSetter
    public void setType(String type) {
        this.type = Util.fixEmptyAndTrim(type);
    }

    public String getStatus() {
        return status;
    }

    @DataBoundSetter
    public void setStatus(String status) {
        this.status = Util.fixEmptyAndTrim(status);
    }

    public Boolean getTemplate() {
        return template;
    }

    @DataBoundSetter
    public void setTemplate(Boolean template) {
        this.template = template;
    }

    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    public Boolean getOwn() {
        return own;
    }

    @DataBoundSetter
    public void setOwn(Boolean own) {
        this.own = own;
    }

    @Extension
    @Symbol("proxmoxGuests")
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxGuests";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: list guests";
        }

        /** The choice that says nothing would arrive as false, which says a lot. */
        @Override
        public Step newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            for (String choice : List.of("template", "own")) {
                if (form.optString(choice).isEmpty()) {
                    form.remove(choice);
                }
            }
            return super.newInstance(request, form);
        }

        @POST
        public ListBoxModel doFillTypeItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option("(VMs and containers)", ""),
                    new ListBoxModel.Option("VMs", "vm"),
                    new ListBoxModel.Option("containers", "container"));
        }

        @POST
        public ListBoxModel doFillStatusItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option("(any)", ""),
                    new ListBoxModel.Option("running", "running"),
                    new ListBoxModel.Option("stopped", "stopped"),
                    new ListBoxModel.Option("paused", "paused"),
                    new ListBoxModel.Option("hibernated", "hibernated"));
        }

        @POST
        public ListBoxModel doFillOwnItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option("(whoever made them)", ""),
                    new ListBoxModel.Option("only those that this Jenkins made", "true"),
                    new ListBoxModel.Option("only others", "false"));
        }

        @POST
        public FormValidation doCheckTag(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, Tag::new);
        }

        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, new GuestFilter()::name);
        }
    }
}
