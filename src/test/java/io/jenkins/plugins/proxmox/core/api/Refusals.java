package io.jenkins.plugins.proxmox.core.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Checks how a value that can't be right is refused. */
public final class Refusals {
    private Refusals() {}

    /** Asserts that the call refuses a value of this parameter, and that the message for people has all these parts. */
    public static void assertRefused(String parameter, ThrowingCallable call, String... parts) {
        ProxmoxException refusal = catchThrowableOfType(ProxmoxException.class, call);
        assertThat(refusal).as("refusal of %s", parameter).isNotNull();
        assertThat(refusal).hasMessageContainingAll(parts);
        assertThat(refusal.problem())
                .isInstanceOfSatisfying(
                        Problem.Parameter.class,
                        problem -> assertThat(problem.errors())
                                .containsOnlyKeys(parameter)
                                .containsEntry(parameter, refusal.getMessage()));
    }
}
