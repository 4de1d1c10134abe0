package io.jenkins.plugins.proxmox.core.task;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpidTest {
    @Test
    void tellsNodeProcessTimeTypeGuestAndUser() {
        assertThat(Upid.parse("UPID:pve:00003A62:0004132A:6B02F6CD:qmshutdown:102:root@pam!lab:"))
                .isEqualTo(new Upid("pve", 14946, 267050, 1795356365, "qmshutdown", "102", "root@pam!lab"));
    }

    @Test
    void tellsWhenTheTaskStarted() {
        assertThat(Upid.parse("UPID:pve:00003A62:0004132A:6B02F6CD:qmshutdown:102:root@pam:")
                        .started())
                .isEqualTo(Instant.parse("2026-11-22T14:06:05Z"));
    }

    @Test
    void readsTheProcessStartOfANodeThatIsUpForMoreThan497Days() {
        Upid upid = Upid.parse("UPID:pve:00003A62:12345678A:6B02F6CD:qmclone:9000:jenkins@pve!ci:");
        assertThat(upid.processStart()).isEqualTo(0x12345678AL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        UPID:pve:00001234:00041593:6B02F6D3:imgcopy::root@pam!lab:                          | ''
        UPID:pve:00001234:00041593:6B02F6D3:imgdel:102@local:root@pam:                      | 102@local
        UPID:pve:00001234:00041593:6B02F6D3:qmmove:100-scsi0>101-scsi1:root@pam:            | 100-scsi0>101-scsi1
        UPID:pve:00001234:00041593:6B02F6D3:qmclone:9000:root@pam:                          | 9000
        """)
    void readsEveryShapeOfId(String text, String id) {
        assertThat(Upid.parse(text).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPID:pve:00003A62:0004132A:6B02F6CD:qmshutdown:102:root@pam!lab:",
                "UPID:pve:00000001:00000001:6B02F6A6:qmstart:101:root@pam:",
                "UPID:pve-1b:FFFFFFFF:12345678A:FFFFFFFF:qmclone:9000:jane@corp.example@ad-1!build_1.x:",
                "UPID:9:00001234:00041593:6B02F6D3:imgcopy::root@pam!lab:",
                "UPID:pve:00001234:00041593:6B02F6D3:imgdel:102@local:root@pam:",
                "UPID:pve:00001234:00041593:6B02F6D3:qmmove:100-scsi0>101-scsi1:root@pam:",
                "UPID:pve:00001234:00041593:6B02F6D3:vzdump::root@pam:",
            })
    void isWrittenAsItWasRead(String text) {
        assertThat(Upid.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "OK",
                "nonsense",
                "UPID:xx",
                "UPID:pve:00003A62:0004132A:6B02F6CD:qmstart:102:root@pam",
                "UPID:pve:00003A62:0004132A:6B02F6CD:qmstart:102:root@pam:\n",
                " UPID:pve:00003A62:0004132A:6B02F6CD:qmstart:102:root@pam:",
                "UPID:pve:00003A62:0004132A:6B02F6CD:qmstart:102:root@pam:more:",
                "UPID:pve:3A62:0004132A:6B02F6CD:qmstart:102:root@pam:",
                "UPID:pve:00003A62:12345678AB:6B02F6CD:qmstart:102:root@pam:",
                "UPID:pve:00003A62:0004132A:today!!!:qmstart:102:root@pam:",
                "UPID:pve.example.com:00003A62:0004132A:6B02F6CD:qmstart:102:root@pam:",
                "UPID:pve/..:00003A62:0004132A:6B02F6CD:qmstart:102:root@pam:",
                "UPID:pve:00003A62:0004132A:6B02F6CD::102:root@pam:",
                "UPID:pve:00003A62:0004132A:6B02F6CD:qmstart:102/..:root@pam:",
                "UPID:pve:00003A62:0004132A:6B02F6CD:qmstart:102::",
            })
    void isNotFoundInAnythingElse(String text) {
        assertThat(Upid.find(text)).isEmpty();
        assertRefused(
                "upid",
                () -> Upid.parse(text),
                "'" + text + "'",
                "expected is UPID:node:pid:pstart:starttime:type:id:user:");
    }
}
