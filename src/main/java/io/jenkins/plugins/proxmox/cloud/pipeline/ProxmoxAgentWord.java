package io.jenkins.plugins.proxmox.cloud.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import groovy.lang.GroovyObject;
import hudson.Extension;
import java.util.TreeMap;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.cps.CpsScript;
import org.jenkinsci.plugins.workflow.cps.GlobalVariable;

/**
 * Both that {@code proxmoxAgent} means in a script. Of a step and a condition with the same name Pipeline itself would only ever
 * find the step; but before both it asks who has a variable with that name.
 */
@Extension(optional = true)
public final class ProxmoxAgentWord extends GlobalVariable {
    private static final String NAME = "proxmoxAgent";

    @NonNull
    @Override
    public String getName() {
        return NAME;
    }

    @NonNull
    @Override
    public Object getValue(@NonNull CpsScript script) {
        return new Word((GroovyObject) script.getBinding().getVariable("steps"));
    }

    /** What scripts call. */
    public static final class Word {
        private final GroovyObject steps;

        Word(GroovyObject steps) {
            this.steps = steps;
        }

        /** Without anything it is the condition, and the step otherwise; that never returns to here, but to the script. */
        public Object call(Object... arguments) {
            return arguments.length == 0
                    ? new UninstantiatedDescribable(NAME, null, new TreeMap<>())
                    : steps.invokeMethod(NAME, arguments);
        }
    }
}
