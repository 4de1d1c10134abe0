package io.jenkins.plugins.proxmox.core.guestagent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboundOutcomeTest {
    @Test
    void theFirstLineSaysWhatItIs() {
        InboundOutcome outcome = InboundOutcome.find("ended\r\n3\r\n/x/agent.log\r\none\r\ntwo\r\n")
                .orElseThrow();

        assertThat(outcome.kind()).isEqualTo(InboundOutcome.Kind.ENDED);
        assertThat(outcome.line(0)).isEqualTo("3");
        assertThat(outcome.line(1)).isEqualTo("/x/agent.log");
        assertThat(outcome.from(2)).isEqualTo("one\ntwo");
        assertThat(outcome.line(9)).isEmpty();
    }

    @Test
    void detailsCanBeMissingOrEmpty() {
        assertThat(InboundOutcome.find("tool\n").orElseThrow().details()).isEmpty();
        assertThat(InboundOutcome.find("ended\n\nC:\\log\n").orElseThrow().line(1))
                .isEqualTo("C:\\log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "something\nelse", "connected to it"})
    void anythingElseIsNone(String output) {
        assertThat(InboundOutcome.find(output)).isEmpty();
    }
}
