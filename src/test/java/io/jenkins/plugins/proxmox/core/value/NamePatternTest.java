package io.jenkins.plugins.proxmox.core.value;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "web, web, true",
        "web, web-1, false",
        "web, WEB, false",
        "ci-*, ci-1, true",
        "ci-*, ci-, true",
        "ci-*, ci, false",
        "ci-*, xci-1, false",
        "*-ci, db-ci, true",
        "*-ci, db-ci-2, false",
        "a*b*c, a1b2c, true",
        "a*b*c, abc, true",
        "a*b*c, acb, false",
        "ab*ba, aba, false",
        "a*a, a, false",
        "a*bb*b, abb, false",
        "*x*x*, axbx, true",
        "*x*x*, axb, false",
        "**, anything, true",
        "*, '', true",
        "w.b, web, false",
        "[ab], a, false",
        "\\Q*, \\Qx, true",
        "team/*, team/app/main, true",
        "team/*, team2/app, false",
    })
    void onlyTheStarIsSpecial(String pattern, String name, boolean matches) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void aPatternThatNearlyMatchesIsNotSlow() {
        assertThat(new NamePattern("*a".repeat(50) + "b").matches("a".repeat(2000)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void anEmptyOneIsAMistake(String text) {
        assertRefused("pattern", () -> new NamePattern(text), "must not be empty", "or * for all names");
    }

    @Test
    void readsAsItWasWritten() {
        assertThat(new NamePattern(" ci-* ")).hasToString("ci-*");
    }
}
