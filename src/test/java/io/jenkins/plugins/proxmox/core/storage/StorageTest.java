package io.jenkins.plugins.proxmox.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {
    @Test
    void isReadAsANodeListsIt() {
        assertThat(storage("""
            {"storage":"local-lvm","type":"lvmthin","content":"images,rootdir","shared":0,"enabled":1,"active":1,
            "total":"1099511627776","used":2147483648,"avail":1097364144128,"used_fraction":0.00195}
            """))
                .isEqualTo(new Storage(
                        "local-lvm",
                        "lvmthin",
                        Set.of("images", "rootdir"),
                        true,
                        true,
                        false,
                        Optional.of(DataSize.parse("1T")),
                        Optional.of(DataSize.ofGiB(2)),
                        Optional.of(DataSize.ofGiB(1022))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"storage\":\"nfs\",\"active\":0,\"enabled\":1,\"total\":0,\"used\":0,\"avail\":0}",
                "{\"storage\":\"nfs\",\"used\":0,\"avail\":0}",
                "{\"storage\":\"nfs\",\"total\":\"?\",\"used\":1,\"avail\":1}",
                "{\"storage\":\"nfs\"}"
            })
    void whatCouldNotBeMeasuredIsAbsent(String json) {
        Storage storage = storage(json);
        assertThat(storage.total()).isEmpty();
        assertThat(storage.used()).isEmpty();
        assertThat(storage.available()).isEmpty();
        assertThat(storage.content()).isEmpty();
    }

    @Test
    void anEmptyStorageHasNothingUsed() {
        assertThat(storage("{\"storage\":\"nfs\",\"total\":1024,\"used\":0}").used())
                .contains(new DataSize(0));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        'images,backup',    1,  1,  true
        'images, backup',   1,  1,  true
        backup,             1,  1,  true
        'images,rootdir',   1,  1,  false
        backups,            1,  1,  false
        '',                 1,  1,  false
        backup,             0,  1,  false
        backup,             1,  0,  false
        """)
    void takesWhatItIsMeantForIfItIsThere(String content, int enabled, int active, boolean takes) {
        Storage storage = storage("{\"storage\":\"local\",\"type\":\"dir\",\"content\":\"" + content + "\",\"enabled\":"
                + enabled + ",\"active\":" + active + "}");
        assertThat(storage.takes("backup")).isEqualTo(takes);
        assertThat(storage.takes("")).isFalse();
    }

    @Test
    void tellsWhatItsTypeCanDo() {
        Storage storage = storage("{\"storage\":\"local\",\"type\":\"dir\"}");
        assertThat(storage.linkedClones(GuestType.VIRTUAL_MACHINE)).isEqualTo(Support.YES);
        assertThat(storage.linkedClones(GuestType.CONTAINER)).isEqualTo(Support.NO);
        assertThat(storage.snapshots(GuestType.VIRTUAL_MACHINE)).isEqualTo(Support.UNKNOWN);
        assertThat(storage.features(GuestType.VIRTUAL_MACHINE, "qcow2").snapshots())
                .isEqualTo(Support.YES);
    }

    @Test
    void nothingIsKnownOfATypeThatIsNotTold() {
        assertThat(storage("{\"storage\":\"local\"}").linkedClones(GuestType.VIRTUAL_MACHINE))
                .isEqualTo(Support.UNKNOWN);
    }

    private static Storage storage(String json) {
        return Storage.of(Replies.of(json));
    }
}
