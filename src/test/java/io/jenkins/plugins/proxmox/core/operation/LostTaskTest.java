package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.MortalClient;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.CrashScenario.Stage;
import io.jenkins.plugins.proxmox.embedded.fault.TaskFaultOrder;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks that end without saying how: the guest tells, and where it does not, nothing is claimed and nothing repeated. */
class LostTaskTest {
    /** What looks the same before and after; only the task could have told. */
    private static final Set<String> TELLING_NOTHING = Set.of(
            "qmreset of V8 reset of 101",
            "qmrollback of V7 rollback and start of a VM",
            "qmrollback of V8 rollback and start of a VM",
            "qmrollback of V9 rollback and start of a VM",
            "qmrollback of V8 rollback of a VM",
            "vzrollback of V8 rollback and start of a container",
            "qmrestore of V8 restore over a running VM",
            "qmrollback of V8 end of a snapshot");

    static List<CrashScenario> scenarios() {
        return CrashScenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whatHasVanishedWasDoneIfItShows(CrashScenario scenario) throws IOException {
        WorldView expected = scenario.undisturbed();
        for (String type : types(scenario)) {
            Ended ended = run(scenario, type, TaskFaultOrder::vanishes);

            if (ended.ending().failure() == null) {
                assertThat(TELLING_NOTHING).doesNotContain(type + " of " + scenario);
                Stream<String> differences = ended.view().differences(expected).stream();
                assertThat(differences.filter(line -> !line.startsWith("- task ")))
                        .as(type)
                        .isEmpty();
            } else {
                assertUnknown(ended);
                assertThat(TELLING_NOTHING).contains(type + " of " + scenario);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whatWasKilledIsNotRepeated(CrashScenario scenario) throws IOException {
        for (String type : types(scenario)) {
            Ended ended = run(scenario, type, TaskFaultOrder::dies);

            if (ended.ending().failure() != null) {
                assertUnknown(ended);
            }
            assertThat(ended.view().tasks().stream().filter(type::equals).count())
                    .as(type)
                    .isLessThanOrEqualTo(
                            scenario.tasks().stream().filter(type::equals).count());
        }
    }

    private static Set<String> types(CrashScenario scenario) {
        Set<String> types = new TreeSet<>(scenario.tasks());
        if (types.contains("qmreboot")) {
            // It is begun by Proxmox VE, and nobody is told of it.
            types.remove("qmstart");
        }
        if (types.contains("hamigrate")) {
            types.remove("qmigrate");
        }
        return types;
    }

    private record Ended(MortalProcess.Ending ending, WorldView view) {}

    private static Ended run(CrashScenario scenario, String type, Consumer<TaskFaultOrder> fault) throws IOException {
        try (Stage stage = scenario.set();
                MortalProcess process =
                        new MortalProcess(stage.proxmox(), MortalClient.immortal(), new MortalProcess.Disk())) {
            fault.accept(stage.proxmox().faults().task(type));
            MortalProcess.Ending ending = process.run(scenario.operation()).orElseThrow();
            return new Ended(ending, stage.view(ending));
        }
    }

    private static void assertUnknown(Ended ended) {
        assertThat(ended.ending().failure())
                .isInstanceOfSatisfying(
                        ProxmoxException.class,
                        failure -> assertThat(failure.problem()).isInstanceOf(Problem.OutcomeUnknown.class));
    }
}
