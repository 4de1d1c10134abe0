package io.jenkins.plugins.proxmox.core.storage;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "keep-last=3",
                "keep-all=1",
                "keep-all=0,keep-last=1",
                "keep-all=1,keep-last=0",
                "keep-last=0,keep-daily=7",
                "keep-last=1,keep-hourly=2,keep-daily=3,keep-weekly=4,keep-monthly=5,keep-yearly=6"
            })
    void isWhatProxmoxTakes(String text) {
        assertThat(new Retention(text)).hasToString(text);
    }

    @Test
    void leavesOutBlanksBetweenItsParts() {
        assertThat(new Retention(" keep-last=3, keep-daily=7 ").text()).isEqualTo("keep-last=3,keep-daily=7");
    }

    @Test
    void keepsTheNewest() {
        assertThat(Retention.keepLast(3)).isEqualTo(new Retention("keep-last=3"));
        assertRefused("retention", () -> Retention.keepLast(-1), "'keep-last=-1' is no retention");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                           | expected is something like keep-last=3
        3                            | expected is something like keep-last=3
        keep=3                       | expected is something like keep-last=3
        keep-last                    | expected is something like keep-last=3
        keep-last=                   | expected is something like keep-last=3
        keep-last=x                  | expected is something like keep-last=3
        keep-last=-1                 | expected is something like keep-last=3
        keep-last=1.5                | expected is something like keep-last=3
        keep-last=1000000000         | expected is something like keep-last=3
        keep-last=3;keep-weekly=4    | expected is something like keep-last=3
        'keep-last=3,'               | expected is something like keep-last=3
        keep-minutely=3              | expected is something like keep-last=3
        keep-all=2                   | expected is something like keep-last=3
        'keep-last=3,keep-last=4'    | nothing twice
        'keep-all=1,keep-last=4'     | keep-all=1 only alone
        keep-last=0                  | Proxmox VE would keep all backups, for which there is keep-all=1
        keep-all=0                   | Proxmox VE would keep all backups, for which there is keep-all=1
        """)
    void refusesTheRest(String text, String reason) {
        assertRefused("retention", () -> new Retention(text), "'" + text + "' is no retention", reason);
    }
}
