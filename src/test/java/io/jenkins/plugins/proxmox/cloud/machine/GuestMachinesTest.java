package io.jenkins.plugins.proxmox.cloud.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trilead.ssh2.Connection;
import com.trilead.ssh2.SFTPv3Client;
import com.trilead.ssh2.SFTPv3FileHandle;
import com.trilead.ssh2.Session;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.core.operation.CommandRequest;
import io.jenkins.plugins.proxmox.core.operation.ExecuteCommand;
import io.jenkins.plugins.proxmox.core.operation.ReadHostKeys;
import io.jenkins.plugins.proxmox.core.operation.RollBack;
import io.jenkins.plugins.proxmox.core.operation.TakeSnapshot;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class GuestMachinesTest {
    private static final int TIMEOUT = 20_000;

    @TempDir
    private Path folder;

    private MachineLab lab;
    private SshKey key;

    @BeforeEach
    void start() {
        lab = new MachineLab(EmbeddedProxmox.builder(), folder);
        key = SshKey.make();
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private GuestMachine machine(GuestFacts guest) {
        return lab.machines().machine(guest.vmid().number());
    }

    private record Client(Connection connection) implements AutoCloseable {
        private String run(String command) throws IOException {
            Session session = start(command);
            String out = new String(session.getStdout().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(session.getStderr().readAllBytes(), StandardCharsets.UTF_8);
            session.close();
            return out + err;
        }

        private Session start(String command) throws IOException {
            Session session = connection.openSession();
            session.execCommand(command);
            return session;
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    private Client connect(GuestFacts guest) throws IOException {
        return connect(guest, key);
    }

    private Client connect(GuestFacts guest, SshKey userKey) throws IOException {
        Connection connection = new Connection(machine(guest).address(), 22);
        connection.connect(
                (host, port, algorithm, hostKey) -> {
                    String shown = algorithm + " " + Base64.getEncoder().encodeToString(hostKey);
                    return machine(guest).hostKeys().stream().anyMatch(line -> line.startsWith(shown));
                },
                TIMEOUT,
                TIMEOUT);
        if (!connection.authenticateWithPublicKey(
                "jenkins", userKey.privateText().toCharArray(), null)) {
            connection.close();
            throw new IOException("key refused");
        }
        return new Client(connection);
    }

    @Test
    void machinesRunCommandsAndKeepFilesApart() throws Exception {
        GuestFacts one = lab.cloneMachine(key, "ssh");
        GuestFacts other = lab.cloneMachine(key, "ssh");
        String file = lab.machines().remoteFs() + "/file";
        try (Client first = connect(one);
                Client second = connect(other)) {
            SFTPv3Client files = new SFTPv3Client(first.connection());
            files.mkdir(lab.machines().remoteFs(), 0700);
            SFTPv3FileHandle handle = files.createFile(file);
            files.write(handle, 0, "one".getBytes(StandardCharsets.UTF_8), 0, 3);
            files.closeFile(handle);

            assertThat(first.run("cat " + file)).isEqualTo("one");
            assertThat(machine(one).file(file)).asString().isEqualTo("one");
            if (lab.machines().home().isOwn()) {
                assertThat(second.run("cat " + file)).contains("No such file");
            }
            assertThat(first.run("java -version")).contains("Runtime Environment");
        }
        assertThat(one.addresses()).containsExactly(machine(one).address());
        assertThat(machine(one).hostKeys())
                .hasSize(2)
                .doesNotContainAnyElementsOf(machine(other).hostKeys());
    }

    @Test
    void aStopEndsAllInside() throws Exception {
        GuestFacts guest = lab.cloneMachine(key, "ssh");
        Client connection = connect(guest);
        assertThat(connection.run("nohup setsid sleep 1000 >/dev/null 2>&1 & echo on"))
                .contains("on");
        Session session = connection.start("echo begun; exec sleep 1000");
        assertThat(session.getStdout().readNBytes(5)).asString().isEqualTo("begun");
        assertThat(lab.machines().processes()).hasSizeGreaterThanOrEqualTo(2);

        lab.guest(guest.vmid().number()).stopped();

        assertThat(lab.machines().processes()).isEmpty();
        assertThat(lab.machines().on()).isEmpty();
        assertThat(session.getStdout().readAllBytes()).containsExactly('\n');
        connection.close();
        assertThatThrownBy(() -> connect(guest)).isInstanceOf(IOException.class);
    }

    @Test
    void onlyTheKeysOfCloudInitAreTaken() throws Exception {
        GuestFacts machine = lab.cloneMachine(key, "ssh");
        GuestFacts container = lab.clone(new CloneRequest("9001").start(true).waitFor("ssh"));

        assertThatThrownBy(() -> connect(machine, lab.machines().key())).hasMessage("key refused");
        assertThatThrownBy(() -> connect(container)).hasMessage("key refused");
        connect(container, lab.machines().key()).close();
        lab.machines().next(GuestFault.NO_USER_KEY);
        GuestFacts other = lab.cloneMachine(key, "ssh");
        assertThatThrownBy(() -> connect(other)).hasMessage("key refused");
    }

    @Test
    void machinesFailAsToldTo() throws Exception {
        lab.machines()
                .next(GuestFault.WRONG_HOST_KEY)
                .next(GuestFault.SSH_REFUSED)
                .next(GuestFault.SSH_SILENT)
                .next(GuestFault.NO_JAVA)
                .next(GuestFault.BROKEN_JAVA)
                .next(GuestFault.NO_ADDRESS)
                .next(GuestFault.NEVER_BOOTS);

        GuestFacts impostor = lab.cloneMachine(key, "ssh");
        assertThatThrownBy(() -> connect(impostor)).hasStackTraceContaining("hostkey");
        GuestFacts refusing = lab.cloneMachine(key, "agent");
        assertThatThrownBy(() -> connect(refusing)).hasStackTraceContaining("refused");
        GuestFacts silent = lab.cloneMachine(key, "agent");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(machine(silent).address(), 22), TIMEOUT);
            assertThat(socket.isConnected()).isTrue();
        }
        try (Client connection = connect(lab.cloneMachine(key, "ssh"))) {
            assertThat(connection.run("java -version")).contains("not found");
        }
        try (Client connection = connect(lab.cloneMachine(key, "ssh"))) {
            assertThat(connection.run("java -version; echo $?")).contains("1\n");
        }
        assertThat(lab.cloneMachine(key, "agent").addresses()).isEmpty();
        GuestFacts hanging = lab.clone(new CloneRequest("9000").start(true));
        assertThat(hanging.addresses()).isEmpty();
        assertThatThrownBy(() -> connect(hanging)).isInstanceOf(IOException.class);
    }

    @Test
    void connectionsCanBeCut() throws Exception {
        GuestFacts guest = lab.cloneMachine(key, "ssh");
        Client client = connect(guest);
        Session session = client.start("sleep 1000");

        machine(guest).cutConnections();

        assertThatThrownBy(() -> client.run("true")).isInstanceOf(IOException.class);
        assertThat(session.getStdout().readAllBytes()).isEmpty();
        client.close();
        connect(guest).close();
    }

    @Test
    void theGuestAgentRunsScripts() {
        GuestFacts guest = lab.cloneMachine(key, "agent");
        String file = lab.machines().home().path() + "/made";
        CommandRequest script = new CommandRequest(guest.vmid().toString()).script("pwd >" + file);

        lab.run(new ExecuteCommand(script));

        assertThat(machine(guest).file(file)).isNotEmpty();
        assertThat(machine(guest).agentCommands()).isNotEmpty();
    }

    @Test
    void theGuestAgentTellsTheHostKeys() {
        GuestFacts guest = lab.cloneMachine(key, "agent");

        assertThat(lab.run(new ReadHostKeys(guest.vmid().toString(), Optional.empty())))
                .hasSize(2)
                .allSatisfy(told -> assertThat(machine(guest).hostKeys())
                        .anyMatch(line -> line.startsWith(told.type() + " " + told.key())));
    }

    @Test
    void aRollbackBringsTheDiskBack() throws Exception {
        GuestFacts guest = lab.cloneMachine(key, "ssh");
        String vmid = guest.vmid().toString();
        try (Client connection = connect(guest)) {
            connection.run("mkdir agent; echo old >agent/file; sync");
            lab.run(new TakeSnapshot(vmid, "clean", "", false));
            connection.run("echo new >agent/file; touch agent/other");
        }

        lab.run(new RollBack(vmid, "clean", false));

        assertThat(lab.machines().on()).isEmpty();
        assertThat(machine(guest).file(lab.machines().remoteFs() + "/file"))
                .asString()
                .isEqualTo("old\n");
        assertThat(machine(guest).file(lab.machines().remoteFs() + "/other")).isNull();
    }
}
