package io.jenkins.plugins.proxmox.build;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.Util;
import hudson.model.AbstractBuild;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.Values;
import io.jenkins.plugins.proxmox.step.OperationStep;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

/** Puts the values of environment variables into all texts among the parameters of an operation, whichever it is. */
final class Expansion {
    /** Parameters with an option a line, where no value may pass for a further option. */
    private static final Set<String> LINES = Set.of("config", "options", "parameters");

    private final EnvVars environment;

    private Expansion(EnvVars environment) {
        this.environment = environment;
    }

    /**
     * The operation with the values in place. A pipeline has put in what it wants by itself and means what is left.
     *
     * @throws AbortException if a value is none that the parameter can have
     */
    static OperationStep of(OperationStep step, Run<?, ?> build, EnvVars environment, TaskListener listener)
            throws AbortException {
        return build instanceof AbstractBuild ? new Expansion(environment).of(step, listener) : step;
    }

    private OperationStep of(OperationStep step, TaskListener listener) throws AbortException {
        try {
            return of(DescribableModel.of(step.getClass()), step, listener);
        } catch (IllegalArgumentException e) {
            throw new AbortException(cause(e).orElse(e).getMessage());
        }
    }

    private <S extends OperationStep> S of(DescribableModel<S> model, OperationStep step, TaskListener listener) {
        S typed = model.getType().cast(step);
        return model.instantiate(arguments(model.uninstantiate2(typed)), listener);
    }

    private static Optional<Throwable> cause(Throwable thrown) {
        return thrown == null || thrown instanceof ProxmoxException
                ? Optional.ofNullable(thrown)
                : cause(thrown.getCause());
    }

    private Map<String, Object> arguments(UninstantiatedDescribable object) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        object.getArguments()
                .forEach((name, value) -> arguments.put(
                        name, expanded(value, LINES.contains(name) ? this::escaped : environment::expand)));
        return arguments;
    }

    private Object expanded(Object value, UnaryOperator<String> expand) {
        if (value instanceof String text) {
            return expand.apply(text);
        }
        if (value instanceof UninstantiatedDescribable object) {
            return object.withArguments(arguments(object));
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(key, expanded(item, environment::expand)));
            return copy;
        }
        return value instanceof Collection<?> list
                ? list.stream().map(item -> expanded(item, expand)).collect(Collectors.toList())
                : value;
    }

    private String escaped(String text) {
        return Util.replaceMacro(
                text,
                name -> Optional.ofNullable(environment.get(name))
                        .map(Values::oneLine)
                        .orElse(null));
    }
}
