package io.jenkins.plugins.proxmox.core.value;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4096, 4096",
        "1.9, 1",
        "528K, 540672",
        "512M, 536870912",
        "2G, 2147483648",
        "1.5T, 1649267441664",
        "10GiB, 10737418240",
        "1KiB, 1024",
        "3MiB, 3145728",
        "1TiB, 1099511627776",
        "0.5K, 512",
        "' 2G ', 2147483648",
        "9223372036854775807, 9223372036854775807",
    })
    void readsWhatProxmoxReads(String text, long bytes) {
        assertThat(DataSize.parse(text)).isEqualTo(new DataSize(bytes));
        assertThat(DataSize.find(text)).contains(new DataSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "G",
                "10g",
                "10GB",
                "10 G",
                "-1G",
                "+1G",
                "1,5G",
                ".5G",
                "5.G",
                "1e3",
                "1P",
                "10Gi",
                "1.2.3G",
                "9223372036854775808",
                "8388608T",
            })
    void refusesAnythingElse(String text) {
        assertRefused("size", () -> DataSize.parse(text), "'" + text + "' is no size", "as in 10G");
        assertThat(DataSize.find(text)).isEmpty();
    }

    @Test
    void isNeverNegativeAndNeverTooMuch() {
        assertRefused("size", () -> new DataSize(-1), "'-1' is no size");
        assertRefused("size", () -> DataSize.ofMiB(-1), "'-1M' is no size");
        assertRefused("size", () -> DataSize.ofGiB(-2), "'-2G' is no size");
        assertRefused("size", () -> DataSize.ofGiB(Long.MAX_VALUE), "G' is no size");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "1023, 1023",
        "1024, 1K",
        "1536, 1536",
        "540672, 528K",
        "4194304, 4M",
        "2147483648, 2G",
        "2684354560, 2560M",
        "1649267441664, 1536G",
        "1099511627776, 1T",
        "1125899906842624, 1024T",
    })
    void isWrittenAsProxmoxWritesIt(long bytes, String text) {
        assertThat(new DataSize(bytes)).hasToString(text);
        assertThat(DataSize.parse(text)).isEqualTo(new DataSize(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "32G, 32",
        "512M, 0.5",
        "1T, 1024",
        "100G, 100",
        "1M, 0.0009765625",
        "2560M, 2.5",
        "4M, 0.00390625",
        "0, 0"
    })
    void isWrittenInGibExactly(String text, String gib) {
        assertThat(DataSize.parse(text).gibText()).isEqualTo(gib);
    }

    @Test
    void isCountedInMib() {
        assertThat(DataSize.ofMiB(2048)).isEqualTo(DataSize.ofGiB(2)).isEqualTo(DataSize.parse("2G"));
        assertThat(DataSize.ofGiB(2).inMiB()).isEqualTo(2048);
        assertThat(DataSize.parse("2047K").inMiB()).isEqualTo(1);
    }

    @Test
    void isOrderedByBytes() {
        assertThat(Stream.of("1G", "1023M", "1T").map(DataSize::parse).sorted())
                .extracting(DataSize::toString)
                .containsExactly("1023M", "1G", "1T");
    }
}
