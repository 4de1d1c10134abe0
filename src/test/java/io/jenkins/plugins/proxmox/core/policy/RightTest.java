package io.jenkins.plugins.proxmox.core.policy;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RightTest {
    @ParameterizedTest
    @EnumSource
    void isReadAsItIsWritten(Right right) {
        assertThat(Right.parse(" " + right.name() + " "))
                .isEqualTo(Right.parse(right.label()))
                .isEqualTo(right);
        assertThat(right.label()).isLowerCase();
        assertThat(right.words()).isNotBlank();
    }

    @Test
    void whatIsNotKnownIsAnsweredWithWhatIs() {
        assertRefused(
                "operations",
                () -> Right.parse(" delete "),
                "'delete' is not known; expected is one of read, power, snapshot, backup, configure, execute, create,"
                        + " destroy, request");
    }

    @Test
    void ofAGuestThatIsThereAllButMakingItAndRequestsGo() {
        assertThat(Right.overGuests()).isEqualTo(EnumSet.complementOf(EnumSet.of(Right.CREATE, Right.REQUEST)));
        assertThat(Right.labels(EnumSet.of(Right.DESTROY, Right.READ))).isEqualTo("read, destroy");
    }
}
