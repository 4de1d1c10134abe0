package io.jenkins.plugins.proxmox.core.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LifeRuleTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final LifeRule ANY = new LifeRule(OptionalInt.empty(), Optional.empty(), Optional.empty());
    private static final LifeRule ONE =
            new LifeRule(OptionalInt.of(1), Optional.of(Duration.ofMinutes(10)), Optional.of(HOUR));

    private final UseCount use = new UseCount();

    private Optional<String> end(LifeRule rule, int busy, Duration old, Duration unused, boolean wanted) {
        return rule.end(use, busy, old, unused, wanted);
    }

    @Test
    void withoutLimitsItStaysForEver() {
        assertThat(end(ANY, 0, Duration.ofDays(1000), Duration.ofDays(1000), false))
                .isEmpty();
        assertThat(ANY.refusal(use, 5, Duration.ofDays(1000))).isEmpty();
    }

    @Test
    void theBuildsItIsFor() {
        assertThat(ONE.refusal(use, 0, MINUTE)).isEmpty();
        assertThat(ONE.refusal(use, 1, MINUTE)).contains("is for one build only");
        use.ended("a#1");
        assertThat(end(ONE, 0, MINUTE, MINUTE, false)).contains("it has run all the builds that it is for");
        LifeRule three = new LifeRule(OptionalInt.of(3), Optional.empty(), Optional.empty());
        assertThat(three.refusal(use, 2, MINUTE)).contains("is for 3 builds only");
    }

    @Test
    void whatRunsIsNeverDisturbed() {
        assertThat(end(ONE, 1, HOUR.multipliedBy(9), HOUR, false)).isEmpty();
        use.began("a#1");
        assertThat(end(ONE, 0, HOUR.multipliedBy(9), HOUR, false)).isEmpty();
        use.ended("a#1");
        assertThat(end(ONE, 1, HOUR, HOUR, false)).isEmpty();
    }

    @Test
    void anOldOneTakesNoMoreBuildsAndGoes() {
        Duration almost = HOUR.minusMillis(1);
        assertThat(ONE.refusal(use, 0, almost)).isEmpty();
        assertThat(ONE.refusal(use, 0, HOUR)).contains("is older than 60 minutes");
        assertThat(end(ONE, 0, almost, Duration.ZERO, true)).isEmpty();
        assertThat(end(ONE, 0, HOUR, Duration.ZERO, true)).contains("it is older than 60 minutes");
    }

    @Test
    void anIdleOneGoesUnlessItIsWanted() {
        assertThat(end(ONE, 0, MINUTE, Duration.ofMinutes(10), false)).contains("it was idle for 10 minutes");
        assertThat(end(ONE, 0, MINUTE, Duration.ofMinutes(10), true)).isEmpty();
        assertThat(end(ONE, 0, MINUTE, Duration.ofMinutes(10).minusMillis(1), false))
                .isEmpty();
        LifeRule impatient = new LifeRule(OptionalInt.empty(), Optional.of(MINUTE), Optional.empty());
        assertThat(end(impatient, 0, HOUR, MINUTE, false)).contains("it was idle for a minute");
        assertThat(end(impatient, 0, HOUR, Duration.ZERO, false)).isEmpty();
    }
}
