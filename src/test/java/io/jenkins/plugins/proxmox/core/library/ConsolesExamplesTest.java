package io.jenkins.plugins.proxmox.core.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.console.SpiceConsole;
import io.jenkins.plugins.proxmox.core.console.TerminalConsole;
import io.jenkins.plugins.proxmox.core.console.VncConsole;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsolesExamplesTest extends LibraryExamples {
    @ParameterizedTest
    @ValueSource(strings = {"web", "cache"})
    void vncAndTerminal(String name) {
        Guest guest = cluster.guests().get(name);
        // example
        VncConsole vnc = guest.consoles().vnc(true); // true: through the API's web socket
        String secret = vnc.password().orElse(vnc.ticket()); // what the VNC protocol asks for

        TerminalConsole terminal = guest.consoles().terminal();
        List<Integer> ports = List.of(vnc.port(), terminal.port()); // come within 10 s
        // end
        assertThat(secret).isNotEmpty();
        assertThat(ports).allSatisfy(port -> assertThat(port).isBetween(5900, 5999));
    }

    @Test
    void spice() {
        embedded(101).set("vga", "qxl");
        Guest guest = cluster.guests().get("web");
        // example
        SpiceConsole spice = guest.consoles().spice(Optional.of("pve.example.com")); // reached through this node
        Map<String, String> settings = spice.settings(); // for the file of a viewer
        // end
        assertThat(settings)
                .containsEntry("proxy", "http://pve.example.com:3128")
                .containsKeys("host", "password", "tls-port");
    }
}
