package io.jenkins.plugins.proxmox.step;

import groovy.lang.Closure;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.cps.CpsStepContext;
import org.jenkinsci.plugins.workflow.cps.CpsThread;
import org.jenkinsci.plugins.workflow.cps.CpsThreadGroup;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * The body of a block step, called with an argument. Pipeline itself calls bodies without any; so this takes the place of the
 * body among the closures that Pipeline calls and keeps, and calls it as the script would. It is saved with the program, as
 * the body is.
 */
final class BlockBody extends Closure<Object> {
    private static final long serialVersionUID = 1L;

    private final Closure<?> body;
    private transient BodyInvoker invoker;
    private Map<String, Object> argument;

    private BlockBody(Closure<?> body) {
        super(null);
        this.body = body;
    }

    /**
     * Takes the place of the body that was given to a step. Called where the step starts: there its body is the last closure
     * that was put aside.
     */
    static BlockBody of(StepContext context) {
        CpsThreadGroup group = CpsThread.current().getGroup();
        int last = Collections.max(group.closures.keySet());
        BlockBody wrapped = new BlockBody(group.closures.get(last));
        // This one is called after a restart, and the other one before: the step's context holds on to the body till
        // then.
        group.closures.put(last, wrapped);
        wrapped.invoker = ((CpsStepContext) context).newBodyInvoker(group.export(wrapped), false);
        group.closures.remove(Collections.max(group.closures.keySet()));
        return wrapped;
    }

    /** What begins the body. */
    BodyInvoker invoker(StepContext context, Map<String, Object> value) {
        argument = value;
        return Optional.ofNullable(invoker).orElseGet(context::newBodyInvoker);
    }

    @Override
    public Object call() {
        return body.getMaximumNumberOfParameters() == 0 ? body.call() : body.call(argument);
    }
}
