package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.CommandArguments;
import io.jenkins.plugins.proxmox.core.operation.CommandEnd;
import io.jenkins.plugins.proxmox.core.operation.CommandRequest;
import io.jenkins.plugins.proxmox.core.operation.ExecuteCommand;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxExec}: runs a script or a command inside a VM, and gives what {@code sh} would. */
public final class ExecStep extends ProxmoxStep<CommandEnd> {
    private static final long serialVersionUID = 1L;

    private final String guest;
    private String script;
    private Object command;
    private String input;
    private List<String> env = new ArrayList<>();
    private String encoding;
    private boolean returnStdout;
    private boolean returnStatus;

    @DataBoundConstructor
    public ExecStep(Object guest) {
        this.guest = Values.guest(guest);
    }

    @Override
    Operation<CommandEnd> operation() {
        return operation(Map.of());
    }

    /** Variables of the build, among them those of credentials, are kept nowhere in this step. */
    @Override
    Operation<CommandEnd> operation(BuildEnvironment build) throws IOException, InterruptedException {
        return operation(CommandArguments.needsBuild(env) ? build.variables() : Map.of());
    }

    private Operation<CommandEnd> operation(Map<String, String> build) {
        if (returnStdout && returnStatus) {
            throw ProxmoxException.invalid(
                    "returnStatus", "returnStdout and returnStatus are both true; expected is one of them");
        }
        return new ExecuteCommand(new CommandRequest(guest)
                .script(script)
                .command(CommandArguments.command(command))
                .input(input)
                .environment(CommandArguments.environment(env, build))
                .encoding(encoding)
                .keepsOutput(returnStdout));
    }

    @Override
    Object toValue(CommandEnd result) {
        return result.value(returnStatus);
    }

    public Object getGuest() {
        return guest;
    }

    public String getScript() {
        return script;
    }

    @DataBoundSetter
    public void setScript(String script) {
        this.script = Util.fixEmpty(script);
    }

    public Object getCommand() {
        return command;
    }

    /** @param command a list of words, or text with one word a line; a list of Groovy's own may be of any class */
    @DataBoundSetter
    public void setCommand(Object command) {
        this.command = command instanceof List<?> list
                ? new ArrayList<>(CommandArguments.command(list))
                : Util.fixEmptyAndTrim(command == null ? null : command.toString());
    }

    public String getInput() {
        return input;
    }

    @DataBoundSetter
    public void setInput(String input) {
        this.input = Util.fixEmpty(input);
    }

    public Object getEnv() {
        return CommandArguments.shown(env);
    }

    @DataBoundSetter
    public void setEnv(Object env) {
        this.env = new ArrayList<>(CommandArguments.variables(env));
    }

    public String getEncoding() {
        return encoding;
    }

    @DataBoundSetter
    public void setEncoding(String encoding) {
        this.encoding = Util.fixEmptyAndTrim(encoding);
    }

    public boolean isReturnStdout() {
        return returnStdout;
    }

    @DataBoundSetter
    public void setReturnStdout(boolean returnStdout) {
        this.returnStdout = returnStdout;
    }

    public boolean isReturnStatus() {
        return returnStatus;
    }

    @DataBoundSetter
    public void setReturnStatus(boolean returnStatus) {
        this.returnStatus = returnStatus;
    }

    @Extension
    @Symbol("proxmoxExec")
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxExec";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: run a script or a command inside a VM";
        }

        @POST
        public FormValidation doCheckCommand(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, CommandArguments::command);
        }

        @POST
        public FormValidation doCheckEncoding(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, v -> new CommandRequest("100").encoding(v));
        }
    }
}
