package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterTest extends EmbeddedTest {
    private static final String UNKNOWN =
            "property is not defined in schema and the schema does not allow additional properties";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "vmid=abc                          | vmid   | type check ('integer') failed - got 'abc'",
                "vmid=99                           | vmid   | invalid format - value does not look like a valid VM"
                        + " ID\\n",
                "vmid=950&name=bad_name            | name   | invalid format - value does not look like a valid DNS"
                        + " name\\n",
                "vmid=950&kvm=maybe                | kvm    | type check ('boolean') failed - got 'maybe'",
                "vmid=950&memory=8                 | memory | invalid format - format error\\n"
                        + "memory.current: value must have a minimum value of 16\\n",
                "vmid=950&memory=x                 | memory | invalid format - format error\\n"
                        + "memory.current: type check ('integer') failed - got 'x'\\n",
                "vmid=950&cpu=bogus                | cpu    | invalid format - Built-in cputype 'bogus' is not defined"
                        + " (missing 'custom-' prefix?)\\n",
                "vmid=950&cores=0                  | cores  | value must have a minimum value of 1",
                "vmid=950&bios=none                | bios   | value 'none' does not have a value in the enumeration"
                        + " 'seabios, ovmf'",
                "vmid=950&tags=a%20b%3Dc           | tags   | invalid format - invalid characters in tag\\n",
                "vmid=950&net0=bridge%3Dvmbr0      | net0   | invalid format - format error\\n"
                        + "net0.model: property is missing and it is not optional\\n",
                "vmid=950&pool=a%20b               | pool   | invalid format - pool name 'a b' contains invalid"
                        + " characters\\n",
                "name=x                            | vmid   | property is missing and it is not optional",
                "vmid=950&unique=1                 | archive | missing property - 'unique' requires this property",
            })
    void badValuesAreExplained(String form, String parameter, String problem) throws IOException {
        RawReply reply = client.send("POST", "/api2/json/nodes/pve1/qemu", form);

        assertThat(reply.statusLine()).isEqualTo("400 Parameter verification failed.");
        assertThat(reply.message()).isEqualTo("Parameter verification failed.\n");
        assertThat(reply.error(parameter)).isEqualTo(problem.replace("\\n", "\n"));
    }

    @Test
    void unknownParametersAreRefusedEverywhere() throws IOException {
        assertThat(client.post("/nodes/pve1/qemu", "vmid", "950", "foo", "bar").error("foo"))
                .isEqualTo(UNKNOWN);
        assertThat(client.get("/nodes/pve1/qemu?foo=bar").error("foo")).isEqualTo(UNKNOWN);
        assertThat(client.post("/nodes/pve1/qemu", "vmid", "950", "net0", "virtio,bridge=vmbr0,foo=1")
                        .error("net0"))
                .isEqualTo("invalid format - format error\nnet0.foo: " + UNKNOWN + "\n");
        assertThat(client.put("/nodes/pve2/qemu/102/config", "scsi31", "local-lvm:1")
                        .error("scsi31"))
                .isEqualTo(UNKNOWN);
        assertThat(client.put("/nodes/pve2/qemu/102/config", "scsi01", "local-lvm:1")
                        .error("scsi01"))
                .isEqualTo(UNKNOWN);
    }

    @Test
    void allProblemsAreToldAtOnce() throws IOException {
        RawReply reply = client.post("/nodes/pve1/qemu", "vmid", "1", "memory", "x", "name", "a_b");

        assertThat(reply.json().get("errors")).hasSize(3);
        assertThat(reply.error("vmid")).contains("valid VM ID");
        assertThat(reply.error("memory")).contains("memory.current");
        assertThat(reply.error("name")).contains("DNS name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agent      | enabled=yes,fstrim_cloned_disks=on",
                "agent      | 1,type=virtio",
                "net1       | virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=7,trunks=2;10",
                "net1       | model=e1000,bridge=vmbr0",
                "boot       | order=scsi0;net0",
                "ipconfig0  | ip=10.0.0.5/24,gw=10.0.0.1",
                "sshkeys    | ssh-ed25519%20AAAA%20me%0A",
                "tags       | a,b;c d",
                "memory     | current=2048",
                "cpu        | x86-64-v2-AES,flags=+aes",
                "nameserver | 1.1.1.1 2606:4700::1111",
                "smbios1    | serial=YWJj,base64=1",
                "vga        | serial0,memory=32",
                "hotplug    | network,disk,usb"
            })
    void propertyStringsAndListsOfAllKindsAreAccepted(String key, String value) throws IOException {
        RawReply reply = client.put("/nodes/pve2/qemu/102/config", key, value);

        assertThat(reply.statusLine()).as(reply.text()).isEqualTo("200 OK");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agent   | maybe                      | agent.enabled: type check ('boolean') failed - got 'maybe'",
                "net1    | virtio,virtio              | duplicate key in comma-separated list property: model",
                "net1    | virtio=01:24:11:00:00:01   | net1.macaddr: invalid format - value does not look like a"
                        + " valid unicast MAC address",
                "sshkeys | ssh-ed25519 AAAA           | invalid urlencoded string",
                "numa0   | 0-1                        | value without key, but schema does not define a default key"
            })
    void brokenPropertyStringsAreRefused(String key, String value, String problem) throws IOException {
        assertThat(client.put("/nodes/pve2/qemu/102/config", key, value).error(key))
                .contains(problem);
    }

    @Test
    void containersHaveParametersOfTheirOwn() throws IOException {
        assertThat(client.post("/nodes/pve1/lxc", "vmid", "400").error("ostemplate"))
                .isEqualTo("property is missing and it is not optional");
        assertThat(client.put("/nodes/pve2/lxc/202/config", "net0", "bridge=vmbr0")
                        .error("net0"))
                .contains("net0.name: property is missing");
        assertThat(client.put("/nodes/pve2/lxc/202/config", "hostname", "bad_host")
                        .error("hostname"))
                .isEqualTo("invalid format - value does not look like a valid DNS name\n");
        assertThat(client.put("/nodes/pve2/lxc/202/config", "scsi0", "local-lvm:1")
                        .error("scsi0"))
                .isEqualTo(UNKNOWN);
        assertThat(client.put("/nodes/pve2/lxc/202/config", "mp0", "local-lvm:1,mp=/data")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void nextIdIsATextAndReservesNothing() throws IOException {
        assertThat(client.get("/cluster/nextid").data().isTextual()).isTrue();
        assertThat(client.get("/cluster/nextid").data().asText()).isEqualTo("100");
        assertThat(client.get("/cluster/nextid?vmid=300").data().asText()).isEqualTo("300");
        assertThat(client.get("/cluster/nextid?vmid=201").error("vmid")).isEqualTo("VM 201 already exists");
        assertThat(client.get("/cluster/nextid?vmid=5").error("vmid")).contains("valid VM ID");
        proxmox.cluster().addContainer("pve2", 100, "first");
        assertThat(client.get("/cluster/nextid").data().asText()).isEqualTo("103");
    }
}
