package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.settings.ReusableLife;
import io.jenkins.plugins.proxmox.cloud.sweep.Sweeper;
import io.jenkins.plugins.proxmox.connection.ProxmoxConnection;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.run.ControllerIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A cloud may have led elsewhere before. */
@WithJenkins
class SweptConnectionsTest {
    private final LifeLab lab = new LifeLab();
    private final EmbeddedProxmox before = EmbeddedProxmox.start();

    @BeforeEach
    void start(JenkinsRule jenkins) throws Exception {
        lab.connect(new ReusableLife());
        LifeLab.cloud().setConnection("lab");
        JenkinsWithProxmox.addToken("token-of-before", before.token());
        ProxmoxConnection connection =
                new ProxmoxConnection("before", before.url().toString(), "token-of-before");
        connection.setFingerprint(before.fingerprint());
        List<ProxmoxConnection> all =
                new ArrayList<>(ProxmoxGuestsConfiguration.get().getConnections());
        all.add(connection);
        ProxmoxGuestsConfiguration.get().setConnections(all);
    }

    @AfterEach
    void close() {
        lab.close();
        before.close();
    }

    @Test
    void whatWasLeftBehindWhereNoCloudLeadsAnyMoreIsRemoved() throws Exception {
        Mark mark = new Mark(
                ControllerIdentity.id(), new VmId(500), "operation", "agent/pve/debian/debian-x/", Optional.empty());
        before.cluster().addVirtualMachine("pve1", 500, "left").tags("jenkins").description(mark.toString());

        Sweeper.get().sweep();
        lab.pass(Duration.ofMinutes(31));
        Sweeper.get().sweep();
        LifeLab.await(() -> before.cluster().guest(500).isEmpty());
    }

    @Test
    void nothingIsAskedWhereThereIsNoCloud() {
        Jenkins.get().clouds.clear();
        Sweeper.get().sweep();

        assertThat(before.requests().all()).isEmpty();
        assertThat(lab.proxmox.requests().all()).isEmpty();
    }
}
