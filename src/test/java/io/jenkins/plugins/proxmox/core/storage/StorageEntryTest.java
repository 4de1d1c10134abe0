package io.jenkins.plugins.proxmox.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageEntryTest {
    @Test
    void isReadAsAClusterListsIt() {
        assertThat(StorageEntry.of(Replies.of("""
            {"id":"storage/pve1/nfs","type":"storage","storage":"nfs","node":"pve1","plugintype":"nfs","shared":"1",
            "content":"images,backup","status":"available","disk":"2147483648","maxdisk":1099511627776}
            """)))
                .contains(new StorageEntry(
                        "nfs",
                        "pve1",
                        "nfs",
                        Set.of("images", "backup"),
                        true,
                        true,
                        Optional.of(DataSize.ofGiB(2)),
                        Optional.of(DataSize.parse("1T"))));
    }

    @Test
    void hasNoSizesBeforeThereAreStatistics() {
        StorageEntry entry = entry("""
            {"id":"storage/pve1/nfs","type":"storage","storage":"nfs","node":"pve1","plugintype":"nfs","shared":1,
            "content":"backup","status":"unknown"}
            """);
        assertThat(entry.available()).isFalse();
        assertThat(entry.used()).isEmpty();
        assertThat(entry.total()).isEmpty();
        assertThat(entry.takes("backup")).isFalse();
    }

    @Test
    void hasNoSizesIfNothingCouldBeMeasured() {
        StorageEntry entry = entry("""
            {"storage":"nfs","node":"pve1","content":"backup","status":"available","disk":0,"maxdisk":0}
            """);
        assertThat(entry.used()).isEmpty();
        assertThat(entry.total()).isEmpty();
        assertThat(entry.takes("backup")).isTrue();
        assertThat(entry.takes("images")).isFalse();
    }

    @Test
    void tellsWhatItsTypeCanDo() {
        StorageEntry entry = entry("{\"storage\":\"tank\",\"node\":\"pve1\",\"plugintype\":\"zfspool\"}");
        assertThat(entry.features(GuestType.CONTAINER).linkedClones()).isEqualTo(Support.YES);
        assertThat(entry.features(GuestType.CONTAINER).rollbackPastNewer()).isEqualTo(Support.NO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"node\",\"node\":\"pve1\"}",
                "{\"type\":\"qemu\",\"node\":\"pve1\",\"storage\":\"odd\"}",
                "{\"type\":\"storage\",\"storage\":\"nfs\"}",
                "{\"type\":\"storage\",\"node\":\"pve1\"}",
                "null"
            })
    void isNothingElse(String json) {
        assertThat(StorageEntry.of(Replies.of(json))).isEmpty();
    }

    private static StorageEntry entry(String json) {
        return StorageEntry.of(Replies.of(json)).orElseThrow();
    }
}
