package io.jenkins.plugins.proxmox.core.value;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeIdTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        local-lvm:vm-100-disk-0                                   | local-lvm | vm-100-disk-0
        local:101/vm-101-disk-0.qcow2                             | local     | 101/vm-101-disk-0.qcow2
        local:9000/base-9000-disk-0.qcow2/120/vm-120-disk-0.qcow2 | local     | 9000/base-9000-disk-0.qcow2/120/vm-120-disk-0.qcow2
        local:120/vm-120-cloudinit.qcow2                          | local     | 120/vm-120-cloudinit.qcow2
        bt:130/vm-130-disk-0.raw                                  | bt        | 130/vm-130-disk-0.raw
        pbs:backup/vm/100/2026-11-22T13:03:01Z                    | pbs       | backup/vm/100/2026-11-22T13:03:01Z
        local:iso/Windows Server.iso                              | local     | iso/Windows Server.iso
        s_1.x:0                                                   | s_1.x     | 0
        """)
    void isReadAndWrittenAlike(String text, String storage, String name) {
        VolumeId volume = new VolumeId(storage, name);
        assertThat(VolumeId.parse(" " + text + " ")).isEqualTo(volume);
        assertThat(VolumeId.find(text)).contains(volume);
        assertThat(volume).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "none",
                "cdrom",
                "local",
                "local:",
                ":x",
                "l:x",
                "1local:x",
                "local-:x",
                "lo cal:x",
                "/dev/sdb",
                "/mnt/a:b",
                "local:a,b",
                "local:a\nb",
                "local: a",
                "../x:y",
            })
    void refusesAnythingElse(String text) {
        assertRefused(
                "volume", () -> VolumeId.parse(text), "'" + text + "' is no volume", "as in local-lvm:vm-100-disk-0");
        assertThat(VolumeId.find(text)).isEmpty();
    }

    @Test
    void refusesPartsThatMakeNone() {
        assertRefused("volume", () -> new VolumeId("local", ""), "'local:' is no volume");
        assertRefused("volume", () -> new VolumeId("lo:cal", "x"), "'lo:cal:x' is no volume");
    }
}
