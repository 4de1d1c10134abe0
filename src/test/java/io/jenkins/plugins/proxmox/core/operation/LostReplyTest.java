package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.MortalClient;
import io.jenkins.plugins.proxmox.core.operation.CrashScenario.Stage;
import io.jenkins.plugins.proxmox.embedded.RecordedRequest;
import io.jenkins.plugins.proxmox.embedded.fault.CallFaultOrder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call that changes something loses its answer once, carried out or not; in the end everything is as if not. */
class LostReplyTest {
    private static final Map<String, Consumer<CallFaultOrder>> LOSSES = Map.of(
            "dropped before", CallFaultOrder::dropBeforeEffect,
            "dropped after", CallFaultOrder::dropAfterEffect,
            "not forwarded", call -> call.answer(595, "Connection refused"),
            "timed out before", call -> call.answer(596, "Connection timed out"),
            "timed out after", call -> call.answerAfterEffect(596, "Connection timed out"),
            "confused after", call -> call.answerAfterEffect(599, "Too many redirections"));

    static Stream<CrashScenario> scenarios() {
        return Stream.concat(CrashScenario.all().stream(), Stream.of(CrashScenario.failing()));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void isFoundOutByLooking(CrashScenario scenario) throws IOException {
        WorldView expected = scenario.undisturbed();
        for (RecordedRequest change : scenario.changes()) {
            for (Map.Entry<String, Consumer<CallFaultOrder>> loss : LOSSES.entrySet()) {
                try (Stage stage = scenario.set();
                        MortalProcess process = process(stage)) {
                    loss.getValue().accept(stage.proxmox().faults().call(change.method(), change.path()));

                    MortalProcess.Ending ending =
                            process.run(scenario.operation()).orElseThrow();

                    List<String> differences = stage.view(ending).differences(expected);
                    assertThat(differences)
                            .as(change.method() + " " + change.path() + " " + loss.getKey())
                            .isEmpty();
                }
            }
        }
    }

    private static MortalProcess process(Stage stage) {
        return new MortalProcess(stage.proxmox(), MortalClient.immortal(), new MortalProcess.Disk());
    }
}
