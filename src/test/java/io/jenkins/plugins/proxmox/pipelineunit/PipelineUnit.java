package io.jenkins.plugins.proxmox.pipelineunit;

import com.lesfurets.jenkins.unit.BasePipelineTest;
import com.lesfurets.jenkins.unit.MethodSignature;
import io.jenkins.plugins.proxmox.core.operation.OperationConsole;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.operation.OperationRunner;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Runs a Jenkinsfile against a Proxmox VE; a step blocks its caller, which is all that differs from Jenkins. */
public final class PipelineUnit {
    private final OperationRunner runner;
    private final OperationConsole console;

    public PipelineUnit(OperationRunner runner, OperationConsole console) {
        this.runner = runner;
        this.console = console;
    }

    /**
     * Runs a Jenkinsfile to its end.
     *
     * @param parameters of the build
     * @return what the Jenkinsfile returns
     */
    public Object run(Path jenkinsfile, Map<String, String> parameters) {
        BasePipelineTest pipeline = new BasePipelineTest() {};
        try {
            pipeline.setUp();
        } catch (Exception e) {
            throw new IllegalStateException("JenkinsPipelineUnit could not be set up", e);
        }
        pipeline.getBinding().setVariable("params", parameters);
        pipeline.getBinding().setVariable("env", Map.of("BUILD_NUMBER", "1", "JOB_NAME", "demo"));
        register(pipeline, "echo", String.class, text -> {
            console.println(String.valueOf(text));
            return null;
        });
        StepBindings.all()
                .forEach((name, binding) ->
                        register(pipeline, name, Map.class, arguments -> execute(binding, arguments)));
        return pipeline.runScript(jenkinsfile.toAbsolutePath().toUri().toString());
    }

    private static void register(
            BasePipelineTest pipeline, String name, Class<?> argument, Function<Object, Object> body) {
        pipeline.getHelper().registerAllowedMethod(MethodSignature.method(name, argument), body);
    }

    private Object execute(Function<Map<String, Object>, StepBindings.Bound<?>> binding, Object arguments) {
        @SuppressWarnings("unchecked")
        Map<String, Object> named = (Map<String, Object>) arguments;
        return execute(binding.apply(named));
    }

    private <R> Object execute(StepBindings.Bound<R> bound) {
        OperationOptions options = OperationOptions.within(bound.limit());
        try {
            return bound.toValue()
                    .apply(runner.start(bound.operation(), options, console)
                            .result()
                            .join());
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
