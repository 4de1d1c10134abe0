package io.jenkins.plugins.proxmox.core;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of the model that hold for Proxmox VE 7, 8 and 9, each with a server of its own. */
@ParameterizedClass
@EnumSource(PveVersion.class)
public abstract class OnEveryRelease {
    protected static final Duration MINUTE = Duration.ofMinutes(1);

    @Parameter
    protected PveVersion version;

    protected Connected lab;

    @BeforeEach
    void connect() {
        lab = Connected.to(version);
    }

    @AfterEach
    void disconnect() throws IOException {
        lab.close();
    }

    /** Asserts that a call fails in this way, and gives the failure for more. */
    protected static AbstractThrowableAssert<?, ?> assertFailure(
            Class<? extends Problem> problem, ThrowingCallable call) {
        ProxmoxException failure = catchThrowableOfType(ProxmoxException.class, call);
        Assertions.assertThat(failure).as("failure").isNotNull();
        Assertions.assertThat(failure.problem()).as(failure.getMessage()).isInstanceOf(problem);
        return Assertions.assertThat(failure);
    }
}
