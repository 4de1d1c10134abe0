package io.jenkins.plugins.proxmox.core.value;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VmIdTest {
    @ParameterizedTest
    @ValueSource(ints = {100, 101, 999_999_999})
    void takesWhatProxmoxTakes(int number) {
        assertThat(new VmId(number).number()).isEqualTo(number);
        assertThat(VmId.parse(" " + number + " ")).isEqualTo(new VmId(number));
    }

    @ParameterizedTest
    @ValueSource(ints = {-100, 0, 99, 1_000_000_000})
    void refusesANumberOutOfRange(int number) {
        assertRefused("vmid", () -> new VmId(number), "'" + number + "'", "expected is a number from 100 to 999999999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "web", "-101", "101.5", "1e3", "0x65", "99999999999"})
    void refusesATextThatIsNoNumberInRange(String text) {
        assertRefused("vmid", () -> VmId.parse(text), "'" + text + "'", "expected is a number from 100 to 999999999");
        assertThat(VmId.find(text)).isEmpty();
    }

    @Test
    void isReadAsServersTellIt() {
        assertThat(VmId.find("101")).contains(new VmId(101));
    }

    @Test
    void isOrderedByNumber() {
        assertThat(Stream.of(1000, 101, 999).map(VmId::new).sorted())
                .extracting(VmId::number)
                .containsExactly(101, 999, 1000);
    }
}
