package io.jenkins.plugins.proxmox.core.placement;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateSourceTest {
    @Test
    void readsAVmidANameAPatternOrATag() {
        Map.of(
                        " 9000 ", TemplateSource.ByVmId.class,
                        "debian-12", TemplateSource.ByName.class,
                        "debian-*", TemplateSource.ByPattern.class,
                        "*", TemplateSource.ByPattern.class,
                        "tag:Debian", TemplateSource.ByTag.class)
                .forEach((text, type) ->
                        assertThat(TemplateSource.parse("template", text)).isInstanceOf(type));
        assertThat(TemplateSource.parse("template", "tag:Debian")).hasToString("tag:debian");
        assertThat(TemplateSource.parse("template", " debian-* ")).hasToString("debian-*");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "99", "web_1", "web_*", "debian *", "tag:", "tag:a*"})
    void refusesWhatIsNoneOfThem(String text) {
        assertRefused("template", () -> TemplateSource.parse("template", text), "expected");
    }
}
