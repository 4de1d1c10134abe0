package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionTest extends EmbeddedTest {
    private static final String USER = "limited@pve";
    private static final String TOKEN = "limited@pve!ci";

    private RawClient limited;

    @BeforeEach
    void addUser() {
        proxmox.access().addUser(USER, "secret-limited");
        limited = RawClient.withToken(proxmox, proxmox.access().addToken(USER, "ci", true));
    }

    private void grant(String path, String... privileges) {
        proxmox.access().grant(USER, path, privileges).grant(TOKEN, path, privileges);
    }

    private static void assertDenied(RawReply reply, String detail) {
        String text = "Permission check failed" + (detail == null ? "" : " (" + detail + ")");
        assertThat(reply.statusLine()).isEqualTo("403 " + text);
        assertThat(reply.message()).isEqualTo(text + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET;    /nodes/pve2/qemu/102/config;          /vms/102, VM.Audit",
                "GET;    /nodes/pve2/qemu/500/config;          /vms/500, VM.Audit",
                "POST;   /nodes/pve2/qemu/102/status/start;    /vms/102, VM.PowerMgmt",
                "POST;   /nodes/pve2/qemu/102/snapshot;        /vms/102, VM.Snapshot",
                "POST;   /nodes/pve2/qemu/102/clone?newid=900; /vms/102, VM.Clone",
                "DELETE; /nodes/pve2/qemu/102;                 /vms/102, VM.Allocate",
                "POST;   /nodes/pve1/qemu/101/agent/ping;      /vms/101, VM.Monitor",
                "GET;    /nodes/pve1/status;                   /nodes/pve1, Sys.Audit",
                "GET;    /pools/ci;                            /pool/ci, Pool.Audit",
                "POST;   /nodes/pve1/qemu?vmid=900;"
            })
    void everyCallNeedsItsPrivilege(String method, String path, String detail) throws IOException {
        assertDenied(limited.send(method, "/api2/json" + path, ""), detail);
    }

    @Test
    void anyOfSeveralPrivilegesIsNamedWithBars() throws IOException {
        assertDenied(
                limited.put("/nodes/pve2/qemu/102/config", "cores", "2"),
                "/vms/102, VM.Config.Disk|VM.Config.CDROM|VM.Config.CPU|VM.Config.Memory|VM.Config.Network"
                        + "|VM.Config.HWType|VM.Config.Options|VM.Config.Cloudinit");
    }

    @Test
    void listsShowOnlyWhatMayBeSeen() throws IOException {
        assertThat(limited.get("/nodes/pve1/qemu").data()).isEmpty();
        assertThat(limited.get("/nodes/pve1/storage").data()).isEmpty();
        assertThat(limited.get("/pools").data()).isEmpty();
        assertThat(limited.get("/nodes/pve1/tasks").data()).isEmpty();
        JsonNode resources = limited.get("/cluster/resources").data();
        assertThat(resources)
                .hasSize(2)
                .allMatch(entry -> entry.get("type").asText().equals("node"));
        assertThat(resources.get(0).has("maxcpu")).isFalse();
        assertThat(limited.get("/cluster/nextid").data().asText()).isEqualTo("100");

        grant("/vms/101", "VM.Audit");
        grant("/storage/nfs", "Datastore.AllocateSpace");
        assertThat(RawClient.texts(limited.get("/nodes/pve1/qemu"), "vmid")).containsExactly("101");
        assertThat(RawClient.texts(limited.get("/nodes/pve1/storage"), "storage"))
                .containsExactly("nfs");
    }

    @Test
    void separatedTokenNeedsWhatItsUserHas() throws IOException {
        proxmox.access().grant(USER, "/vms/102", "VM.Audit");
        assertDenied(limited.get("/nodes/pve2/qemu/102/config"), "/vms/102, VM.Audit");

        proxmox.access().grant(TOKEN, "/vms", "VM.Audit");
        assertThat(limited.get("/nodes/pve2/qemu/102/config").status()).isEqualTo(200);
        assertDenied(limited.get("/nodes/pve1/qemu/101/config"), "/vms/101, VM.Audit");

        proxmox.access().revoke(USER, "/vms/102");
        assertDenied(limited.get("/nodes/pve2/qemu/102/config"), "/vms/102, VM.Audit");
    }

    @Test
    void otherTokensHaveWhatTheirUserHas() throws IOException {
        RawClient full = RawClient.withToken(proxmox, proxmox.access().addToken(USER, "full", false));
        proxmox.access().grant(USER, "/vms/102", "VM.Audit");

        assertThat(full.get("/nodes/pve2/qemu/102/config").status()).isEqualTo(200);
    }

    @Test
    void deeperPathReplacesTheOneAbove() throws IOException {
        grant("/vms", "VM.Audit", "VM.PowerMgmt");
        grant("/vms/102", "VM.Audit");

        assertDenied(limited.post("/nodes/pve2/qemu/102/status/start"), "/vms/102, VM.PowerMgmt");
        assertThat(limited.post("/nodes/pve1/qemu/101/status/stop").status()).isEqualTo(200);
    }

    /** The least that a clone into a pool needs, found out one refusal after the other. */
    @Test
    void cloneAsksForOneRightAfterTheOther() throws IOException {
        String clone = "/nodes/pve1/qemu/9000/clone";
        String[] parameters = {"newid", "960", "pool", "ci"};
        assertDenied(limited.post(clone, parameters), "/vms/9000, VM.Clone");
        grant("/vms/9000", "VM.Clone", "VM.Audit");
        assertDenied(limited.post(clone, "newid", "960"), null);
        assertDenied(limited.post(clone, parameters), null);
        grant("/pool/ci", "VM.Allocate", "VM.Audit", "VM.Config.CPU");
        assertDenied(limited.post(clone, parameters), "/storage/local-lvm, Datastore.AllocateSpace");
        grant("/storage/local-lvm", "Datastore.AllocateSpace");
        assertDenied(limited.post(clone, parameters), "/sdn/zones/localnetwork/vmbr0, SDN.Use");
        grant("/sdn/zones/localnetwork", "SDN.Use");

        assertThat(limited.run(clone, parameters).exitStatus()).contains("OK");
        assertThat(limited.put("/nodes/pve1/qemu/960/config", "cores", "2").status())
                .isEqualTo(200);
        assertDenied(limited.put("/nodes/pve1/qemu/960/config", "memory", "64"), "/vms/960, VM.Config.Memory");
        assertThat(limited.runDelete("/nodes/pve1/qemu/960").exitStatus()).contains("OK");
        assertDenied(limited.get("/nodes/pve1/qemu/960/config"), "/vms/960, VM.Audit");
    }

    @Test
    void rightsOfThePoolReachTheCloneOnlyAtItsEnd() throws IOException {
        grant("/vms/9000", "VM.Clone");
        grant("/pool/ci", "VM.Allocate", "VM.Audit");
        grant("/storage", "Datastore.AllocateSpace");
        grant("/sdn", "SDN.Use");
        try (var hold = proxmox.tasks().hold("qmclone")) {
            String upid = limited.post("/nodes/pve1/qemu/9000/clone", "newid", "960", "pool", "ci")
                    .upid();
            proxmox.cluster().await(cluster -> cluster.guest(960).isPresent());
            assertDenied(limited.get("/nodes/pve1/qemu/960/config"), "/vms/960, VM.Audit");

            hold.release();
            proxmox.tasks().await(upid);
            assertThat(limited.get("/nodes/pve1/qemu/960/config").status()).isEqualTo(200);
        }
    }

    @Test
    void poolThatDoesNotExistIsAMatterOfPermission() throws IOException {
        assertDenied(
                client.post("/nodes/pve1/qemu/9000/clone", "newid", "960", "pool", "nope"),
                "pool 'nope' does not exist");
    }

    @Test
    void onlyRootItselfMaySetSomeThings() throws IOException {
        String config = "/nodes/pve2/qemu/102/config";
        assertThat(client.put(config, "args", "-foo").statusLine()).isEqualTo("500 only root can set 'args' config");
        assertThat(client.put(config, "lock", "backup").statusLine()).isEqualTo("500 only root can set 'lock' config");
        assertThat(client.put(config, "delete", "lock").statusLine()).isEqualTo("500 only root can set 'lock' config");
        assertThat(client.put(config, "serial0", "/dev/ttyS0").statusLine())
                .isEqualTo("500 only root can modify 'serial0' config for real devices");
        assertThat(client.put(config, "cores", "2", "skiplock", "1").error("skiplock"))
                .isEqualTo("Only root may use this option.");
        assertThat(client.post("/nodes/pve2/qemu/102/status/start", "skiplock", "1")
                        .error("skiplock"))
                .isEqualTo("Only root may use this option.");
        assertThat(client.put(config, "hookscript", "local:snippets/x.sh").error("hookscript"))
                .isEqualTo("script 'local:snippets/x.sh' does not exist\n");
    }

    @Test
    void effectivePermissionsAreTold() throws IOException {
        grant("/storage/local", "Datastore.AllocateSpace", "Datastore.Audit");
        grant("/pool/ci", "VM.Audit");
        guest(102).pool("ci");

        JsonNode all = limited.get("/access/permissions").data();
        assertThat(all.at("/~1storage~1local/Datastore.Audit").asInt()).isEqualTo(1);
        assertThat(all.at("/~1pool~1ci/VM.Audit").asInt()).isEqualTo(1);
        assertThat(all.at("/~1vms~1102").toString()).isEqualTo("{\"VM.Audit\":0}");
        JsonNode one = limited.get("/access/permissions?path=/vms/102").data();
        assertThat(one.toString()).isEqualTo("{\"/vms/102\":{\"VM.Audit\":1}}");
    }

    @Test
    void tasksOfOthersNeedAPrivilege() throws IOException {
        String upid = client.post("/nodes/pve2/qemu/102/status/start").upid();
        proxmox.tasks().await(upid);
        String task = "/nodes/pve2/tasks/" + upid;

        assertDenied(limited.get(task + "/status"), "/nodes/pve2, Sys.Audit");
        assertDenied(limited.get(task + "/log"), "/nodes/pve2, Sys.Audit");
        assertDenied(limited.delete(task), "/nodes/pve2, Sys.Modify");
    }

    @Test
    void userSeesTheTasksOfItsTokensButNotTheOtherWayRound() throws IOException {
        grant("/vms/102", "VM.PowerMgmt");
        String upid = limited.post("/nodes/pve2/qemu/102/status/start").upid();
        proxmox.tasks().await(upid);
        RawClient other = RawClient.withToken(proxmox, proxmox.access().addToken(USER, "other", false));

        assertThat(limited.get("/nodes/pve2/tasks/" + upid + "/status").status())
                .isEqualTo(200);
        assertThat(RawClient.texts(limited.get("/nodes/pve2/tasks"), "upid")).containsExactly(upid);
        assertThat(limited.get("/cluster/tasks").data()).isEmpty();
        assertDenied(other.get("/nodes/pve2/tasks/" + upid + "/status"), "/nodes/pve2, Sys.Audit");
    }

    @Test
    void privilegesOfOtherVersionsCannotBeGranted() {
        assertThatIllegalArgumentException().isThrownBy(() -> grant("/vms", "VM.GuestAgent.Audit"));
    }
}
