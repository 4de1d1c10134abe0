package io.jenkins.plugins.proxmox.core.value;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagTest {
    @ParameterizedTest
    @ValueSource(strings = {"ci", "CI", "9", "_x", "a_b+c.d-e", "jc-0123abcd"})
    void takesWhatProxmoxTakes(String text) {
        assertThat(new Tag(" " + text + " ").text()).isEqualTo(text);
    }

    @Test
    void takesAnyLength() {
        assertThat(new Tag("t".repeat(200)).text()).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "+a", ".a", "a b", "a;b", "a,b", "a:b", "a=b", "a/b", "größe", "a\nb"})
    void refusesAnythingElse(String text) {
        assertRefused(
                "tag", () -> new Tag(text), "'" + text + "' is no tag", "expected are letters, digits and _ + . -");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        base;ci           | base;ci
        base,ci           | base;ci
        base ci           | base;ci
        ' ; base ,; ci; ' | base;ci
        a:b;ci;-x         | ci
        CI;ci             | CI;ci
        ''                | ''
        """)
    void readsAndWritesTheListsOfProxmox(String text, String tags) {
        assertThat(Tag.join(Tag.list(text))).isEqualTo(tags);
    }

    @Test
    void separatesLinesToo() {
        assertThat(Tag.list("a\tb\nc")).isEqualTo(List.of(new Tag("a"), new Tag("b"), new Tag("c")));
    }

    @Test
    void isTheSameInAnyCase() {
        assertThat(new Tag("CI").matches(new Tag("ci"))).isTrue();
        assertThat(new Tag("ci").matches(new Tag("cd"))).isFalse();
        assertThat(new Tag("CI")).isNotEqualTo(new Tag("ci"));
    }
}
