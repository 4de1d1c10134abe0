package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.proxmox.embedded.EmbeddedTasks.EmbeddedTask;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackupServerTest extends EmbeddedTest {
    private static final String DUMP = "/nodes/pve1/vzdump";
    private static final String CONTENT = "/nodes/pve1/storage/pbs/content";
    private static final String PRUNE = "/nodes/pve1/storage/pbs/prunebackups";

    private MutableClock clock;

    @Override
    protected EmbeddedProxmoxBuilder configure(EmbeddedProxmoxBuilder builder) {
        clock = new MutableClock(Instant.parse("2026-11-22T13:03:01Z"));
        return builder.clock(clock);
    }

    @BeforeEach
    void addBackupServer() {
        proxmox.cluster().addStorage(new Storage("pbs", "pbs", Set.of("backup"), true, 1L << 40));
    }

    private EmbeddedTask backUp(String vmid, String... more) throws IOException {
        String[] parameters = new String[more.length + 4];
        System.arraycopy(new String[] {"vmid", vmid, "storage", "pbs"}, 0, parameters, 0, 4);
        System.arraycopy(more, 0, parameters, 4, more.length);
        return client.run(DUMP, parameters);
    }

    @Test
    void backupsAreNamedByTheirTime() throws IOException {
        EmbeddedTask task = backUp("101", "compress", "zstd", "notes-template", "first\\nsecond");
        assertThat(task.exitStatus()).contains("OK");
        assertThat(task.log())
                .contains("INFO: creating Proxmox Backup Server archive 'vm/101/2026-11-22T13:03:01Z'")
                .noneMatch(line -> line.contains("archive file size"));
        JsonNode entry = client.get(CONTENT).data().get(0);
        assertThat(entry.get("volid").asText()).isEqualTo("pbs:backup/vm/101/2026-11-22T13:03:01Z");
        assertThat(entry.get("format").asText()).isEqualTo("pbs-vm");
        assertThat(entry.get("subtype").asText()).isEqualTo("qemu");
        assertThat(entry.get("vmid").asInt()).isEqualTo(101);
        assertThat(entry.get("notes").asText()).isEqualTo("first");
        assertThat(entry.has("verification")).isFalse();

        backUp("201");
        JsonNode container = client.get(CONTENT + "?vmid=201").data().get(0);
        assertThat(container.get("volid").asText()).isEqualTo("pbs:backup/ct/201/2026-11-22T13:03:01Z");
        assertThat(container.get("format").asText()).isEqualTo("pbs-ct");
        assertThat(container.get("subtype").asText()).isEqualTo("lxc");
    }

    @Test
    void serverTellsOfVerificationAndEncryption() throws IOException {
        backUp("101", "protected", "1");
        String volid = "pbs:backup/vm/101/2026-11-22T13:03:01Z";
        proxmox.cluster().inspect(volid, "failed", "ab:cd");
        JsonNode entry = client.get(CONTENT).data().get(0);
        assertThat(entry.at("/verification/state").asText()).isEqualTo("failed");
        assertThat(entry.at("/verification/upid").asText()).startsWith("UPID:");
        assertThat(entry.get("encrypted").asText()).isEqualTo("ab:cd");
        assertThat(entry.get("protected").asInt()).isEqualTo(1);

        assertThat(client.runDelete(CONTENT + "/" + volid).exitStatus())
                .contains("cannot remove protected volume '" + volid + "' on 'pbs'");
        client.put(CONTENT + "/" + volid, "protected", "0");
        assertThat(client.runDelete(CONTENT + "/" + volid).exitStatus()).contains("OK");
        assertThat(proxmox.cluster().archives()).isEmpty();
    }

    @Test
    void guestsComeBack() throws IOException {
        backUp("101,201");
        EmbeddedTask task =
                client.run("/nodes/pve1/qemu", "vmid", "300", "archive", "pbs:backup/vm/101/2026-11-22T13:03:01Z");
        assertThat(task.exitStatus()).contains("OK");
        assertThat(task.log().get(0)).startsWith("restore proxmox backup image: /usr/bin/pbs-restore");
        assertThat(guest(300).name()).isEqualTo("web");
        assertThat(client.run(
                                "/nodes/pve1/lxc",
                                "vmid",
                                "301",
                                "restore",
                                "1",
                                "storage",
                                "local-lvm",
                                "ostemplate",
                                "pbs:backup/ct/201/2026-11-22T13:03:01Z")
                        .exitStatus())
                .contains("OK");
        assertThat(guest(301).name()).isEqualTo("cache");
    }

    @Test
    void settingsInsideABackupCanBeRead() throws IOException {
        guest(101).description("two\nlines");
        backUp("101");
        String path = DUMP + "/extractconfig?volume=pbs:backup/vm/101/2026-11-22T13:03:01Z";
        assertThat(client.get(path).data().asText())
                .startsWith("#two\n#lines\nagent: 1\n")
                .contains("\nname: web\n")
                .doesNotContain("lock:");
        assertThat(client.get(DUMP + "/extractconfig?volume=pbs:backup/vm/1/x").statusLine())
                .isEqualTo("500 volume 'pbs:backup/vm/1/x' does not exist");
        proxmox.access().addUser("ci@pve", "secret").grant("ci@pve", "/storage", "Datastore.AllocateSpace");
        RawClient ci = RawClient.withToken(proxmox, proxmox.access().addToken("ci@pve", "t", false));
        assertThat(ci.get(path).statusLine()).isEqualTo("403 Permission check failed (/vms/101, VM.Backup)");
    }

    private List<String> marks(String rules) throws IOException {
        return client.get(PRUNE + "?prune-backups=" + rules + "&vmid=101&type=qemu")
                .data()
                .findValuesAsText("mark");
    }

    @Test
    void rulesMarkWhatIsTooMuch() throws IOException {
        backUp("101", "protected", "1");
        for (int hours : new int[] {1, 1, 24}) {
            clock.advance(Duration.ofHours(hours));
            backUp("101");
        }
        assertThat(marks("keep-last%3D2")).containsExactlyInAnyOrder("protected", "keep", "keep", "remove");
        assertThat(marks("keep-daily%3D5")).containsExactlyInAnyOrder("protected", "keep", "keep", "remove");
        assertThat(marks("keep-last%3D1%2Ckeep-yearly%3D1"))
                .as("the year already has a backup that is kept")
                .containsExactlyInAnyOrder("protected", "keep", "remove", "remove");
        assertThat(marks("keep-all%3D1")).containsOnly("protected", "keep");
        assertThat(client.get(PRUNE).statusLine())
                .isEqualTo("500 no prune-backups options configured for storage 'pbs'");

        EmbeddedTask task = client.runDelete(PRUNE + "?prune-backups=keep-last%3D1&vmid=101");
        assertThat(task.type()).isEqualTo("prunebackups");
        assertThat(task.id()).isEqualTo("101@pbs");
        assertThat(task.log()).contains("removing backup 'pbs:backup/vm/101/2026-11-22T14:03:01Z'");
        assertThat(proxmox.cluster().archives())
                .extracting(Volume::volid)
                .containsExactly("pbs:backup/vm/101/2026-11-22T13:03:01Z", "pbs:backup/vm/101/2026-11-23T15:03:01Z");
    }

    @Test
    void pruningNeedsItsPrivileges() throws IOException {
        proxmox.access().addUser("ci@pve", "secret").grant("ci@pve", "/storage", "Datastore.AllocateSpace");
        RawClient ci = RawClient.withToken(proxmox, proxmox.access().addToken("ci@pve", "t", false));
        assertThat(ci.get(PRUNE + "?prune-backups=keep-last%3D1").status()).isEqualTo(200);
        assertThat(ci.delete(PRUNE + "?prune-backups=keep-last%3D1").statusLine())
                .isEqualTo("403 Permission check failed (/storage/pbs, Datastore.Allocate)");
        assertThat(ci.delete(PRUNE + "?prune-backups=keep-last%3D1&vmid=101").statusLine())
                .isEqualTo("403 Permission check failed (/vms/101, VM.Backup)");
    }
}
