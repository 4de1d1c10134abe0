package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @MethodSource
    void readsAGuestInWhateverTypeItComes(Object value, String text) {
        assertThat(Values.guest(value)).isEqualTo(text);
    }

    static Stream<Arguments> readsAGuestInWhateverTypeItComes() {
        return Stream.of(
                arguments(101, "101"),
                arguments(" web ", "web"),
                arguments(Map.of("vmid", 101, "name", "web"), "101"),
                arguments(null, ""));
    }

    @Test
    void leavesAMapThatIsNoGuestToWhoeverNamesTheParameter() {
        String text = Values.guest(Map.of("name", "web"));
        assertRefused("template", () -> GuestReference.parse("template", text), "'{name=web}'", "expected is a number");
    }

    @Test
    void readsSeveralGuestsOfAnyType() {
        assertThat(Values.split(Values.guests(List.of(101, "web", Map.of("vmid", 102)))))
                .containsExactly("101", "web", "102");
        assertThat(Values.split(Values.guests(101))).containsExactly("101");
        assertThat(Values.split(Values.guests(null))).isEmpty();
    }

    @Test
    void readsWordsOfAListAndOfAText() {
        assertThat(Values.split(Values.words(List.of("ci", "debian")))).containsExactly("ci", "debian");
        assertThat(Values.split(Values.words("ci, debian;linux"))).containsExactly("ci", "debian", "linux");
        assertThat(Values.split(Values.words(null))).isEmpty();
        assertThat(Values.split(null)).isEmpty();
    }

    @Test
    void takesNullInAListForNothingSaid() {
        assertThat(Values.split(Values.words(Arrays.asList("ci", null)))).containsExactly("ci");
        assertThat(Values.split(Values.guests(Arrays.asList(101, null)))).containsExactly("101");
    }

    @Test
    void readsOptionsOfAMapAsTheyWere() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("net0", "virtio,bridge=vmbr0");
        map.put("cores", 2);
        map.put("onboot", true);
        map.put("protection", false);
        assertThat(Values.options(Values.lines(map)))
                .containsExactly(
                        Map.entry("net0", "virtio,bridge=vmbr0"),
                        Map.entry("cores", "2"),
                        Map.entry("onboot", "1"),
                        Map.entry("protection", "0"));
    }

    @Test
    void doesNotTakeTheSecondLineOfAValueForAnotherOption() {
        Map<String, String> map = Map.of("description", "made for tests\nprotection=1");
        assertThat(Values.options(Values.lines(map))).isEqualTo(map);
    }

    @Test
    void readsOptionsOfATextLineByLine() {
        assertThat(Values.options(Values.lines(" cores = 2 \r\n\n net0=virtio,bridge=vmbr0\nhookscript=\n")))
                .containsExactly(
                        Map.entry("cores", "2"), Map.entry("net0", "virtio,bridge=vmbr0"), Map.entry("hookscript", ""));
        assertThat(Values.options(null)).isEmpty();
        assertThat(Values.options(Values.lines(null))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cores", "=2", "cores: 2"})
    void refusesALineThatIsNoOption(String line) {
        assertRefused("config", () -> Values.options("memory=512\n" + line), "'" + line + "'", "expected is key=value");
    }

    @ParameterizedTest
    @MethodSource
    void splitsAtCommasAndSemicolons(String text, List<String> words) {
        assertThat(Values.split(text)).isEqualTo(words);
    }

    static Stream<Arguments> splitsAtCommasAndSemicolons() {
        return Stream.of(
                arguments("", List.of()),
                arguments(" , ;", List.of()),
                arguments("a,b;c", List.of("a", "b", "c")),
                arguments(" a , b ", List.of("a", "b")),
                arguments("a b", List.of("a b")));
    }

    @Test
    void backupsAreVolumesOrWhatAStepReturned() {
        Map<String, Object> map = Map.of("volid", "nfs:backup/a.vma", "vmid", 101);

        assertThat(Values.backup(" nfs:backup/a.vma ")).isEqualTo("nfs:backup/a.vma");
        assertThat(Values.backup(map)).isEqualTo("nfs:backup/a.vma");
        assertThat(Values.backup(List.of(map))).isEqualTo("nfs:backup/a.vma");
        assertThat(Values.backup(null)).isEmpty();
        assertThat(Values.backup(List.of(map, map))).startsWith("[");
        assertThat(Values.backups(List.of(map, "nfs:backup/b.vma"))).isEqualTo("nfs:backup/a.vma, nfs:backup/b.vma");
    }
}
