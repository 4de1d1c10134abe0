package io.jenkins.plugins.proxmox.pipelineunit;

import com.lesfurets.jenkins.unit.MethodSignature;
import groovy.lang.Binding;
import groovy.lang.Closure;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The steps with which a pipeline has agents of its own. There are none without Jenkins: all runs where it stands. */
final class AgentBindings {
    private static final String LABEL = "PROXMOX_LABEL";

    /** What {@code proxmoxAgent()} gives to {@code retry}. */
    private static final String CONDITION = "a lost agent";

    private final Binding binding;
    private final Map<String, String> environment;

    /**
     * @param binding of the pipeline, to be changed
     * @param environment of the pipeline, to be changed
     */
    AgentBindings(Binding binding, Map<String, String> environment) {
        this.binding = binding;
        this.environment = environment;
    }

    Map<MethodSignature, Closure<Object>> all() {
        return Map.of(
                MethodSignature.method("proxmoxAgent"), called(arguments -> CONDITION),
                MethodSignature.method("proxmoxAgent", Map.class, Closure.class),
                        called(arguments -> withAgents((Map<?, ?>) arguments[0], (Closure<?>) arguments[1])),
                MethodSignature.method("node", String.class, Closure.class),
                        called(arguments -> on((String) arguments[0], (Closure<?>) arguments[1])),
                MethodSignature.method("retry", Map.class, Closure.class),
                        called(arguments -> retry((Map<?, ?>) arguments[0], (Closure<?>) arguments[1])));
    }

    private interface Called {
        Object with(Object... arguments);
    }

    private Closure<Object> called(Called step) {
        return new Closure<Object>(this) {
            private static final long serialVersionUID = 1L;

            // Groovy calls it by this name.
            @SuppressWarnings("unused")
            public Object doCall(Object... arguments) {
                return step.with(arguments);
            }
        };
    }

    private Object withAgents(Map<?, ?> named, Closure<?> body) {
        @SuppressWarnings("unchecked")
        StepArguments arguments = new StepArguments("proxmoxAgent", (Map<String, Object>) named);
        if (arguments.text("template") == null) {
            throw new IllegalArgumentException("proxmoxAgent takes the name of a template of a cloud");
        }
        arguments.number("cpus");
        arguments.number("memory");
        arguments.number("diskSize");
        arguments.number("startupMinutes");
        arguments.truth("reuse");
        arguments.refuseRest("cloud");
        String outside = environment.put(LABEL, "proxmox-" + UUID.randomUUID());
        binding.setVariable(LABEL, environment.get(LABEL));
        try {
            return body.call();
        } finally {
            environment.remove(LABEL);
            binding.getVariables().remove(LABEL);
            if (outside != null) {
                environment.put(LABEL, outside);
                binding.setVariable(LABEL, outside);
            }
        }
    }

    private Object on(String label, Closure<?> body) {
        if (!label.equals(environment.get(LABEL))) {
            throw new IllegalArgumentException("There is no agent with the label " + label);
        }
        return body.call();
    }

    private static Object retry(Map<?, ?> named, Closure<?> body) {
        if (!List.of(CONDITION).equals(named.get("conditions"))) {
            throw new IllegalArgumentException("Only lost agents are retried here");
        }
        return body.call();
    }
}
