package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadHostKeysTest {
    private static final Mark MARK = new Mark("here", new VmId(101), "an-operation", "agent/x", Optional.empty());

    private Lab lab;
    private EmbeddedGuest guest;

    private void start(PveVersion version) {
        lab = Lab.start(version);
        guest = lab.proxmox.cluster().guest(101).orElseThrow();
    }

    @AfterEach
    void stop() throws IOException {
        lab.close();
    }

    private void linux(String name, String content) {
        file("/etc/ssh/ssh_host_" + name + "_key.pub", content);
    }

    private void file(String path, String content) {
        guest.inside().file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> read() {
        return lab.run(new ReadHostKeys("web", Optional.empty())).stream()
                .map(HostKey::toString)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void theKeysOfAVmAreRead(PveVersion version) {
        start(version);
        linux("rsa", SomeHostKeys.RSA + " root@web\n");
        linux("ecdsa", SomeHostKeys.ECDSA + " root@web\n");
        linux("ed25519", SomeHostKeys.ED25519 + " root@web\n");
        linux("dsa", "ssh-dss AAAA\n");

        assertThat(read()).containsExactly(SomeHostKeys.ED25519, SomeHostKeys.ECDSA, SomeHostKeys.RSA);
    }

    @Test
    void aWindowsHasThemElsewhere() {
        start(PveVersion.V8);
        guest.set("ostype", "win11");
        lab.proxmox
                .faults()
                .call("GET", "/nodes/*/qemu/*/agent/get-osinfo")
                .always()
                .answer(500, "Agent error: The command guest-get-osinfo has not been found");
        linux("ed25519", SomeHostKeys.ED25519);
        file("C:\\ProgramData\\ssh\\ssh_host_ecdsa_key.pub", SomeHostKeys.ECDSA + " x\r\n");

        assertThat(read()).containsExactly(SomeHostKeys.ECDSA);
    }

    @Test
    void keysThatAreMadeJustNowAreWaitedFor() throws InterruptedException {
        start(PveVersion.V8);
        linux("ed25519", "ssh-ed25519 AAAAC3NzaC1lZDI1");
        OperationRun<List<HostKey>> run = lab.begin(new ReadHostKeys("web", Optional.empty()));
        assertThat(lab.console.await("[proxmox] Reading the SSH host keys of web (101) on pve1"))
                .isTrue();
        linux("ed25519", SomeHostKeys.ED25519);

        assertThat(Lab.result(run)).extracting(HostKey::toString).containsExactly(SomeHostKeys.ED25519);
    }

    @Test
    void theEndOfPatienceSaysThatThereAreNone() {
        start(PveVersion.V8);
        OperationOptions options = OperationOptions.within(Duration.ofSeconds(4));

        assertThatThrownBy(() -> Lab.result(lab.begin(new ReadHostKeys("101", Optional.empty()), options)))
                .hasMessageStartingWith("Reading the SSH host keys of web (101) on pve1 did not finish within")
                .hasMessageContaining("it has no SSH host keys yet, there is no /etc/ssh/ssh_host_*_key.pub");
    }

    @Test
    void onlyTheGuestThatBearsTheMarkIsAsked() {
        start(PveVersion.V8);
        linux("ed25519", SomeHostKeys.ED25519);
        ReadHostKeys operation = new ReadHostKeys("101", Optional.of(MARK));
        assertThatThrownBy(() -> lab.run(operation))
                .isInstanceOfSatisfying(
                        ProxmoxException.class,
                        e -> assertThat(e.is(Problem.NotFound.class)).isTrue())
                .hasMessageContaining("web (101) on pve1 is not the guest that operation an-operation has made");

        guest.description(MARK.addTo("notes"));
        assertThat(lab.run(operation)).hasSize(1);
        assertThat(ReadHostKeys.of(Request.read(operation.request(), Map.of())).request())
                .isEqualTo(operation.request());
    }

    @Test
    void containersAreRefused() {
        start(PveVersion.V8);
        assertThatThrownBy(() -> lab.run(new ReadHostKeys("cache", Optional.empty())))
                .hasMessageContaining(
                        "cache (201) is a container, and Proxmox VE's API has no way inside of containers");
    }
}
