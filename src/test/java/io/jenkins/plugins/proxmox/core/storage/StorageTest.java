package io.jenkins.plugins.proxmox.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
        'images,backup',    1,  1,  true
        backup,             1,  1,  true
        'images,rootdir',   1,  1,  false
        backups,            1,  1,  false
        '',                 1,  1,  false
        backup,             0,  1,  false
        backup,             1,  0,  false
        """)
    void takesWhatItIsMeantForIfItIsThere(String content, int enabled, int active, boolean takes) {
        Storage storage = Storage.of(Replies.of("{\"storage\":\"local\",\"type\":\"dir\",\"content\":\"" + content
                + "\",\"enabled\":" + enabled + ",\"active\":" + active + "}"));
        assertThat(storage.takes("backup")).isEqualTo(takes);
    }
}
