package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.proxmox.embedded.state.GuestCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentTest extends EmbeddedTest {
    private static final String AGENT = "/nodes/pve1/qemu/101/agent/";
    private static final String FROZEN = "Command guest-%s has been disabled: the agent is in frozen state";

    private JsonNode result(String command) throws IOException {
        return client.get(AGENT + command).data().get("result");
    }

    @Test
    void agentDescribesTheGuest() throws IOException {
        guest(101).set("cores", "2");

        assertThat(result("get-fsinfo").at("/0/mountpoint").asText()).isEqualTo("/");
        assertThat(result("get-fsinfo").at("/0/disk/0/dev").asText()).isEqualTo("/dev/sda");
        assertThat(result("get-fsinfo").at("/0/total-bytes").asLong()).isEqualTo(2L << 30);
        assertThat(result("get-time").asLong()).isGreaterThan(1_700_000_000_000_000_000L);
        assertThat(result("get-users").isArray()).isTrue();
        assertThat(result("get-timezone").toString()).isEqualTo("{\"zone\":\"UTC\",\"offset\":0}");
        assertThat(result("get-vcpus")).hasSize(2);
        assertThat(result("get-vcpus").at("/1/online").isBoolean())
                .as("the words of the agent are not translated")
                .isTrue();
        assertThat(result("info").at("/supported_commands/0/enabled").asBoolean())
                .isTrue();
        assertThat(client.post(AGENT + "fstrim")
                        .data()
                        .at("/result/paths/0/path")
                        .asText())
                .isEqualTo("/");
    }

    @Test
    void frozenAgentTakesHardlyAnyCommands() throws IOException {
        assertThat(freeze("status").asText()).isEqualTo("thawed");
        assertThat(freeze("freeze").asInt()).isEqualTo(2);
        assertThat(freeze("status").asText()).isEqualTo("frozen");
        assertThat(guest(101).inside().isFrozen()).isTrue();

        assertThat(freeze("freeze").at("/error/desc").asText()).isEqualTo(FROZEN.formatted("fsfreeze-freeze"));
        assertThat(result("get-users").at("/error/class").asText())
                .as("no error of the call")
                .isEqualTo("CommandNotFound");
        assertThat(client.post(AGENT + "exec", "command", "/bin/true").statusLine())
                .isEqualTo("500 Agent error: " + FROZEN.formatted("exec"));
        assertThat(client.post(AGENT + "ping").data().get("result")).isEmpty();
        assertThat(freeze("thaw").asInt()).isEqualTo(2);
        assertThat(freeze("thaw").asInt()).isZero();
    }

    private JsonNode freeze(String what) throws IOException {
        return client.post(AGENT + "fsfreeze-" + what).data().get("result");
    }

    @Test
    void stopThawsAndForgets() throws IOException {
        guest(101).inside().frozen(true);
        guest(101).shell((command, input) -> GuestCommands.Result.running());
        guest(101).stopped().running();
        assertThat(guest(101).inside().isFrozen()).isFalse();
        assertThat(guest(101).inside().runningCommands()).isEmpty();
    }

    @Test
    void programsRunUntilTheTestEndsThem() throws IOException {
        guest(101).shell((command, input) -> GuestCommands.Result.running());
        String status = AGENT + "exec-status?pid=" + execute("command=sleep&command=60");
        assertThat(client.get(status).data().toString()).isEqualTo("{\"exited\":0}");
        GuestCommands.Started started = guest(101).inside().runningCommands().get(0);
        assertThat(started.command()).containsExactly("sleep", "60");

        guest(101).inside().finish(started.pid(), new GuestCommands.Result(0, "done\n", ""));
        assertThat(client.get(status).data().toString())
                .isEqualTo("{\"exited\":1,\"exitcode\":0,\"out-data\":\"done\\n\",\"out-truncated\":0}");
        assertThat(client.get(status).statusLine()).isEqualTo("500 Agent error: Invalid parameter 'pid'");
    }

    private int execute(String body) throws IOException {
        return client.send("POST", "/api2/json" + AGENT + "exec", body)
                .data()
                .get("pid")
                .asInt();
    }

    @Test
    void killedProgramHasASignalInsteadOfACode() throws IOException {
        guest(101).shell((command, input) -> GuestCommands.Result.killed(9));
        assertThat(client.get(AGENT + "exec-status?pid=" + execute("command=x"))
                        .data()
                        .toString())
                .isEqualTo("{\"exited\":1,\"signal\":9}");
    }

    @Test
    void outputIsCutAndNotDecoded() throws IOException {
        guest(101).inside().outputLimit(4);
        guest(101).shell((command, input) -> new GuestCommands.Result(0, "äöü", "no"));
        JsonNode outcome =
                client.get(AGENT + "exec-status?pid=" + execute("command=x")).data();
        assertThat(outcome.get("out-data").asText()).isEqualTo("Ã¤Ã¶");
        assertThat(outcome.get("out-truncated").asInt()).isEqualTo(1);
        assertThat(outcome.get("err-truncated").asInt()).isZero();
    }

    @Test
    void inputHasALimitAndOnlyBytes() throws IOException {
        assertThat(client.post(AGENT + "exec", "command", "cat", "input-data", "x".repeat(65537))
                        .error("input-data"))
                .isEqualTo("value may only be 65536 characters long");
        assertThat(client.post(AGENT + "exec", "command", "cat", "input-data", "€")
                        .message())
                .isEqualTo("Wide character in subroutine entry at /usr/share/perl5/PVE/QemuServer/Agent.pm line 82.\n");
        assertThat(client.get(AGENT + "exec-status?pid=" + execute("command=cat&input-data=abc"))
                        .data()
                        .get("out-data")
                        .asText())
                .isEqualTo("abc");
    }

    @Test
    void filesAreWrittenAsTheyAreOrFromBase64() throws IOException {
        write("/tmp/x", "short");
        write("/tmp/x", "ä");
        assertThat(guest(101).files().get("/tmp/x"))
                .as("overwritten, as one byte")
                .containsExactly(0xe4);
        assertThat(client.get(AGENT + "file-read?file=/tmp/x")
                        .data()
                        .get("content")
                        .asText())
                .isEqualTo("ä");
        String base64 = Base64.getEncoder().encodeToString("€".getBytes(StandardCharsets.UTF_8));
        client.post(AGENT + "file-write", "file", "/tmp/x", "content", base64, "encode", "0");
        assertThat(guest(101).files().get("/tmp/x")).isEqualTo("€".getBytes(StandardCharsets.UTF_8));
        assertThat(client.get(AGENT + "file-read?file=/tmp/x")
                        .data()
                        .get("content")
                        .asText())
                .as("each byte is a character")
                .isEqualTo("\u00e2\u0082\u00ac");
    }

    private RawReply write(String file, String content) throws IOException {
        return client.post(AGENT + "file-write", "file", file, "content", content);
    }

    @Test
    void whatCannotBeWrittenIsRefused() throws IOException {
        assertThat(write("/tmp/x", "€").message())
                .isEqualTo("Wide character in subroutine entry at /usr/share/perl5/PVE/API2/Qemu/Agent.pm line 521.\n");
        assertThat(write("/tmp/x", "x".repeat(61440)).status()).isEqualTo(200);
        assertThat(write("/tmp/x", "x".repeat(61441)).error("content"))
                .isEqualTo("value may only be 61440 characters long");
        assertThat(client.post(AGENT + "file-write", "file", "/tmp/x", "content", "no base64!", "encode", "0")
                        .statusLine())
                .isEqualTo("500 Agent error: Base64 data 'no base64!' is not valid");
        assertThat(guest(101).files().get("/tmp/x")).hasSize(61440);
    }

    @Test
    void longFilesAreCut() throws IOException {
        int limit = 16 << 20;
        guest(101).inside().file("/short", new byte[limit - 1]).file("/long", new byte[limit + 1]);
        JsonNode whole = client.get(AGENT + "file-read?file=/short").data();
        assertThat(whole.has("truncated")).isFalse();
        assertThat(whole.get("bytes-read").asInt()).isEqualTo(limit - 1);
        JsonNode cut = client.get(AGENT + "file-read?file=/long").data();
        assertThat(cut.get("truncated").asInt()).isEqualTo(1);
        assertThat(cut.get("bytes-read").asInt()).isEqualTo(limit);
        assertThat(client.get(AGENT + "file-read?file=/short&offset=1").error("offset"))
                .isEqualTo("property is not defined in schema and the schema does not allow additional properties");
    }

    @Test
    void newerVersionsReadParts() throws IOException {
        try (EmbeddedProxmox nine =
                        EmbeddedProxmox.builder().version(PveVersion.V9).start();
                RawClient caller = RawClient.of(nine)) {
            nine.cluster()
                    .guest(101)
                    .orElseThrow()
                    .inside()
                    .file("/x", "0123456789".getBytes(StandardCharsets.US_ASCII));
            assertThat(caller.get(AGENT + "file-read?file=/x&offset=2&count=3")
                            .data()
                            .toString())
                    .isEqualTo("{\"content\":\"234\",\"bytes-read\":3,\"truncated\":1}");
            assertThat(caller.get(AGENT + "file-read?file=/x&offset=8&decode=0")
                            .data()
                            .toString())
                    .isEqualTo("{\"content\":\"ODk=\",\"bytes-read\":2}");
            assertThat(caller.get(AGENT + "file-read?file=/x&offset=20").data().toString())
                    .isEqualTo("{\"content\":\"\",\"bytes-read\":0}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "V7, VM.Monitor, VM.Monitor, VM.Monitor",
        "V8, VM.Monitor, VM.Monitor, VM.Monitor",
        "V9, VM.GuestAgent.Audit, VM.GuestAgent.FileSystemMgmt, VM.GuestAgent.FileRead"
    })
    void privilegesDifferPerVersion(PveVersion version, String look, String freeze, String read) throws IOException {
        try (EmbeddedProxmox other = EmbeddedProxmox.builder().version(version).start()) {
            other.access().addUser("ci@pve", "secret").grant("ci@pve", "/vms", "VM.Audit");
            try (RawClient ci = RawClient.withToken(other, other.access().addToken("ci@pve", "t", false))) {
                assertThat(ci.get(AGENT + "get-users").status()).isEqualTo(403);
                other.access().grant("ci@pve", "/vms", look);
                assertThat(ci.get(AGENT + "get-users").status()).isEqualTo(200);
                other.access().grant("ci@pve", "/vms", freeze);
                assertThat(ci.post(AGENT + "fsfreeze-freeze").status()).isEqualTo(200);
                assertThat(ci.post(AGENT + "fsfreeze-thaw").status()).isEqualTo(200);
                other.access().grant("ci@pve", "/vms", read);
                assertThat(ci.get(AGENT + "file-read?file=/nope").message())
                        .isEqualTo(
                                version == PveVersion.V7
                                        ? ""
                                        : "Agent error: failed to open file '/nope' (mode: 'r'):"
                                                + " No such file or directory\n");
            }
        }
    }

    @Test
    void commandsOfVersionSevenAreOneText() throws IOException {
        try (EmbeddedProxmox seven =
                        EmbeddedProxmox.builder().version(PveVersion.V7).start();
                RawClient caller = RawClient.of(seven)) {
            seven.cluster()
                    .guest(101)
                    .orElseThrow()
                    .shell((command, input) -> new GuestCommands.Result(0, String.join("|", command), ""));
            int pid = caller.send("POST", "/api2/json" + AGENT + "exec", "command=a%20b&command=c")
                    .data()
                    .get("pid")
                    .asInt();
            assertThat(caller.get(AGENT + "exec-status?pid=" + pid)
                            .data()
                            .get("out-data")
                            .asText())
                    .isEqualTo("a b|c");
            assertThat(caller.post(AGENT + "exec").statusLine())
                    .isEqualTo("500 command or input-data (or both) required");
        }
    }

    @Test
    void interfacesThatExistInsideOnlyAreListedToo() throws IOException {
        for (int vmid : List.of(101, 201)) {
            guest(vmid)
                    .inside()
                    .addInterface("docker0", "02:42:00:00:00:01", "172.17.0.1/16")
                    .addInterface("veth12ab", "02:42:00:00:00:02", "fe80::42:ff:fe00:2/64")
                    .addInterface("br-0123456789ab", "02:42:00:00:00:03")
                    .addresses(0, "10.0.0.7/24", "10.0.0.8/24", "2001:db8::7/64", "fe80::7/64");
            assertThat(guest(vmid).addresses()).containsExactly("10.0.0.7", "10.0.0.8");
        }
        JsonNode machine = result("network-get-interfaces");
        assertThat(machine.findValuesAsText("name"))
                .containsExactly("lo", "eth0", "docker0", "veth12ab", "br-0123456789ab");
        assertThat(machine.get(1).findValuesAsText("ip-address"))
                .containsExactly("10.0.0.7", "10.0.0.8", "2001:db8::7", "fe80::7");
        assertThat(machine.get(4).has("ip-addresses")).as("without addresses").isFalse();

        JsonNode container = client.get("/nodes/pve1/lxc/201/interfaces").data();
        assertThat(container.findValuesAsText("name")).contains("docker0", "br-0123456789ab");
        assertThat(container.get(1).get("inet").asText()).as("the last one").isEqualTo("10.0.0.8/24");
        assertThat(container.get(1).get("inet6").asText()).isEqualTo("fe80::7/64");
        assertThat(container.get(4).get("ip-addresses")).isEmpty();
    }
}
