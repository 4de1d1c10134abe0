package io.jenkins.plugins.proxmox.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "256"   | 256
        256     | 256
        true    | true
        "ok"    | ok
        ""      | ''
        """)
    void readsAnyScalarAsText(String json, String text) {
        assertThat(Replies.of("{\"memory\":" + json + "}").text("memory")).contains(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        24              | 24
        "24"            | 24
        " 24 "          | 24
        0               | 0
        -1              | -1
        4398046511104   | 4398046511104
        "1795356365"    | 1795356365
        """)
    void readsANumberInWhateverTypeItComes(String json, long number) {
        assertThat(Replies.of("{\"prefix\":" + json + "}").number("prefix")).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "\"\"", "1.5", "null", "true", "{}", "[24]"})
    void takesWhatIsNoNumberForAbsent(String json) {
        assertThat(Replies.of("{\"prefix\":" + json + "}").number("prefix")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1\"", "true", "\"true\""})
    void takesEverySpellingOfTrueForTrue(String json) {
        assertThat(Replies.of("{\"template\":" + json + "}").flag("template")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "\"0\"", "false", "\"\"", "null", "2", "{}", "[1]"})
    void takesAnythingElseForFalse(String json) {
        assertThat(Replies.of("{\"template\":" + json + "}").flag("template")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":null}", "null", "\"name\"", "[]"})
    void tellsWhatIsMissingAsAbsent(String json) {
        Reply reply = Replies.of(json);
        assertThat(reply.field("name")).isEmpty();
        assertThat(reply.text("name")).isEmpty();
        assertThat(reply.number("name")).isEmpty();
        assertThat(reply.flag("name")).isFalse();
        assertThat(reply.list("name")).isEmpty();
    }

    @Test
    void hasNoTextForAnObjectOrAList() {
        Reply reply = Replies.of("{\"ha\":{\"managed\":0},\"list\":[1]}");
        assertThat(reply.text("ha")).isEmpty();
        assertThat(reply.text("list")).isEmpty();
        assertThat(reply.text()).isEmpty();
    }

    @Test
    void readsElementsInOrder() {
        assertThat(Replies.of("[{\"n\":1,\"t\":\"first\"},{\"n\":2,\"t\":\"second\"}]")
                        .elements())
                .extracting(line -> line.text("t").orElseThrow())
                .containsExactly("first", "second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"t\":\"unable to open file - No such file or directory\",\"n\":1}", "null", "\"OK\""})
    void hasNoElementsWhereSomethingElseThanAListIsAnswered(String json) {
        assertThat(Replies.of(json).elements()).isEmpty();
    }

    @Test
    void keepsScalarsInTheServersOrderAndLeavesOutTheRest() {
        assertThat(Replies.of("{\"net0\":\"virtio\",\"cores\":2,\"kvm\":null,\"ha\":{},\"agent\":\"1\"}")
                        .texts())
                .containsExactly(Map.entry("net0", "virtio"), Map.entry("cores", "2"), Map.entry("agent", "1"));
    }

    @Test
    void isEmptyOnlyWithoutData() {
        assertThat(Replies.of("null").isEmpty()).isTrue();
        assertThat(Reply.empty().isEmpty()).isTrue();
        assertThat(Replies.of("\"\"").isEmpty()).isFalse();
        assertThat(Replies.of("[]").isEmpty()).isFalse();
    }

    @Test
    void showsNoContent() {
        assertThat(Replies.of("{\"ticket\":\"PVE:s3cret\"}").toString())
                .doesNotContain("ticket")
                .doesNotContain("s3cret");
    }
}
