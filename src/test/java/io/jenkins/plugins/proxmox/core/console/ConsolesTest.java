package io.jenkins.plugins.proxmox.core.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.Refusals;
import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.guestagent.AgentLab;
import io.jenkins.plugins.proxmox.core.task.Upid;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConsolesTest {
    private AgentLab lab;
    private Consoles ofVm;
    private Consoles ofContainer;

    private void start(PveVersion version) {
        lab = AgentLab.start(version);
        ofVm = new Consoles(lab.tasks, ApiPath.of("nodes", "pve1", "qemu", 101), GuestType.VIRTUAL_MACHINE);
        ofContainer = new Consoles(lab.tasks, ApiPath.of("nodes", "pve1", "lxc", 201), GuestType.CONTAINER);
    }

    @AfterEach
    void stop() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void showPictures(PveVersion version) {
        start(version);
        VncConsole console = ofVm.vnc(true);
        assertThat(console.user()).isEqualTo("root@pam!demo");
        assertThat(console.ticket()).contains("PVEVNC:");
        assertThat(console.port()).isBetween(5900, 5999);
        assertThat(console.certificate().orElse("")).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(console.upid().map(Upid::type)).contains("vncproxy");
        assertThat(console.password().isPresent()).isEqualTo(version.atLeast(PveVersion.V8));
        assertThat(console).hasToString("VNC console for root@pam!demo on port " + console.port());
        assertThat(lab.proxmox
                        .requests()
                        .matching("POST", "/nodes/pve1/qemu/101/vncproxy")
                        .get(0)
                        .parameter("websocket"))
                .contains("1");
        assertThat(ofContainer.vnc(false).password()).isEmpty();
        assertThat(lab.proxmox
                        .requests()
                        .matching("POST", "/nodes/pve1/lxc/201/vncproxy")
                        .get(0)
                        .parameters())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void showTerminals(PveVersion version) {
        start(version);
        TerminalConsole console = ofContainer.terminal();
        assertThat(console.user()).isEqualTo("root@pam!demo");
        assertThat(console.ticket()).startsWith("PVEVNC:");
        assertThat(console.port()).isBetween(5900, 5999);
        assertThat(console.upid()).isPresent();
        assertThat(console).hasToString("terminal for root@pam!demo on port " + console.port());
        assertThat(ofVm.terminal().ticket()).startsWith("PVEVNC:");
    }

    @ParameterizedTest
    @EnumSource
    void speakSpice(PveVersion version) {
        start(version);
        assertThat(ofContainer.spice(Optional.empty()).settings())
                .containsEntry("title", "CT 201")
                .containsEntry("proxy", "http://pve1:3128");
        lab.proxmox.cluster().guest(101).orElseThrow().set("vga", "qxl");
        SpiceConsole console = ofVm.spice(Optional.of(" pve.example "));
        assertThat(console.settings())
                .containsEntry("type", "spice")
                .containsEntry("proxy", "http://pve.example:3128")
                .containsKeys("host", "tls-port", "ca", "password", "host-subject");
        assertThat(console).hasToString("SPICE console of VM 101 - web");
    }

    @ParameterizedTest
    @EnumSource
    void speakNoSpiceWithoutTheDisplayForIt(PveVersion version) {
        start(version);
        ProxmoxException failure = catchThrowableOfType(ProxmoxException.class, () -> ofVm.spice(Optional.empty()));
        assertThat(failure.is(Problem.Unsupported.class)).isTrue();
        assertThat(failure)
                .hasMessageContaining("no spice port")
                .hasMessageEndingWith("; the VM's display has to be qxl or virtio for it");
    }

    @Test
    void speakNoSpiceWhileTheGuestIsOff() {
        start(PveVersion.V8);
        lab.proxmox.cluster().guest(201).orElseThrow().stopped();
        assertThatThrownBy(() -> ofContainer.spice(Optional.empty()))
                .isInstanceOfSatisfying(
                        ProxmoxException.class,
                        e -> assertThat(e.is(Problem.WrongState.class)).isTrue());
    }

    @Test
    void refuseAProxyWithoutAName() {
        start(PveVersion.V8);
        Refusals.assertRefused(
                "proxy",
                () -> ofVm.spice(Optional.of(" ")),
                "' ' names no node; expected is a host name or an IP address");
    }

    @Test
    void areRefusedByProxmoxWithoutThePrivilege() {
        start(PveVersion.V8);
        lab.proxmox
                .faults()
                .call("POST", "/nodes/pve1/qemu/101/vncproxy")
                .answer(403, "Permission check failed (/vms/101, VM.Console)");
        assertThatThrownBy(() -> ofVm.vnc(false))
                .isInstanceOfSatisfying(
                        ProxmoxException.class,
                        e -> assertThat(e.problem())
                                .isEqualTo(new Problem.Permission(Optional.of("/vms/101"), Optional.of("VM.Console"))));
    }

    @Test
    void areReadLeniently() {
        assertThat(VncConsole.of(Replies.of("{\"ticket\":\"t\",\"port\":\"5900\"}"), GuestType.CONTAINER))
                .isEqualTo(new VncConsole("", "t", 5900, Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(TerminalConsole.of(
                        Replies.of("{\"ticket\":\"t\",\"port\":5900,\"upid\":\"x\"}"), GuestType.CONTAINER))
                .isEqualTo(new TerminalConsole("", "t", 5900, Optional.empty()));
        assertThat(SpiceConsole.of(Replies.of("{\"password\":\"p\",\"tls-port\":61000}"), GuestType.CONTAINER)
                        .settings())
                .containsEntry("tls-port", "61000");
    }

    @Test
    void areNoneWithoutATicket() {
        assertThatThrownBy(() -> VncConsole.of(Replies.of("{\"port\":5900}"), GuestType.VIRTUAL_MACHINE))
                .hasMessage("Proxmox VE told no ticket for the console of the VM");
        assertThatThrownBy(() -> TerminalConsole.of(Replies.of("{\"ticket\":\"t\"}"), GuestType.CONTAINER))
                .hasMessage("Proxmox VE told no port for the console of the container");
        assertThatThrownBy(() -> SpiceConsole.of(Replies.of("null"), GuestType.CONTAINER))
                .hasMessage("Proxmox VE told no password for the console of the container");
    }
}
