package io.jenkins.plugins.proxmox.core.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.Node;
import io.jenkins.plugins.proxmox.core.guest.NodeEntry;
import io.jenkins.plugins.proxmox.core.guest.NodeStatus;
import io.jenkins.plugins.proxmox.core.guest.Resources;
import io.jenkins.plugins.proxmox.core.guest.Sample;
import io.jenkins.plugins.proxmox.core.guest.Sample.Consolidation;
import io.jenkins.plugins.proxmox.core.guest.Sample.Timeframe;
import io.jenkins.plugins.proxmox.core.storage.Storage;
import io.jenkins.plugins.proxmox.core.storage.Support;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodesExamplesTest extends LibraryExamples {
    private final StringBuilder out = new StringBuilder();

    private void print(Object text) {
        out.append(text).append('\n');
    }

    @Test
    void connect() throws IOException {
        String url = proxmox.url().toString();
        String fingerprint = proxmox.fingerprint();
        String token = proxmox.token();
        // example
        ApiClient.Settings settings = new ApiClient.Settings(
                ApiEndpoint.parse(url), // https://pve.example.com:8006
                new TlsTrust.Fingerprint(fingerprint), // or TlsTrust.System, or TlsTrust.Authority with a PEM
                Credentials.ApiToken.parse(token)); // jenkins@pve!ci=12345678-...
        try (ApiClient client = new ApiClient(settings)) {
            Cluster cluster = new Cluster(client);
            print(cluster.version());
        }
        // end
        assertThat(out).containsPattern("\\d+\\.\\d+");
    }

    @Test
    void request() {
        // example
        ApiPath path = ApiPath.of("nodes", "pve1", "qemu", 101, "config");
        Reply config = client.get(path);
        print(config.text("name").orElse("without a name") + " has "
                + config.number("cores").orElse(1) + " cores");

        client.call(ApiRequest.put(path).with("onboot", true)); // done when it returns

        ApiRequest stop = ApiRequest.post(ApiPath.of("nodes", "pve1", "qemu", 101, "status", "stop"));
        Task task = cluster.tasks().begin(stop); // a task, to be awaited
        task.await(Duration.ofMinutes(1));
        // end
        assertThat(out.toString()).isEqualTo("web has 1 cores\n");
        assertThat(embedded(101).status()).isEqualTo("stopped");
        assertThat(embedded(101).config()).containsEntry("onboot", "1");
    }

    @Test
    void problems() {
        // example
        try {
            cluster.guests().get("no-such-guest");
        } catch (ProxmoxException e) {
            if (e.is(Problem.NotFound.class)) {
                print(e.getMessage()); // tells which guests there are
            }
        }
        // end
        assertThat(out).contains("no-such-guest").contains("web (101) on pve1");
    }

    @Test
    void nodes() {
        // example
        for (NodeEntry entry : cluster.nodes().list()) {
            print(entry.name() + (entry.online() ? " is online" : " is down"));
        }
        Node node = cluster.node("pve1");
        NodeStatus status = node.status();
        DataSize free = status.memoryFree().orElseThrow();
        print(node.release() + ", " + status.processors().orElseThrow() + " processors, " + free + " free");
        // end
        assertThat(out).contains("pve1 is online", "pve2 is online", "16 processors, 56G free");
        assertThatThrownBy(() -> cluster.node("pve3"))
                .hasMessage("There is no node 'pve3'; expected is one of pve1, pve2");
    }

    @Test
    void statistics() {
        // example
        List<Sample> lastHour = cluster.node("pve1").statistics(Timeframe.HOUR, Consolidation.AVERAGE);
        double busiest = lastHour.stream()
                .flatMapToDouble(sample -> sample.value("cpu").stream()) // a gap has no value
                .max()
                .orElse(0);
        print("At most " + Math.round(busiest * 100) + "% of the processors");
        // end
        assertThat(lastHour)
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(sample.time()).isNotNull());
        assertThat(busiest).isBetween(0.001, 1.0);
    }

    @Test
    void resources() {
        // example
        Resources all = cluster.resources(); // one call
        print(all.nodes().size() + " nodes, " + all.guests().size() + " guests, pools " + all.pools());
        all.storages().stream().filter(s -> s.shared()).forEach(s -> print(s.id() + " on " + s.node()));
        // end
        assertThat(out).contains("2 nodes, 6 guests", "nfs on pve1", "nfs on pve2");
    }

    @Test
    void storages() {
        // example
        for (Storage storage : cluster.node("pve1").storages().withContent("images")) {
            print(storage.id() + " (" + storage.type() + ") has "
                    + storage.available().orElseThrow() + " left");
        }
        // end
        assertThat(out).contains("local-lvm (lvmthin)", "nfs (nfs)").doesNotContain("local (dir)");
    }

    @Test
    void storageFeatures() {
        // example
        for (Storage storage : cluster.node("pve1").storages().withContent("images")) {
            Support linked = storage.linkedClones(GuestType.VIRTUAL_MACHINE); // by its type, so nothing is asked
            Support snapshots =
                    storage.features(GuestType.VIRTUAL_MACHINE, "raw").snapshots(); // of disks like this
            print(storage.id() + ": linked clones " + linked + ", snapshots of raw disks " + snapshots);
        }
        // end
        assertThat(out)
                .contains("local-lvm: linked clones YES, snapshots of raw disks YES")
                .contains("nfs: linked clones YES, snapshots of raw disks NO");
    }
}
