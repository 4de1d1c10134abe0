package io.jenkins.plugins.proxmox.core.value;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VmIdRangeTest {
    @ParameterizedTest
    @CsvSource({"9000-9999, 9000, 9999, 1000", "' 100 - 100 ', 100, 100, 1", "100-999999999, 100, 999999999, 999999900"
    })
    void isReadAndCounted(String text, int lowest, int highest, int size) {
        VmIdRange range = VmIdRange.parse(text);
        assertThat(range)
                .isEqualTo(new VmIdRange(new VmId(lowest), new VmId(highest)))
                .hasToString(lowest + "-" + highest);
        assertThat(range.size()).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9000", "9000-", "-9999", "9000..9999", "9000-9999-10000", "a-b"})
    void refusesWhatIsNoRange(String text) {
        assertRefused(
                "vmidRange", () -> VmIdRange.parse(text), "'" + text + "' is no range of VMIDs", "as in 9000-9999");
    }

    @ParameterizedTest
    @CsvSource({"99-200, 99", "100-1000000000, 1000000000", "100-99999999999, 99999999999"})
    void refusesWhatAreNoVmids(String text, String wrong) {
        assertRefused(
                "vmidRange",
                () -> VmIdRange.parse(text),
                "'" + text + "' is no range of VMIDs",
                "'" + wrong + "' is no VMID",
                "from 100 to 999999999");
    }

    @Test
    void refusesAReversedOneAndTellsHowItWouldBeRight() {
        assertRefused(
                "vmidRange", () -> VmIdRange.parse("9999-9000"), "'9999-9000' is no range of VMIDs", "as in 9000-9999");
    }

    @ParameterizedTest
    @CsvSource({"199, false", "200, true", "250, true", "299, true", "300, false"})
    void knowsWhatIsInIt(int vmid, boolean inside) {
        assertThat(VmIdRange.parse("200-299").contains(new VmId(vmid))).isEqualTo(inside);
    }
}
