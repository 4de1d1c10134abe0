package io.jenkins.plugins.proxmox.pipelineunit;

import com.lesfurets.jenkins.unit.BasePipelineTest;
import com.lesfurets.jenkins.unit.MethodSignature;
import groovy.lang.Closure;
import io.jenkins.plugins.proxmox.core.operation.Checkpoints;
import io.jenkins.plugins.proxmox.core.operation.OperationConsole;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.operation.OperationRunner;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
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
        Map<String, String> environment = new HashMap<>(Map.of("BUILD_NUMBER", "1", "JOB_NAME", "demo"));
        pipeline.getBinding().setVariable("env", environment);
        register(pipeline, "echo", String.class, text -> {
            console.println(String.valueOf(text));
            return null;
        });
        StepBindings.all()
                .forEach((name, binding) ->
                        register(pipeline, name, Map.class, arguments -> execute(binding, arguments)));
        BlockBindings blocks = new BlockBindings(this::execute, environment);
        registerBlock(pipeline, "withProxmoxGuest", blocks::withGuest);
        registerBlock(pipeline, "withProxmoxSnapshot", blocks::withSnapshot);
        new AgentBindings(pipeline.getBinding(), environment)
                .all()
                .forEach((signature, step) -> pipeline.getHelper().registerAllowedMethod(signature, step));
        return pipeline.runScript(jenkinsfile.toAbsolutePath().toUri().toString());
    }

    private static void register(
            BasePipelineTest pipeline, String name, Class<?> argument, Function<Object, Object> body) {
        pipeline.getHelper().registerAllowedMethod(MethodSignature.method(name, argument), body);
    }

    private static void registerBlock(
            BasePipelineTest pipeline, String name, BiFunction<Map<String, Object>, Closure<?>, Object> step) {
        Closure<Object> method = new Closure<Object>(pipeline) {
            private static final long serialVersionUID = 1L;

            // Groovy calls it by this name.
            @SuppressWarnings("unused")
            public Object doCall(Map<String, Object> arguments, Closure<?> body) {
                return step.apply(arguments, body);
            }
        };
        pipeline.getHelper().registerAllowedMethod(MethodSignature.method(name, Map.class, Closure.class), method);
    }

    private Object execute(Function<Map<String, Object>, StepBindings.Bound<?>> binding, Object arguments) {
        @SuppressWarnings("unchecked")
        Map<String, Object> named = (Map<String, Object>) arguments;
        return execute(binding.apply(named));
    }

    private <R> Object execute(StepBindings.Bound<R> bound) {
        return execute(UUID.randomUUID().toString(), bound);
    }

    private <R> Object execute(String id, StepBindings.Bound<R> bound) {
        OperationOptions options = OperationOptions.within(bound.limit());
        try {
            return bound.toValue()
                    .apply(runner.start(id, bound.operation(), options, console, Checkpoints.NONE)
                            .result()
                            .join());
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
