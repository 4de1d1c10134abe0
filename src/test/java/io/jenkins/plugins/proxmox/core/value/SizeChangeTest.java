package io.jenkins.plugins.proxmox.core.value;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeChangeTest {
    @ParameterizedTest
    @CsvSource({"+1G, +1G", "' +512M ', +512M", "+1.5G, +1536M", "+10GiB, +10G"})
    void readsWhatIsAdded(String text, String written) {
        assertThat(SizeChange.parse(text))
                .isEqualTo(new SizeChange.By(DataSize.parse(written.substring(1))))
                .hasToString(written)
                .extracting(SizeChange::text)
                .isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"10G, 10G", "' 2T ', 2T", "0.5G, 512M", "1024M, 1G"})
    void readsTheNewSize(String text, String written) {
        assertThat(SizeChange.parse(text))
                .isEqualTo(new SizeChange.To(DataSize.parse(written)))
                .hasToString(written)
                .extracting(SizeChange::text)
                .isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "+", "-1G", "10GB", "10g", "10", "+10", "+ 1G", "++1G", "+-1G", "1..5G", "ten", "0G", "+0G"})
    void refusesWhatDoesNotGrow(String text) {
        assertRefused(
                "size",
                () -> SizeChange.parse(text),
                text.startsWith("0") || text.startsWith("+0")
                        ? "0' is no size for a disk"
                        : "'" + text + "' is no size for a disk",
                "10G for the new size",
                "+1G for what is added",
                "disks only grow");
    }

    @Test
    void isNeverNothing() {
        assertRefused("size", () -> new SizeChange.By(new DataSize(0)), "'+0'");
        assertRefused("size", () -> new SizeChange.To(new DataSize(0)), "'0'");
    }
}
