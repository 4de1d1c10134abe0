package io.jenkins.plugins.proxmox.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.MacAddress;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.UnusedId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestConfigTest {
    /** As PVE 8.4 told it. */
    private static final String VIRTUAL_MACHINE = """
            {"meta":"creation-qemu=7.2.0,ctime=1795356667","serial0":"socket","agent":"enabled=1","boot":"order=scsi0",
            "cores":2,"scsihw":"virtio-scsi-pci","net0":"virtio=BC:24:11:44:A7:39,bridge=vmbr0","ostype":"l26",
            "scsi0":"local:9000/base-9000-disk-0.qcow2/120/vm-120-disk-0.qcow2,size=2G","name":"agent-120","kvm":0,
            "ide2":"local:120/vm-120-cloudinit.qcow2,media=cdrom,size=4M","memory":"768","tags":"base;ci",
            "digest":"b480773f2ede3d22a5ea21676adc4df01bbe08c0","unused0":"local:120/vm-120-disk-1.raw",
            "parent":"sn1","lock":"backup","onboot":1,"protection":1,"template":1,"description":"hello = world\\n  "}
            """;

    /** As PVE 8.4 told it. */
    private static final String CONTAINER = """
            {"swap":0,"unprivileged":1,"hostname":"ct-130","ostype":"debian","memory":512,"arch":"amd64",
            "rootfs":"bt:130/vm-130-disk-0.raw,size=2G","cores":1,"mp1":"bt:130/vm-130-disk-1.raw,mp=/data,size=8G",
            "net0":"name=eth0,bridge=vmbr0,gw=10.66.66.1,hwaddr=BC:24:11:30:3E:C0,ip=10.66.66.130/24,type=veth",
            "digest":"95ca4e13dfdb23fbd5a2b60d13efe4ce23908eb6","description":"a container\\n",
            "lxc":[["lxc.apparmor.profile","unconfined"]]}
            """;

    @Test
    void readsAVirtualMachine() {
        GuestConfig config = config(VIRTUAL_MACHINE);
        assertThat(config.name()).contains("agent-120");
        assertThat(config.description()).contains("hello = world");
        assertThat(config.tags()).containsExactly(new Tag("base"), new Tag("ci"));
        assertThat(config.digest()).contains("b480773f2ede3d22a5ea21676adc4df01bbe08c0");
        assertThat(config.lock()).contains("backup");
        assertThat(config.template()).isTrue();
        assertThat(config.onboot()).isTrue();
        assertThat(config.protection()).isTrue();
        assertThat(config.cores()).hasValue(2);
        assertThat(config.memory()).contains(DataSize.ofMiB(768));
        assertThat(config.ostype()).contains("l26");
        assertThat(config.parentSnapshot()).contains("sn1");
        assertThat(config.nics()).containsOnlyKeys(0);
        assertThat(config.disks()).containsOnlyKeys(DiskId.parse("ide2"), DiskId.parse("scsi0"));
        assertThat(config.disks().get(DiskId.parse("scsi0")).size()).contains(DataSize.ofGiB(2));
        assertThat(config.mountPoints()).isEmpty();
        assertThat(config.unused())
                .containsExactly(Map.entry(new UnusedId(0), VolumeId.parse("local:120/vm-120-disk-1.raw")));
        assertThat(config.hasCloudInitDrive()).isTrue();
    }

    @Test
    void readsAContainer() {
        GuestConfig config = config(CONTAINER);
        assertThat(config.name()).contains("ct-130");
        assertThat(config.description()).contains("a container");
        assertThat(config.cores()).hasValue(1);
        assertThat(config.memory()).contains(DataSize.ofMiB(512));
        assertThat(config.ostype()).contains("debian");
        assertThat(config.nics().get(0).name()).contains("eth0");
        assertThat(config.disks()).isEmpty();
        assertThat(config.mountPoints().keySet()).containsExactly(MountPointId.ROOTFS, MountPointId.mp(1));
        assertThat(config.mountPoints().get(MountPointId.mp(1)).path()).contains("/data");
        assertThat(config.unused()).isEmpty();
        assertThat(config.hasCloudInitDrive()).isFalse();
        assertThat(config.values()).doesNotContainKey("lxc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "{\"cores\":\"x\",\"memory\":\"x\",\"description\":\" \\n\",\"tags\":\" ; :\",\"unused0\":\"none\"}",
                "{\"cores\":-1,\"memory\":\"\",\"description\":\"\",\"scsi31\":\"local:x,size=1G\",\"mp256\":\"local:x\"}",
                "{\"cores\":99999999999,\"memory\":\"2G\",\"net\":\"virtio\",\"scsihw\":\"lsi\",\"unused256\":\"local:x\"}",
            })
    void takesWhatItCantReadForAbsent(String json) {
        GuestConfig config = config(json);
        assertThat(config.name()).isEmpty();
        assertThat(config.description()).isEmpty();
        assertThat(config.tags()).isEmpty();
        assertThat(config.digest()).isEmpty();
        assertThat(config.lock()).isEmpty();
        assertThat(config.template()).isFalse();
        assertThat(config.onboot()).isFalse();
        assertThat(config.protection()).isFalse();
        assertThat(config.cores()).isEmpty();
        assertThat(config.memory()).isEmpty();
        assertThat(config.ostype()).isEmpty();
        assertThat(config.parentSnapshot()).isEmpty();
        assertThat(config.nics()).isEmpty();
        assertThat(config.disks()).isEmpty();
        assertThat(config.mountPoints()).isEmpty();
        assertThat(config.unused()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"memory\":1024}", "{\"memory\":\"1024\"}", "{\"memory\":\"current=1024\"}"})
    void readsMemoryInEverySpelling(String json) {
        assertThat(config(json).memory()).contains(DataSize.ofGiB(1));
    }

    @Test
    void ordersNicsAndDisksByTheirNumbers() {
        GuestConfig config = config("""
            {"net10":"virtio","scsi10":"a1:x","net2":"e1000","scsi2":"a1:y","unused10":"a1:z","unused9":"a1:w"}
            """);
        assertThat(config.nics().keySet()).containsExactly(2, 10);
        assertThat(config.disks().keySet()).containsExactly(DiskId.parse("scsi2"), DiskId.parse("scsi10"));
        assertThat(config.unused().keySet()).containsExactly(new UnusedId(9), new UnusedId(10));
    }

    @Test
    void keepsTheServersOrderAndItsOwnValues() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("name", "web");
        values.put("cores", "1");
        GuestConfig config = new GuestConfig(values);
        values.clear();
        assertThat(config.values()).containsExactly(Map.entry("name", "web"), Map.entry("cores", "1"));
    }

    @Test
    void takesNoTextForACloudInitDrive() {
        assertThat(config("{\"description\":\"local:cloudinit\",\"cicustom\":\"user=local:snippets/cloudinit\"}")
                        .hasCloudInitDrive())
                .isFalse();
    }

    @Test
    void findsTheMacAddressesOfAVirtualMachine() {
        GuestConfig config = config("""
            {"net0":"virtio=BC:24:11:44:A7:39,bridge=vmbr0","net12":"e1000=bc:24:11:44:a7:40","cores":1,
            "smbios1":"uuid=00000000-0000-0000-0000-000000000000"}
            """);
        assertThat(config.macAddresses())
                .containsExactly(new MacAddress("BC:24:11:44:A7:39"), new MacAddress("BC:24:11:44:A7:40"));
    }

    @Test
    void findsTheMacAddressOfAContainer() {
        GuestConfig config = config("""
            {"net0":"name=eth0,bridge=vmbr0,gw=10.66.66.1,hwaddr=BC:24:11:30:3E:C0,ip=10.66.66.130/24,type=veth"}
            """);
        assertThat(config.macAddresses()).containsExactly(new MacAddress("BC:24:11:30:3E:C0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"net0\":\"virtio,bridge=vmbr0\"}",
                "{\"description\":\"BC:24:11:44:A7:39\"}",
                "{\"netx\":\"virtio=BC:24:11:44:A7:39\"}",
                "{\"net0\":\"virtio=BC:24:11:44:A7\"}",
                "{\"net100\":\"virtio=BC:24:11:44:A7:39\"}",
                "{\"net0\":\"name=eth0,ip6=fe:80:11:22:33:44:55:66/64\"}",
                "{}",
            })
    void findsNoMacAddressElsewhere(String json) {
        assertThat(config(json).macAddresses()).isEmpty();
    }

    @Test
    void knowsWhenAVirtualMachineWasMade() {
        assertThat(config("{\"meta\":\"creation-qemu=7.2.0,ctime=1795356667\"}").created())
                .contains(Instant.parse("2026-11-22T14:11:07Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"meta\":\"creation-qemu=7.2.0\"}",
                "{\"description\":\"ctime=1795356667\"}",
                "{\"meta\":\"ctime=x\"}",
                "{\"meta\":\"ctime=9999999999999999999\"}"
            })
    void doesNotKnowWhenOthersWereMade(String json) {
        assertThat(config(json).created()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1,fstrim_cloned_disks=1", "enabled=1", "enabled=1,type=virtio", "type=isa,enabled=1"})
    void knowsAnAgentThatIsEnabled(String agent) {
        assertThat(GuestConfig.enablesGuestAgent(agent)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0,fstrim_cloned_disks=1", "enabled=0", "type=virtio", "fstrim_cloned_disks=1"})
    void knowsAnAgentThatIsNot(String agent) {
        assertThat(GuestConfig.enablesGuestAgent(agent)).isFalse();
    }

    @Test
    void takesAnOptionForOnInWhateverTypeItComes() {
        GuestConfig config = config("{\"protection\":1,\"onboot\":\"1\",\"kvm\":0,\"agent\":\"0\"}");
        assertThat(config.flag("protection")).isTrue();
        assertThat(config.flag("onboot")).isTrue();
        assertThat(config.flag("kvm")).isFalse();
        assertThat(config.flag("agent")).isFalse();
        assertThat(config.flag("template")).isFalse();
    }

    private static GuestConfig config(String json) {
        return GuestConfig.of(Replies.of(json));
    }
}
