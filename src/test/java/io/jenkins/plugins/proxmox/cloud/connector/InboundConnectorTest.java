package io.jenkins.plugins.proxmox.cloud.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of agents whose controller was started again. */
class InboundConnectorTest {
    private final List<String> asked = new ArrayList<>();

    /** Each start through the guest agent costs a dozen calls, and all agents of a controller come back at once. */
    @Test
    void anAgentThatComesBackByItselfIsNotStarted() throws Exception {
        new InboundConnector().connect(connecting(true, true));

        assertThat(asked).containsExactly("mayComeBack", "deadline", "awaitOnline");
    }

    @Test
    void anAgentThatDoesNotComeBackIsStarted() {
        assertStarts(connecting(true, false));
        assertThat(asked).contains("awaitOnline");
    }

    @Test
    void anAgentThatWasNeverOnlineIsNotWaitedFor() {
        assertStarts(connecting(false, true));
        assertThat(asked).doesNotContain("awaitOnline");
    }

    private static void assertStarts(Connecting connecting) {
        assertThatExceptionOfType(Started.class).isThrownBy(() -> new InboundConnector().connect(connecting));
    }

    /** The rest of the way needs a guest. */
    private static final class Started extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private Connecting connecting(boolean wasOnline, boolean comesBack) {
        Deadline deadline = Deadline.in(Duration.ofMinutes(5));
        return (Connecting) Proxy.newProxyInstance(
                Connecting.class.getClassLoader(), new Class<?>[] {Connecting.class}, (proxy, method, arguments) -> {
                    asked.add(method.getName());
                    return switch (method.getName()) {
                        case "mayComeBack" -> wasOnline;
                        case "awaitOnline" -> comesBack;
                        case "deadline" -> deadline;
                        default -> throw new Started();
                    };
                });
    }
}
