package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.MortalClient;
import io.jenkins.plugins.proxmox.core.api.MortalClient.Death;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.fault.CallFaultOrder;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendRequestTest {
    private static final String CONFIG = "/nodes/pve2/qemu/102/config";
    private static final String START = "/nodes/pve2/qemu/102/status/start";
    private static final String UNKNOWN = "The outcome is unknown";

    @Test
    void whatIsReadComesInPlainValues() throws IOException {
        try (Lab lab = Lab.start()) {
            Object config = lab.run(get(CONFIG));
            Object guests = lab.run(new SendRequest("get", "/cluster/resources", "type=vm", true));

            assertThat(config).isExactlyInstanceOf(LinkedHashMap.class);
            assertThat(((Map<?, ?>) config).get("name")).isEqualTo("build");
            assertThat(guests).isExactlyInstanceOf(ArrayList.class);
            assertThat((List<?>) guests).hasSize(6);
            assertThat(lab.proxmox.tasks().all()).isEmpty();
        }
    }

    @Test
    void aChangeIsMadeOnceAndItsAnswerGivenBack() throws IOException {
        try (Lab lab = Lab.start()) {
            assertThat(lab.run(new SendRequest("PUT", CONFIG, "cores=3\ndescription=one\\ntwo", true)))
                    .isNull();
            assertThat(lab.proxmox.cluster().guest(102).orElseThrow().config())
                    .containsEntry("cores", "3")
                    .hasEntrySatisfying("description", text -> assertThat(text).startsWith("one\ntwo"));
            assertThat(lab.console).anyMatch(line -> line.contains("PUT " + CONFIG));
        }
    }

    @Test
    void aTaskIsAwaitedUnlessSomebodySaysOtherwise() throws IOException {
        try (Lab lab = Lab.start()) {
            assertThat(lab.run(new SendRequest("POST", START, "", true)).toString())
                    .startsWith("UPID:pve2:");
            assertThat(lab.proxmox.cluster().guest(102).orElseThrow().status()).isEqualTo("running");

            Hold hold = lab.proxmox.tasks().hold("qmstop");
            Object upid = lab.run(new SendRequest("POST", START.replace("start", "stop"), "", false));
            assertThat(lab.proxmox.tasks().find(upid.toString()))
                    .hasValueSatisfying(task -> assertThat(task.isRunning()).isTrue());
            hold.release();
        }
    }

    @Test
    void aTaskThatFailsFailsTheOperation() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.faults().task("qmstart").fails("can't lock file '/var/lock/x' - got timeout");

            assertThatThrownBy(() -> lab.run(new SendRequest("POST", START, "", true)))
                    .hasMessageContaining("POST " + START + " failed: can't lock file");
            assertThat(lab.proxmox.tasks().ofType("qmstart")).hasSize(1);
        }
    }

    @Test
    void aListIsItsNameOncePerElement() throws IOException {
        try (Lab lab = Lab.start()) {
            String parameters = Values.lines(Map.of("command", List.of("echo", "a b")));
            Object answer = lab.run(new SendRequest("POST", "/nodes/pve1/qemu/101/agent/exec", parameters, true));

            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Map.class, it -> assertThat(it.get("pid")).isInstanceOf(Integer.class));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dropped before", "dropped after", "timed out before", "timed out after"})
    void aLostAnswerIsNoReasonToSendItAgain(String loss) throws IOException {
        Consumer<CallFaultOrder> fault = Map.<String, Consumer<CallFaultOrder>>of(
                        "dropped before",
                        CallFaultOrder::dropBeforeEffect,
                        "dropped after",
                        CallFaultOrder::dropAfterEffect,
                        "timed out before",
                        call -> call.answer(596, "Connection timed out"),
                        "timed out after",
                        call -> call.answerAfterEffect(596, "Connection timed out"))
                .get(loss);
        try (Lab lab = Lab.start()) {
            fault.accept(lab.proxmox.faults().call("POST", START));

            assertThatThrownBy(() -> lab.run(new SendRequest("POST", START, "", true)))
                    .isInstanceOfSatisfying(
                            ProxmoxException.class,
                            e -> assertThat(e.is(Problem.OutcomeUnknown.class)).isTrue())
                    .hasMessageContaining(UNKNOWN);
            assertThat(lab.proxmox.requests().count("POST", START)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void whatCertainlyDidNotArriveIsSentAgain() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.faults().call("POST", START).answer(595, "Connection refused");

            lab.run(new SendRequest("POST", START, "", true));
            assertThat(lab.proxmox.tasks().ofType("qmstart")).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, BEFORE", "1, AFTER", "2, BEFORE", "2, AFTER", "3, BEFORE", "3, AFTER"})
    void aCrashNeverSendsItTwice(int call, Death death) throws IOException {
        Supplier<Operation<?>> operation = () -> new SendRequest("POST", START, "", true);
        MortalProcess.Disk disk = new MortalProcess.Disk();
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            boolean died;
            try (MortalProcess first = new MortalProcess(proxmox, MortalClient.dyingAt(call, death), disk)) {
                died = first.run(operation).isEmpty();
            }
            try (MortalProcess second = new MortalProcess(proxmox, MortalClient.immortal(), disk)) {
                MortalProcess.Ending ending = second.run(operation).orElseThrow();
                if (died && call == 1) {
                    assertThat(ending.failure()).hasMessageContaining(UNKNOWN);
                    assertThat(proxmox.requests().count("POST", START)).isEqualTo(death == Death.BEFORE ? 0 : 1);
                } else {
                    // The UPID was written down, so the task is waited for.
                    assertThat(ending.value().toString()).startsWith("UPID:pve2:");
                    assertThat(proxmox.requests().count("POST", START)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void secretsAreInNoCheckpointAndNoMessage() throws IOException {
        String parameters = "userid=ci@pve\npassword=very-secret\ncomment=open";
        SendRequest operation = new SendRequest("POST", "/access/users", parameters, true);
        List<String> saved = new CopyOnWriteArrayList<>();
        try (Lab lab = Lab.start()) {
            lab.proxmox.faults().call("POST", "/access/users").answer(500, "password very-secret is too weak");
            OperationRun<Object> run = lab.runner.start(
                    operation, OperationOptions.within(Duration.ofMinutes(1)), lab.console::add, new Checkpoints() {
                        @Override
                        public void save(String json) {
                            saved.add(json);
                        }

                        @Override
                        public void forget() {
                            // Looked at below.
                        }
                    });

            assertThatThrownBy(() -> Lab.result(run)).hasMessageContaining("password **** is too weak");
            assertThat(saved)
                    .isNotEmpty()
                    .allSatisfy(json -> assertThat(json)
                            .contains("comment=open", "\"withheld\":[\"password\"]")
                            .doesNotContain("very-secret"));
            assertThat(lab.console).noneMatch(line -> line.contains("very-secret"));
            assertThat(operation.toString()).doesNotContain("very-secret");
            assertThatThrownBy(() -> lab.run(Operations.of(saved.get(0))))
                    .hasMessageContaining("The values of password are kept nowhere");
            Operation<?> again = Operations.of(saved.get(0), Map.of("password", "very-secret"));
            assertThat(again.request()).isEqualTo(operation.request());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "password, true", "new-password, true", "cipassword, true", "secret, true", "csrf-token, true", "key, true",
        "encryption-key, true", "otp, true", "sshkeys, false", "ssh-public-keys, false", "name, false",
                "keyboard, false"
    })
    void namesTellOfSecrets(String name, boolean secret) {
        assertThat(RequestParameters.isSecret(name)).isEqualTo(secret);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                              | expected is one that begins with /",
                "/                               | expected is one that begins with /",
                "nodes/pve1                      | expected is one that begins with /",
                "https://pve1:8006/api2/json     | expected is one that begins with /",
                "/api2/json/nodes                | expected is what comes after /api2/json",
                "/nodes/../../access             | without empty parts",
                "/nodes/./pve1                   | without empty parts",
                "/nodes/..                       | without empty parts",
                "/nodes//status                  | without empty parts",
                "/nodes/                         | without empty parts",
                "/nodes?type=vm                  | what would follow a ? is given as parameters",
                "/nodes/%2e%2e/access            | none with ? # % \\",
                "/nodes#x                        | none with ? # % \\",
                "/nodes/a\\..\\b                 | none with ? # % \\",
                "/nodes/a b                      | or blanks"
            })
    void aPathStaysWithinTheApi(String path, String expected) {
        assertRefused("path", () -> new SendRequest("GET", path, "", true), "is no path of the API", expected);
    }

    @Test
    void aPathIsEncodedPartByPart() {
        assertThat(SendRequest.path("/nodes/pve1/storage/local/content/local:iso/a+b.iso")
                        .encoded())
                .isEqualTo("/nodes/pve1/storage/local/content/local%3Aiso/a%2Bb.iso");
    }

    @Test
    void otherWrongValuesAreRefusedToo() {
        assertRefused("path", () -> new SendRequest("GET", null, "", true), "path: '' is no path");
        assertRefused("method", () -> new SendRequest("PATCH", "/version", "", true), "method: 'PATCH'", "PUT, DELETE");
        assertRefused("method", () -> new SendRequest(null, "/version", "", true), "method: ''");
        assertRefused(
                "parameters", () -> new SendRequest("GET", "/version", "x", true), "parameters: 'x' is no option");
        assertRefused(
                "parameters",
                () -> new SendRequest("GET", "/version", "a b=1", true),
                "'a b' is no name of a parameter");
    }

    @Test
    void isHeldToThePolicy() throws IOException {
        try (Lab lab = Lab.start()) {
            OperationOptions options = OperationOptions.within(Duration.ofMinutes(1))
                    .by(new Requester("here", "", new Guard(Policy.USUAL, "lab", "job")));

            assertThatThrownBy(() -> Lab.result(lab.begin(get("/version"), options)))
                    .hasMessageContaining("does not let job send API requests of its own");
            assertThat(lab.proxmox.requests().all()).isEmpty();
        }
    }

    private static SendRequest get(String path) {
        return new SendRequest("GET", path, "", true);
    }
}
