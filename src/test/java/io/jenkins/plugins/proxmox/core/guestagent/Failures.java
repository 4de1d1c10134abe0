package io.jenkins.plugins.proxmox.core.guestagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Looks at what goes wrong. */
final class Failures {
    private Failures() {}

    static AbstractThrowableAssert<?, ? extends Throwable> assertFailure(
            Class<? extends Problem> problem, ThrowingCallable call) {
        return check(problem, catchThrowableOfType(ProxmoxException.class, call));
    }

    /** Of a wait that has ended already. */
    static AbstractThrowableAssert<?, ? extends Throwable> assertFailure(
            Class<? extends Problem> problem, CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return check(problem, (ProxmoxException)
                catchThrowableOfType(CompletionException.class, future::join).getCause());
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> check(
            Class<? extends Problem> problem, ProxmoxException failure) {
        assertThat(failure).isNotNull();
        assertThat(failure.problem()).as(failure.getMessage()).isInstanceOf(problem);
        return assertThat(failure);
    }
}
