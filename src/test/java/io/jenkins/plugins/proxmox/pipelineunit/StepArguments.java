package io.jenkins.plugins.proxmox.pipelineunit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The arguments of a step as a Jenkinsfile gives them. An argument that no step takes is an error, as in Jenkins. */
final class StepArguments {
    private final String step;
    private final Map<String, Object> rest;

    StepArguments(String step, Map<String, Object> arguments) {
        this.step = step;
        rest = new HashMap<>(arguments);
    }

    Object value(String name) {
        return rest.remove(name);
    }

    String text(String name) {
        Object value = value(name);
        return value == null ? null : value.toString();
    }

    Integer number(String name) {
        Object value = value(name);
        return value == null ? null : Integer.valueOf(value.toString());
    }

    Boolean truth(String name) {
        Object value = value(name);
        return value == null ? null : Boolean.valueOf(value.toString());
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(truth(name));
    }

    void refuseRest(String... ignored) {
        rest.keySet().removeAll(List.of(ignored));
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException(
                    "Unknown parameter(s) of " + step + ": " + String.join(", ", rest.keySet()));
        }
    }
}
