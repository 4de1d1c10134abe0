package io.jenkins.plugins.proxmox.pipelineunit;

import io.jenkins.plugins.proxmox.core.operation.CommandArguments;
import io.jenkins.plugins.proxmox.core.operation.CommandRequest;
import io.jenkins.plugins.proxmox.core.operation.ExecuteCommand;
import io.jenkins.plugins.proxmox.core.operation.ReadFile;
import io.jenkins.plugins.proxmox.core.operation.Values;
import io.jenkins.plugins.proxmox.core.operation.WriteFile;
import io.jenkins.plugins.proxmox.pipelineunit.StepBindings.Bound;
import java.util.Map;
import java.util.function.Function;

/** The steps that work inside of guests. */
final class InsideBindings {
    private InsideBindings() {}

    static Map<String, Function<Map<String, Object>, Bound<?>>> all() {
        return Map.of(
                "proxmoxExec", arguments -> execute(new StepArguments("proxmoxExec", arguments)),
                "proxmoxWriteFile", arguments -> writeFile(new StepArguments("proxmoxWriteFile", arguments)),
                "proxmoxReadFile", arguments -> readFile(new StepArguments("proxmoxReadFile", arguments)));
    }

    private static Bound<?> execute(StepArguments arguments) {
        boolean status = arguments.flag("returnStatus");
        CommandRequest request = new CommandRequest(Values.guest(arguments.value("guest")))
                .script(arguments.text("script"))
                .command(CommandArguments.command(arguments.value("command")))
                .input(arguments.text("input"))
                .environment(CommandArguments.environment(
                        CommandArguments.variables(arguments.value("env")), Map.of("BUILD_NUMBER", "1")))
                .encoding(arguments.text("encoding"))
                .keepsOutput(arguments.flag("returnStdout"));
        return StepBindings.bound(arguments, new ExecuteCommand(request), end -> end.value(status));
    }

    private static Bound<?> writeFile(StepArguments arguments) {
        WriteFile operation = new WriteFile(
                Values.guest(arguments.value("guest")),
                arguments.text("path"),
                arguments.text("text"),
                arguments.text("encoding"),
                arguments.text("mode"),
                arguments.text("owner"));
        return StepBindings.bound(arguments, operation, nothing -> null);
    }

    private static Bound<?> readFile(StepArguments arguments) {
        ReadFile operation = new ReadFile(
                Values.guest(arguments.value("guest")), arguments.text("path"), arguments.text("encoding"));
        return StepBindings.bound(arguments, operation, text -> text);
    }
}
