package io.jenkins.plugins.proxmox.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Which client a step gets. */
@WithJenkins
class ConnectionRegistryTest {
    @Test
    void theClientIsSharedUntilTheSecretIsRotated(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            var first = ConnectionRegistry.get().open("lab", null).runner();
            assertThat(ConnectionRegistry.get().open(null, null).runner()).isSameAs(first);

            JenkinsWithProxmox.addToken("proxmox-token", proxmox.access().addToken("root@pam", "rotated", false));

            assertThat(ConnectionRegistry.get().open("lab", null).runner()).isNotSameAs(first);
            assertThat(ConnectionRegistry.get()
                            .open("lab", null)
                            .runner()
                            .cluster()
                            .guests()
                            .list())
                    .hasSize(6);
        }
    }

    @Test
    void whichConnectionIsMeantIsNeverGuessed(JenkinsRule jenkins) {
        ConnectionRegistry registry = ConnectionRegistry.get();
        assertThatThrownBy(() -> registry.open("lab", null)).hasMessageContaining("No connection to a Proxmox VE");

        ProxmoxGuestsConfiguration.get()
                .setConnections(List.of(
                        new ProxmoxConnection("lab", "https://a", "none"),
                        new ProxmoxConnection("production", "https://b", "none")));
        assertThatThrownBy(() -> registry.open("", null))
                .hasMessageContaining("or a folder of the job choose one: lab, production");
        assertThatThrownBy(() -> registry.open("prod", null))
                .hasMessageContaining("There is no connection 'prod'; expected is one of lab, production");
        assertThatThrownBy(() -> registry.open("lab", null))
                .hasMessageContaining("Connection 'lab': There are no credentials 'none'");
    }
}
