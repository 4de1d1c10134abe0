package io.jenkins.plugins.proxmox.core.value;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyStringTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "virtio=BC:24:11:44:A7:39,bridge=vmbr0",
                "name=eth0,bridge=vmbr0,gw=10.66.66.1,hwaddr=BC:24:11:30:3E:C0,ip=10.66.66.130/24,type=veth",
                "local:9000/base-9000-disk-0.qcow2/120/vm-120-disk-0.qcow2,size=2G",
                "local:120/vm-120-cloudinit.qcow2,media=cdrom,size=4M",
                "none,media=cdrom",
                "creation-qemu=7.2.22,ctime=1795355411",
                "order=scsi0;net0;ide2",
                "256",
                "1,fstrim_cloned_disks=1",
                "",
                ",,a=b,",
                " odd one , x = y,=z,k=,a=1,a=2,two,b=c=d",
                "ä=ö",
            })
    void isWrittenAsItWasRead(String text) {
        assertThat(PropertyString.parse(text)).hasToString(text).isEqualTo(PropertyString.parse(text));
    }

    @Test
    void tellsItsParts() {
        PropertyString text = PropertyString.parse("local-lvm:vm-100-disk-0,size=2G,serial=a=b,empty=,x=1,x=2");
        assertThat(text.bare()).contains("local-lvm:vm-100-disk-0");
        assertThat(text.value("size")).contains("2G");
        assertThat(text.value("serial")).contains("a=b");
        assertThat(text.value("x")).contains("1");
        assertThat(text.value("empty")).isEmpty();
        assertThat(text.value("siz")).isEmpty();
        assertThat(text.value("a")).isEmpty();
        assertThat(text.keys()).containsExactly("size", "serial", "empty", "x");
        assertThat(text.isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", " , "})
    void hasNoPartsWhereNothingIs(String text) {
        PropertyString nothing = PropertyString.parse(text);
        assertThat(nothing.isEmpty()).isTrue();
        assertThat(nothing.bare()).isEmpty();
        assertThat(nothing.keys()).isEmpty();
        assertThat(nothing.with("bridge", "vmbr0")).hasToString("bridge=vmbr0");
        assertThat(nothing.withBare("virtio")).hasToString("virtio");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "on, true", "yes, true", "TRUE, true", "0, false", "Off, false", "NO, false", "false, false"
    })
    void takesEverySpellingOfYesAndNo(String text, boolean on) {
        assertThat(PropertyString.parse("x,backup=" + text).flag("backup")).contains(on);
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup=2", "backup=", "backup", "backup=ja", "nobackup=1", ""})
    void doesNotTakeAnythingElseForYesOrNo(String text) {
        assertThat(PropertyString.parse(text).flag("backup")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'1,type=isa', 1", "'type=isa,enabled=0', 0", "'1,enabled=0', 0", "'type=isa', "})
    void tellsTheKeyThatMayBeLeftOut(String text, String value) {
        assertThat(PropertyString.parse(text).valueOrBare("enabled")).isEqualTo(Optional.ofNullable(value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        virtio=AA,bridge=vmbr0,tag=7 | bridge | vmbr1 | virtio=AA,bridge=vmbr1,tag=7
        virtio=AA,bridge=vmbr0       | tag    | 7     | virtio=AA,bridge=vmbr0,tag=7
        virtio,bridge=vmbr0          | virtio | BB    | virtio=BB,bridge=vmbr0
        a=1,b=2,a=3                  | a      | 4     | a=4,b=2
        a=,b=2                       | a      | 4     | a=4,b=2
        ab=1                         | a      | 4     | ab=1,a=4
        vm-1,,b=2,                   | b      | x=y   | vm-1,b=x=y
        """)
    void setsAValueInItsPlace(String text, String key, String value, String changed) {
        PropertyString before = PropertyString.parse(text);
        assertThat(before.with(key, value)).hasToString(changed);
        assertThat(before).as("unchanged").hasToString(text);
    }

    @Test
    void writesBooleansAndNumbersAsProxmoxReadsThem() {
        assertThat(PropertyString.parse("x")
                        .with("backup", true)
                        .with("ssd", false)
                        .with("tag", 7))
                .hasToString("x,backup=1,ssd=0,tag=7");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        local:1,size=2G | local:2 | local:2,size=2G
        size=2G,local:1 | local:2 | size=2G,local:2
        size=2G         | local:2 | local:2,size=2G
        a,b,size=2G     | c       | c,size=2G
        x,media=cdrom   | a:iso/b c.iso | a:iso/b c.iso,media=cdrom
        """)
    void setsTheBarePartInItsPlace(String text, String bare, String changed) {
        assertThat(PropertyString.parse(text).withBare(bare)).hasToString(changed);
    }

    @ParameterizedTest
    @CsvSource({"'x,a=1,b=2', a, 'x,b=2'", "'a=1,a=2', a, ''", "'x,b=2', a, 'x,b=2'", "'ab=1', a, ab=1", "'a', a, a"})
    void leavesAKeyOut(String text, String key, String changed) {
        assertThat(PropertyString.parse(text).without(key))
                .hasToString(changed)
                .isEqualTo(PropertyString.parse(changed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a,b", "a b", "a\nb", "a\tb", "a\u0000b"})
    void refusesValuesThatCantBeWritten(String value) {
        assertRefused(
                "bridge",
                () -> PropertyString.parse("x").with("bridge", value),
                "'" + value + "' can't be the value of bridge",
                "without commas and blanks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a,b", "a=b", "-a", "ä"})
    void refusesKeysThatCantBeWritten(String key) {
        assertRefused(key, () -> PropertyString.parse("x").with(key, "1"), "'" + key + "' can't be the key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " a", "a ", "a,b", "a=b", "a\nb"})
    void refusesBarePartsThatCantBeWritten(String bare) {
        assertRefused(
                "value", () -> PropertyString.parse("x").withBare(bare), "'" + bare + "' can't be part of an option");
    }
}
