package io.jenkins.plugins.proxmox.core.config;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.PropertyString;
import io.jenkins.plugins.proxmox.core.value.Tag;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigChangeTest {
    private static final ConfigChange NONE = ConfigChange.none();

    @Test
    void isNothingAtFirst() {
        assertThat(NONE.isEmpty()).isTrue();
        assertThat(NONE.set()).isEmpty();
        assertThat(NONE.delete()).isEmpty();
        assertThat(NONE.set("cores", 1).isEmpty()).isFalse();
        assertThat(NONE.delete("ide2").isEmpty()).isFalse();
        assertThat(NONE.isEmpty()).as("unchanged").isTrue();
    }

    @Test
    void setsAndDeletesInOrder() {
        ConfigChange change = NONE.set("onboot", true)
                .set("ostype", "l26")
                .set("kvm", false)
                .set("vga", "std")
                .set("ostype", "win11")
                .delete("ide2")
                .delete("balloon")
                .delete("ide2");
        assertThat(change.set())
                .containsExactly(
                        Map.entry("onboot", "1"),
                        Map.entry("ostype", "win11"),
                        Map.entry("kvm", "0"),
                        Map.entry("vga", "std"));
        assertThat(change.delete()).containsExactly("ide2", "balloon");
    }

    @Test
    void tellsTheNamesOfOptionsOnly() {
        assertThat(NONE.set("cipassword", "s3cret").delete("ide2")).hasToString("set [cipassword], delete [ide2]");
    }

    @Test
    void hasMethodsForCommonOptions() {
        ConfigChange change = NONE.description("line 1\nline 2")
                .tags(List.of(new Tag("b"), new Tag("a")))
                .cores(4)
                .memory(DataSize.ofGiB(2))
                .onboot(false)
                .protection(true)
                .nic(31, Nic.ofVirtualMachine("virtio").withBridge("vmbr0"))
                .disk(DiskId.parse("scsi1"), NewDisk.on("local-lvm", DataSize.ofGiB(32)))
                .disk(
                        DiskId.parse("scsi0"),
                        new Disk(DiskId.parse("scsi0"), PropertyString.parse("local:x,size=2G")).with("ssd", true))
                .mountPoint(MountPointId.mp(0), NewMountPoint.on("local-lvm", DataSize.ofGiB(8), "/data"))
                .mountPoint(MountPointId.ROOTFS, NewMountPoint.on("local-lvm", DataSize.ofGiB(4), "/"));
        assertThat(change.set())
                .containsExactly(
                        Map.entry("description", "line 1\nline 2"),
                        Map.entry("tags", "b;a"),
                        Map.entry("cores", "4"),
                        Map.entry("memory", "2048"),
                        Map.entry("onboot", "0"),
                        Map.entry("protection", "1"),
                        Map.entry("net31", "virtio,bridge=vmbr0"),
                        Map.entry("scsi1", "local-lvm:32"),
                        Map.entry("scsi0", "local:x,size=2G,ssd=1"),
                        Map.entry("mp0", "local-lvm:8,mp=/data"),
                        Map.entry("rootfs", "local-lvm:4"));
    }

    @Test
    void deletesWhatIsSetToNothing() {
        assertThat(NONE.description(" ").tags(List.of()).delete()).containsExactly("description", "tags");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Name", "1a", "-a", "a b", "a,b", "a=b", "net0\n", "größe"})
    void refusesWhatIsNoOption(String key) {
        assertRefused(key, () -> NONE.set(key, "x"), "'" + key + "' is no option", "small letters");
        assertRefused(key, () -> NONE.delete(key), "'" + key + "' is no option", "small letters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"digest", "delete", "revert", "skiplock", "force"})
    void refusesParametersOfTheCall(String key) {
        assertRefused(key, () -> NONE.set(key, "x"), "'" + key + "' is no option of a guest");
        assertRefused(key, () -> NONE.delete(key), "'" + key + "' is no option of a guest");
    }

    @Test
    void refusesAKeyBothSetAndDeleted() {
        assertRefused("ide2", () -> NONE.set("ide2", "x").delete("ide2"), "'ide2' can't be both set and deleted");
        assertRefused("ide2", () -> NONE.delete("ide2").set("ide2", "x"), "'ide2' can't be both set and deleted");
        assertRefused("tags", () -> NONE.tags(List.of()).set("tags", "x"), "'tags' can't be both");
    }

    @Test
    void refusesAnEmptyValue() {
        assertRefused("ostype", () -> NONE.set("ostype", ""), "The value of ostype is empty", "delete it");
    }

    @Test
    void takes8192CharactersOfDescriptionAndNoMore() {
        assertThat(NONE.description("\uD83D\uDE00".repeat(8192)).set()).containsKey("description");
        assertRefused("description", () -> NONE.description("a".repeat(8193)), "has 8193 characters", "at most 8192");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void refusesNoCores(int cores) {
        assertRefused("cores", () -> NONE.cores(cores), "'" + cores + "' are no cores", "from 1 on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"15M", "0", "16385K", "17825793"})
    void refusesMemoryThatNoGuestHas(String size) {
        assertRefused(
                "memory",
                () -> NONE.memory(DataSize.parse(size)),
                "'" + size + "' is no memory of a guest",
                "whole MiB, at least 16");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 32})
    void refusesANicThatNoGuestHas(int number) {
        assertRefused(
                "net" + number,
                () -> NONE.nic(number, Nic.parse("virtio")),
                "'net" + number + "' is no NIC",
                "net0-31");
    }

    @Test
    void refusesAMountPointInTheWrongPlace() {
        NewMountPoint root = NewMountPoint.on("local", DataSize.ofGiB(1), "/");
        NewMountPoint data = NewMountPoint.on("local", DataSize.ofGiB(1), "/data");
        assertRefused("mp0", () -> NONE.mountPoint(MountPointId.mp(0), root), "'local:1' can't be mp0", "rootfs only");
        assertRefused("rootfs", () -> NONE.mountPoint(MountPointId.ROOTFS, data), "'local:1,mp=/data' can't be rootfs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        virtio,bridge=vmbr1                 | virtio=BC:24:11:44:A7:39,bridge=vmbr1
        e1000,bridge=vmbr1                  | e1000=BC:24:11:44:A7:39,bridge=vmbr1
        model=e1000,bridge=vmbr1            | model=e1000,bridge=vmbr1,macaddr=BC:24:11:44:A7:39
        name=eth0,bridge=vmbr1              | name=eth0,bridge=vmbr1,hwaddr=BC:24:11:44:A7:39
        virtio=BC:24:11:00:00:01            | virtio=BC:24:11:00:00:01
        virtio,macaddr=BC:24:11:00:00:01    | virtio,macaddr=BC:24:11:00:00:01
        virtio=wrong,bridge=vmbr1           | virtio=wrong,bridge=vmbr1
        """)
    void keepsTheMacAddressOfANic(String wanted, String sent) {
        GuestConfig current = new GuestConfig(Map.of("net0", "virtio=BC:24:11:44:A7:39,bridge=vmbr0"));
        assertThat(NONE.set("net0", wanted).delete("net1").keepingMacs(current).set())
                .containsExactly(Map.entry("net0", sent));
    }

    @Test
    void leavesANicAloneThatHadNoMacAddress() {
        GuestConfig current =
                new GuestConfig(Map.of("net0", "virtio,bridge=vmbr0", "net2", "virtio=BC:24:11:44:A7:39"));
        ConfigChange change =
                NONE.set("net0", "virtio,tag=7").set("net1", "virtio").set("cores", 2);
        assertThat(change.keepingMacs(current).set()).isEqualTo(change.set());
    }

    @Test
    void refusesToPutAMacAddressIntoWhatIsNoNic() {
        GuestConfig current = new GuestConfig(Map.of("net0", "virtio=BC:24:11:44:A7:39"));
        assertRefused("net", () -> NONE.set("net0", "bridge=vmbr1").keepingMacs(current), "'bridge=vmbr1' is no NIC");
    }
}
