package io.jenkins.plugins.proxmox.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiPathTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        UPID:pve:00003A62:0004132A:6B02F6CD:qmstart:102:root@pam!lab: \
        | UPID%3Apve%3A00003A62%3A0004132A%3A6B02F6CD%3Aqmstart%3A102%3Aroot%40pam%21lab%3A
        100-scsi0>101-scsi1                     | 100-scsi0%3E101-scsi1
        local:backup/vzdump-qemu-101.vma.zst    | local%3Abackup%2Fvzdump-qemu-101.vma.zst
        pbs:backup/vm/101/2026-11-22T13:03:01Z  | pbs%3Abackup%2Fvm%2F101%2F2026-11-22T13%3A03%3A01Z
        a b+c%d?e#f                             | a%20b%2Bc%25d%3Fe%23f
        Übung                                   | %C3%9Cbung
        """)
    void keepsASegmentInOnePiece(String segment, String encoded) {
        assertThat(ApiPath.of("before", segment, "after")).hasToString("/before/" + encoded + "/after");
    }

    @Test
    void joinsSegmentsOfAnyType() {
        assertThat(ApiPath.of("nodes", "pve", "qemu", 101).and("status", "current"))
                .hasToString("/nodes/pve/qemu/101/status/current");
    }

    @Test
    void isNotChangedByAppendingToIt() {
        ApiPath guest = ApiPath.of("nodes", "pve", "qemu", 101);
        guest.and("config");
        assertThat(guest).hasToString("/nodes/pve/qemu/101");
    }
}
