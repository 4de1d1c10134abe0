package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootsTest {
    private static final VmId TEMPLATE = new VmId(9000);
    private static final VmId ONE = new VmId(101);
    private static final VmId OTHER = new VmId(102);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Boots boots = new Boots();

    private void took(VmId guest, long seconds) {
        boots.took(guest, Duration.ofSeconds(seconds));
    }

    private void clones() {
        boots.cloned(ONE, TEMPLATE);
        boots.cloned(OTHER, TEMPLATE);
    }

    @Test
    void clonesOfOneTemplateBootAlike() {
        clones();
        took(ONE, 20);
        assertThat(boots.usual(OTHER)).contains(Duration.ofSeconds(20));
        assertThat(boots.usual(new VmId(103))).isEmpty();

        took(new VmId(103), 7);
        assertThat(boots.usual(new VmId(103))).contains(Duration.ofSeconds(7));
    }

    @Test
    void theQuickestOfTheLastOnesCounts() {
        took(ONE, 5);
        for (int i = 0; i < 15; i++) {
            took(ONE, 30);
        }
        assertThat(boots.usual(ONE)).contains(Duration.ofSeconds(5));
        took(ONE, 30);
        assertThat(boots.usual(ONE)).contains(Duration.ofSeconds(30));
    }

    @Test
    void theFirstQuestionComesAboutWhenOthersHaveAnswered() {
        assertThat(boots.untilFirstQuestion(ONE, true)).isZero();
        took(ONE, 20);
        assertThat(boots.untilFirstQuestion(ONE, true)).isEqualTo(Duration.ofMillis(18_500));
        assertThat(boots.untilFirstQuestion(ONE, false)).isEqualTo(Duration.ofSeconds(20));
        took(OTHER, 1);
        assertThat(boots.untilFirstQuestion(OTHER, true)).isZero();
        took(TEMPLATE, 300);
        assertThat(boots.untilFirstQuestion(TEMPLATE, false)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whoHasAnsweredLatelyIsReliedOn() {
        Optional<Instant> never = Optional.empty();
        assertThat(boots.answers(ONE, never, NOON)).isFalse();
        boots.answered(ONE, NOON);
        assertThat(boots.answers(ONE, never, NOON.plusSeconds(599))).isTrue();
        assertThat(boots.answers(ONE, never, NOON.plusSeconds(600))).isFalse();
        assertThat(boots.answers(ONE, Optional.of(NOON.minusSeconds(60)), NOON)).isTrue();
        assertThat(boots.answers(ONE, Optional.of(NOON.plusSeconds(1)), NOON.plusSeconds(9)))
                .as("started anew")
                .isFalse();

        boots.silent(ONE);
        assertThat(boots.answers(ONE, never, NOON)).isFalse();
        boots.answered(ONE, NOON);
        boots.begins(ONE);
        assertThat(boots.answers(ONE, never, NOON)).isFalse();
        boots.answered(ONE, NOON);
        boots.cloned(ONE, TEMPLATE);
        assertThat(boots.answers(ONE, never, NOON)).as("another one").isFalse();
    }
}
