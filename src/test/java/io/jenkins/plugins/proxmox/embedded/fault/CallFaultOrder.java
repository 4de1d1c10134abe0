package io.jenkins.plugins.proxmox.embedded.fault;

import java.time.Duration;
import java.util.Optional;

/** Says which calls a fault is for, by default one call, the next; the last method called says which fault. */
public final class CallFaultOrder {
    private final Faults faults;
    private final String method;
    private final Glob path;
    private int skipped;
    private int left = 1;
    private CallFault fault;

    CallFaultOrder(Faults faults, String method, Glob path) {
        this.faults = faults;
        this.method = method;
        this.path = path;
    }

    /** How many calls the fault hits. */
    public CallFaultOrder times(int count) {
        left = count;
        return this;
    }

    public CallFaultOrder always() {
        return times(Integer.MAX_VALUE);
    }

    /** How many calls go well before. */
    public CallFaultOrder after(int count) {
        skipped = count;
        return this;
    }

    /** Executes the call so much later. */
    public void delay(Duration duration) {
        order(new CallFault.Delay(duration, false));
    }

    /** Executes the call at once and answers so much later. */
    public void delayAfterEffect(Duration duration) {
        order(new CallFault.Delay(duration, true));
    }

    /** Answers without executing the call. */
    public void answer(int status, String reason) {
        order(new CallFault.Status(status, reason, false));
    }

    /** Executes the call and answers with this. */
    public void answerAfterEffect(int status, String reason) {
        order(new CallFault.Status(status, reason, true));
    }

    /** Closes the connection without executing the call. */
    public void dropBeforeEffect() {
        order(new CallFault.Drop(false));
    }

    /** Executes the call and closes the connection instead of answering. */
    public void dropAfterEffect() {
        order(new CallFault.Drop(true));
    }

    /** Answers as the last time the same was asked. */
    public void stale() {
        order(new CallFault.Stale());
    }

    private void order(CallFault ordered) {
        fault = ordered;
        faults.add(this);
    }

    Optional<CallFault> next(String calledMethod, String calledPath) {
        if (left == 0 || !(method.equals("*") || method.equals(calledMethod)) || !path.matches(calledPath)) {
            return Optional.empty();
        }
        if (skipped > 0) {
            skipped--;
            return Optional.empty();
        }
        if (left != Integer.MAX_VALUE) {
            left--;
        }
        return Optional.of(fault);
    }

    boolean isUsedUp() {
        return left == 0;
    }
}
