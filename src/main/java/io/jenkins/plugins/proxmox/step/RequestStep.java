package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.SendRequest;
import io.jenkins.plugins.proxmox.core.operation.Values;
import java.util.Locale;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxRequest}: sends any request and gives what the reply holds. */
public final class RequestStep extends ProxmoxStep<Object> {
    private static final long serialVersionUID = 1L;
    private static final String USUAL_METHOD = "GET";

    private final String path;
    private String method = USUAL_METHOD;
    private String parameters;
    private boolean wait = true;

    @DataBoundConstructor
    public RequestStep(String path) {
        this.path = Util.fixNull(path).trim();
    }

    @Override
    Operation<Object> operation() {
        return new SendRequest(method, path, parameters, wait);
    }

    @Override
    Object toValue(Object result) {
        return result;
    }

    public String getPath() {
        return path;
    }

    public String getMethod() {
        return method;
    }

    @DataBoundSetter
    public void setMethod(String method) {
        this.method = Util.fixNull(Util.fixEmptyAndTrim(method), USUAL_METHOD).toUpperCase(Locale.ROOT);
    }

    public Object getParameters() {
        return parameters;
    }

    @DataBoundSetter
    public void setParameters(Object parameters) {
        this.parameters = Util.fixEmpty(Values.lines(parameters));
    }

    public boolean isWait() {
        return wait;
    }

    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    @Extension
    @Symbol("proxmoxRequest")
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxRequest";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: send any request";
        }

        @POST
        public ListBoxModel doFillMethodItems() {
            ListBoxModel choices = new ListBoxModel();
            choices.add(USUAL_METHOD);
            choices.add("POST");
            choices.add("PUT");
            choices.add("DELETE");
            return choices;
        }

        @POST
        public FormValidation doCheckPath(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, SendRequest::path);
        }
    }
}
