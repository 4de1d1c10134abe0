package io.jenkins.plugins.proxmox.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.Patience;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.ChangePower;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import io.jenkins.plugins.proxmox.core.operation.OperationRunner;
import io.jenkins.plugins.proxmox.core.operation.PowerAction;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.time.Duration;
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

    /** The JVM of a controller may be the next one's, too. */
    @Test
    void aControllerThatStopsClosesItsClientsWhateverIsUnderWay(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                Hold hold = proxmox.tasks().hold("qmstart")) {
            JenkinsWithProxmox.connect(proxmox);
            proxmox.cluster().addVirtualMachine("pve1", 500, "sleeps");
            OperationRunner runner = ConnectionRegistry.get().open("lab", null).runner();
            OperationRun<?> start = runner.start(
                    new ChangePower("500", PowerAction.START, null),
                    OperationOptions.within(Duration.ofMinutes(5)),
                    line -> {});
            hold.awaitTask();

            ConnectionRegistry.close();

            Patience.await(() -> isClosed(runner));
            assertThat(start.result()).isNotDone();
        }
    }

    private static boolean isClosed(OperationRunner runner) {
        try {
            runner.cluster().guests().list();
            return false;
        } catch (ProxmoxException e) {
            // It was under way when the client was closed; the next call isn't.
            return false;
        } catch (IllegalStateException e) {
            return true;
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
